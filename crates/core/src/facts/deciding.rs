//! What makes a condition true: the signs and tumour types behind it.

use crate::evidence::Truth;
use crate::plan::{Fact, Node, NodeId, When};

use super::case::{Case, Scope};

impl Case<'_, '_> {
    /// The signs that make a true node true: (sign, qualifier, window).
    pub(crate) fn deciding_signs(
        &self,
        node: NodeId,
        scope: Scope<'_>,
        out: &mut Vec<(usize, Option<u8>, Option<When>)>,
    ) {
        if self.truth(node, scope) != Truth::True {
            return;
        }
        match self.plan.program.nodes.get(node) {
            Some(Node::And(parts) | Node::Or(parts) | Node::AtLeast(_, parts)) => {
                for part in parts {
                    self.deciding_signs(*part, scope, out);
                }
            }
            Some(Node::Fact(fact)) => {
                if let Some(Fact::Sign {
                    sign,
                    qualifier,
                    window,
                }) = self.plan.program.facts.get(*fact)
                {
                    match self.plan.signs.get(*sign).and_then(|plan| plan.when) {
                        Some(when) => self.deciding_signs(when, scope, out),
                        None if !out.contains(&(*sign, *qualifier, *window)) => out.push((*sign, *qualifier, *window)),
                        None => {}
                    }
                }
            }
            Some(Node::Not(_)) | None => {}
        }
    }

    /// The tumour types that a true node names.
    pub(crate) fn deciding_tumours(&self, node: NodeId, scope: Scope<'_>, out: &mut Vec<usize>) {
        if self.truth(node, scope) != Truth::True {
            return;
        }
        match self.plan.program.nodes.get(node) {
            Some(Node::And(parts) | Node::Or(parts) | Node::AtLeast(_, parts)) => {
                for part in parts {
                    self.deciding_tumours(*part, scope, out);
                }
            }
            Some(Node::Fact(fact)) => {
                if let Some(Fact::Tumour(tumours)) = self.plan.program.facts.get(*fact) {
                    out.extend(tumours.iter().map(|tumour| tumour.0));
                }
            }
            Some(Node::Not(_)) | None => {}
        }
    }
}

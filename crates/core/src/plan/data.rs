//! A rule set compiled, as data: names are places in the rule set's own lists, conditions are nodes of one program.

use serde::{Deserialize, Serialize};

use crate::rules::model::{Affinity, MetastaticStatus, PointsRow, SignKind, Site};

use super::choice::Choice;
use super::lowering::LoweringPlan;
use super::program::{NodeId, Program};

/// What is decided, whatever found it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) program: Program,
    pub(crate) signs: Vec<SignPlan>,
    pub(crate) measurements: Vec<MeasurementPlan>,
    /// Every row of points once; a row stands for most tumour types.
    pub(crate) rows: Vec<PointsRow>,
    pub(crate) tumours: Vec<TumourPlan>,
    pub(crate) triggers: Vec<TriggerPlan>,
    pub(crate) modifiers: Vec<NodeId>,
    pub(crate) statuses: Vec<StatusPlan>,
    pub(crate) qualifiers: EngineQualifiers,
    /// Signs that tell of one complaint.
    pub(crate) complaints: Vec<Vec<usize>>,
    pub(crate) lowering: LoweringPlan,
    /// What the options choose; the rest is the same for every choice.
    #[serde(skip)]
    pub(crate) choice: Choice,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SignPlan {
    /// This sign and every sign it also is, itself first.
    pub(crate) counts_as: Vec<usize>,
    pub(crate) explained_by: Vec<usize>,
    pub(crate) when: Option<NodeId>,
    pub(crate) kind: SignKind,
    pub(crate) emergency: bool,
    pub(crate) lookback_days: Option<i32>,
    /// Measurement index of each measure, then of each trend.
    pub(crate) measures: Vec<usize>,
    pub(crate) trends: Vec<usize>,
    /// Shown by limits on results or by their change.
    pub(crate) has_measures: bool,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct MeasurementPlan {
    pub(crate) adjust: Option<(usize, usize)>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct TumourPlan {
    pub(crate) rows: Vec<RowPlan>,
    pub(crate) high_risk: Option<NodeId>,
    pub(crate) subtypes_when: Vec<Option<NodeId>>,
    pub(super) affinity: [Option<Affinity>; Site::ALL.len()],
    pub(super) subtype_affinity: Vec<Vec<(Site, Affinity)>>,
    pub(crate) follow_up: Option<usize>,
}

/// A row of points as it stands for one tumour type.
#[derive(Serialize, Deserialize)]
pub(crate) struct RowPlan {
    /// Its place among the rows.
    pub(crate) row: usize,
    pub(crate) signs: Vec<usize>,
    pub(crate) domain: usize,
    pub(crate) group: Option<u32>,
    pub(crate) when: Option<NodeId>,
    pub(crate) unless: Option<NodeId>,
    /// Subtypes of this tumour the row is for; empty for all.
    pub(crate) subtypes: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct TriggerPlan {
    pub(crate) when: NodeId,
    pub(crate) unless: Option<NodeId>,
    pub(crate) pathway: usize,
    pub(crate) known_pathway: Option<usize>,
    pub(crate) supersedes: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct StatusPlan {
    pub(crate) status: MetastaticStatus,
    pub(crate) site: Site,
    pub(crate) sign: Option<usize>,
    pub(crate) when: Option<NodeId>,
}

/// Qualifiers that the engine itself sets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct EngineQualifiers {
    /// True from so many days of stated duration or span of mentions on.
    pub(crate) lasting: Vec<(u8, i32)>,
    /// True from so many consultations within so many days on.
    pub(crate) repeated: Vec<(u8, u32, i32)>,
    pub(crate) unchanged: Option<u8>,
    pub(crate) returned: Option<u8>,
    pub(crate) improving: Option<u8>,
    /// Words of change, as a set.
    pub(crate) new_words: u64,
}

impl TumourPlan {
    /// The affinity of this tumour type, with the subtypes found, for a site; the highest of the subtypes' own cells.
    pub(crate) fn affinity(&self, site: Site, subtypes: &[usize]) -> Option<Affinity> {
        let cells = subtypes
            .iter()
            .filter_map(|subtype| self.subtype_affinity.get(*subtype))
            .flatten()
            .filter(|(of, _)| *of == site)
            .map(|(_, affinity)| *affinity);
        let own = || {
            let index = Site::ALL.iter().position(|known| *known == site)?;
            self.affinity.get(index).copied().flatten()
        };
        cells.max().or_else(own)
    }
}

/// A qualifier as a set of one.
pub(crate) fn bit(qualifier: u8) -> u64 {
    1_u64.checked_shl(u32::from(qualifier)).unwrap_or(0)
}

//! Whether what words say together is denied between them. Not what else is said of it.

use crate::text::clauses::{Hit, View};
use crate::text::words::{Known, Says};

/// A complaint that has gone is named so few words before.
const COMPLAINT: usize = 5;

impl View<'_> {
    /// Whether a denial stands between the words of a combination: `legs not weak`.
    pub(crate) fn denied_between(&self, hit: &Hit) -> bool {
        (hit.from..hit.to)
            .filter(|at| !hit.own(*at))
            .flat_map(|at| self.cues_over(at))
            .any(|cue| {
                cue.from > hit.from
                    && cue.to < hit.to
                    && self.group(cue).is_some_and(|group| group.says == Says::Absent)
            })
            || self.gone_within(hit)
    }

    /// `head pain gone with paracetamol`, `headache over brow has gone`: what has gone is the complaint named before it, and
    /// no sign (`legs have gone`).
    fn gone_within(&self, hit: &Hit) -> bool {
        (hit.from.saturating_add(1)..hit.to)
            .flat_map(|at| self.cues_over(at))
            .any(|cue| {
                let over = self.group(cue).is_some_and(|group| {
                    matches!(group.says, Says::Resolved | Says::Absent) && group.reaches(false) && !group.reaches(true)
                });
                // `no better with cocodamol`: its first words are another cue's.
                let whole = self.cue_over(cue.from).is_some_and(|first| first.from == cue.from);
                over && whole
                    && cue.from > hit.from
                    && cue.to.saturating_sub(cue.from) > 1
                    && (cue.from.saturating_sub(COMPLAINT)..cue.from)
                        .rev()
                        .take_while(|at| self.mark_at(*at) == 0)
                        .any(|at| self.class(at, Known::Complaint))
            })
    }

    /// What likeness alone took together with a denial: `face not puffy`, `legs: no muscle weakness`.
    pub(crate) fn denied_within(&self, hit: &Hit) -> bool {
        (hit.from..hit.to).flat_map(|at| self.cues_over(at)).any(|cue| {
            let group = self.group(cue);
            let denies = group.is_some_and(|group| group.says == Says::Absent && group.reaches(true));
            denies
                && cue.to < hit.to
                && (self.plainly_denies(cue) || (cue.to..hit.to).any(|at| self.class(at, Known::Complaint)))
        })
    }
}

//! Evidence from codes.

use crate::plan::CodeTarget;
use crate::record::{Assertion, EntryKind, NoticeCode, Precision, System};
use crate::rules::fault;

use super::finding::{CancerMention, Detail, Finding, StatusMention};
use super::reading::{Dated, Reading};
use super::terms::{Certainty, EvidenceSource};

impl<'r> Reading<'_, 'r> {
    pub(super) fn coded(&mut self, dated: Dated<'_, 'r>) {
        let Dated { index, entry, date } = dated;
        if entry.codes.is_empty() {
            return;
        }
        let finder = self.finder;
        let excluded = |tumour: usize| {
            entry.codes.iter().any(|coding| {
                finder
                    .codes
                    .targets(coding.system, &coding.code)
                    .contains(&CodeTarget::TumourExclude(tumour))
            })
        };
        let mut seen: Vec<CodeTarget> = Vec::new();
        let mut withheld = false;
        for (position, coding) in entry.codes.iter().enumerate() {
            let targets = finder.codes.targets(coding.system, &coding.code);
            if targets.is_empty() && coding.system == System::Snomed {
                if let Some(fault) = fault(coding.system, &coding.code) {
                    self.notice(
                        NoticeCode::CodeMalformed,
                        entry,
                        format!("a SNOMED CT code was not used: {fault}"),
                    );
                }
                continue;
            }
            for target in targets {
                if seen.contains(target) || !fits(*target, entry.kind) {
                    continue;
                }
                seen.push(*target);
                if matches!(
                    entry.assertion,
                    Assertion::Family | Assertion::Other | Assertion::Hypothetical
                ) {
                    withheld = true;
                    continue;
                }
                match *target {
                    CodeTarget::Sign(sign) | CodeTarget::Medication(sign) => {
                        self.coded_sign(dated, sign, position, entry.assertion);
                    }
                    CodeTarget::SignAbsent(sign) => {
                        if entry.assertion == Assertion::Present {
                            self.coded_sign(dated, sign, position, Assertion::Absent);
                        }
                    }
                    CodeTarget::Measurement(measurement) => self.coded_result(dated, measurement),
                    CodeTarget::Tumour(tumour) | CodeTarget::Subtype(tumour, _) if excluded(tumour) => {}
                    CodeTarget::Tumour(tumour) => self.coded_cancer(dated, tumour, None, position),
                    CodeTarget::Subtype(tumour, subtype) => self.coded_cancer(dated, tumour, Some(subtype), position),
                    CodeTarget::TumourExclude(_) => {}
                    CodeTarget::Status(status) | CodeTarget::StatusExclude(status) => {
                        let refutes = matches!(target, CodeTarget::StatusExclude(_));
                        if matches!(entry.assertion, Assertion::Present | Assertion::Historical) {
                            self.out.statuses.push(StatusMention {
                                status,
                                refutes,
                                entry: index,
                                date: date.map(|date| date.0),
                                coding: position,
                            });
                        }
                    }
                }
            }
        }
        if withheld {
            self.notice(
                NoticeCode::NotThePatient,
                entry,
                "a coded statement that is not the patient's own present or past was not used as such",
            );
        }
    }

    fn coded_sign(&mut self, dated: Dated<'_, 'r>, sign: usize, coding: usize, assertion: Assertion) {
        let Dated { index, entry, date } = dated;
        let Some((date, latest)) = date else {
            self.notice(
                NoticeCode::DateMissing,
                entry,
                "no date; not used as a sign, because its age is not known",
            );
            return;
        };
        if date.precision() != Precision::Day {
            self.notice(
                NoticeCode::DateImprecise,
                entry,
                "only the month or year is known; taken as possibly recent",
            );
        }
        let mut finding = Finding {
            sign,
            origin: sign,
            entry: index,
            date,
            latest,
            assertion,
            source: EvidenceSource::Code,
            qualifiers: 0,
            duration_days: None,
            span: None,
            detail: Detail::Coding(coding),
            chance: None,
        };
        self.comment(dated, coding, &mut finding);
        // A problem that has ended is no longer there: a statement of absence on the day it ended.
        let ended = entry.end.filter(|end| {
            entry.kind == EntryKind::Condition && finding.counts() && end.earliest() <= self.record.as_of
        });
        if let Some(end) = ended {
            let end_day = end.latest().min(self.record.as_of);
            self.find(&Finding {
                date: end,
                latest: end_day,
                assertion: Assertion::Absent,
                qualifiers: 0,
                ..finding
            });
            if end_day <= finding.latest {
                return;
            }
        }
        self.find(&finding);
    }

    fn coded_cancer(&mut self, dated: Dated<'_, 'r>, tumour: usize, subtype: Option<usize>, coding: usize) {
        let Dated { index, entry, date } = dated;
        if !matches!(entry.assertion, Assertion::Present | Assertion::Historical) {
            return;
        }
        // A referral names what is suspected, not what is known (EVIDENCE 1: exclude suspected cancer).
        let certainty = if entry.kind == EntryKind::Referral {
            Certainty::Text
        } else {
            Certainty::Coded
        };
        self.out.cancers.push(CancerMention {
            tumour,
            subtype,
            entry: index,
            date: date.map(|date| date.0),
            certainty,
            span: None,
            coding: Some(coding),
        });
    }
}

/// Whether a target is one that this kind of entry can show.
fn fits(target: CodeTarget, kind: EntryKind) -> bool {
    match target {
        CodeTarget::Medication(_) => kind == EntryKind::Medication,
        CodeTarget::Sign(_)
        | CodeTarget::SignAbsent(_)
        | CodeTarget::Measurement(_)
        | CodeTarget::Tumour(_)
        | CodeTarget::TumourExclude(_)
        | CodeTarget::Subtype(..)
        | CodeTarget::Status(_)
        | CodeTarget::StatusExclude(_) => true,
    }
}

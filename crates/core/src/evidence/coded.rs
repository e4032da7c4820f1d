//! Evidence from codes.

use crate::assessment::{Certainty, EvidenceSource};
use crate::engine::CodeTarget;
use crate::record::{Assertion, EntryKind, NoticeCode, Precision, System};

use super::collect::{Dated, Reading, fits};
use super::finding::{CancerMention, Detail, Finding, StatusMention};

impl<'r> Reading<'_, 'r> {
    pub(super) fn coded(&mut self, dated: Dated<'_, 'r>) {
        let Dated { index, entry, date } = dated;
        if entry.codes.is_empty() {
            return;
        }
        let plan = self.plan;
        let excluded = |tumour: usize| {
            entry.codes.iter().any(|coding| {
                plan.codes
                    .targets(coding.system, &coding.code)
                    .contains(&CodeTarget::TumourExclude(tumour))
            })
        };
        let mut seen: Vec<CodeTarget> = Vec::new();
        let mut withheld = false;
        for (position, coding) in entry.codes.iter().enumerate() {
            if coding.system == System::Snomed && !checks(&coding.code) {
                self.notice(
                    NoticeCode::CodeMalformed,
                    entry,
                    "a SNOMED CT code fails its check digit; it was not used",
                );
                continue;
            }
            for target in plan.codes.targets(coding.system, &coding.code) {
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
            entry: index,
            date,
            latest,
            assertion,
            source: EvidenceSource::Code,
            qualifiers: 0,
            duration_days: None,
            span: None,
            detail: Detail::Coding(coding),
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

/// SNOMED CT's own check digit (Verhoeff), length and digits. Concept or description partition is not asked here:
/// a description id simply is in no codelist.
fn checks(code: &str) -> bool {
    if !(6..=18).contains(&code.len()) {
        return false;
    }
    let mut check = 0_u8;
    for (position, byte) in code.bytes().rev().enumerate() {
        let Some(digit) = byte.checked_sub(b'0').filter(|digit| *digit <= 9) else {
            return false;
        };
        let row = position & 7;
        let Some(permuted) = PERMUTE.get(row).and_then(|row| row.get(usize::from(digit))) else {
            return false;
        };
        let Some(next) = MULTIPLY
            .get(usize::from(check))
            .and_then(|row| row.get(usize::from(*permuted)))
        else {
            return false;
        };
        check = *next;
    }
    check == 0
}

const MULTIPLY: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

const PERMUTE: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

#[cfg(test)]
mod tests {
    use super::checks;

    #[test]
    fn the_check_digit_tells_a_code_from_a_slip() {
        assert!(checks("254837009"));
        assert!(!checks("254837008"));
        assert!(!checks("254873009"));
        assert!(!checks("25483"));
        assert!(!checks("2548370O9"));
        assert!(!checks(""));
    }
}

//! Evidence from words: notes, letters, comments on coded items, names of medicines.

use crate::plan::ConceptTarget;
use crate::record::{Assertion, EntryKind, NoticeCode, PartialDate, Sex};
use crate::rules::model::SignKind;
use crate::text::{Mention, NoteContext, NoteDate, NoteKind};

use super::finding::{CancerMention, Detail, Finding, chance};
use super::reading::{Dated, Reading};
use super::terms::{Certainty, EvidenceSource};
use super::typed::Typed;

/// The longest text that is read, in bytes; a 2 MB letter is, a dump of a whole record is not.
const MAX_TEXT_BYTES: usize = 16 << 20;

impl<'r> Reading<'_, 'r> {
    pub(super) fn noted(&mut self, dated: Dated<'_, 'r>) {
        let Dated { entry, .. } = dated;
        let Some(text) = entry.text.as_deref().filter(|text| !text.trim().is_empty()) else {
            return;
        };
        if matches!(entry.assertion, Assertion::Family | Assertion::Other) {
            return;
        }
        if text.len() > MAX_TEXT_BYTES {
            self.notice(
                NoticeCode::LimitReached,
                entry,
                "the text is longer than 16 MiB and was not read",
            );
            return;
        }
        let context = context(dated, self.record.patient.sex);
        let reader = &self.finder.reader;
        reader.read_all(text, &context, |mentions, typed, unread| {
            self.out.unread_clauses = self.out.unread_clauses.saturating_add(unread.len());
            self.note_disputed(dated, mentions);
            for (at, mention) in mentions.iter().enumerate() {
                self.mention(dated, mention, at, mentions);
            }
            // "Sodium chloride 0.9%" is a medicine, not a result.
            if entry.kind != EntryKind::Medication {
                for typed in typed {
                    self.typed_result(dated, &Typed::of(text, typed));
                }
            }
            self.bound();
        });
    }

    fn mention(&mut self, dated: Dated<'_, 'r>, mention: &Mention, at: usize, all: &[Mention]) {
        let Dated { index, entry, date } = dated;
        let Some(target) = self.concept(mention) else { return };
        if self.names_a_route(mention, near(at, all)) || self.means_a_circumstance(mention, near(at, all)) {
            return;
        }
        let assertion = match entry.assertion {
            Assertion::Absent | Assertion::Hypothetical => return,
            // What an entry says in words is no surer, and no more current, than the entry.
            of_entry @ (Assertion::Possible | Assertion::Historical) => match mention.assertion {
                Assertion::Present => of_entry,
                said => said,
            },
            _ => mention.assertion,
        };
        // What likeness alone says is asked about, not told; what it only suspects is for the reader of `read`.
        let assertion = match assertion {
            Assertion::Possible if mention.likened => return,
            Assertion::Present if mention.likened => Assertion::Possible,
            said => said,
        };
        let certain = matches!(assertion, Assertion::Present | Assertion::Historical);
        match target {
            ConceptTarget::Tumour(tumour) if certain => self.cancer(dated, tumour, None, mention),
            // A subtype's word counts beside the name of its cancer: in one sentence, or on an entry coded with it.
            ConceptTarget::Subtype(tumour, subtype) if certain => {
                let beside = all.iter().any(|other| {
                    self.concept(other) == Some(ConceptTarget::Tumour(tumour)) && other.sentence == mention.sentence
                });
                let of_entry = self.out.cancers.iter().rev().take_while(|cancer| cancer.entry == index);
                let coded = of_entry
                    .into_iter()
                    .any(|cancer| cancer.tumour == tumour && cancer.coding.is_some());
                if beside || coded {
                    self.cancer(dated, tumour, Some(subtype), mention);
                }
            }
            ConceptTarget::Tumour(_) | ConceptTarget::Subtype(..) => {}
            ConceptTarget::Medication(sign) | ConceptTarget::Sign(sign) => {
                let medication = matches!(target, ConceptTarget::Medication(_));
                if entry.kind == EntryKind::Medication && !medication {
                    return;
                }
                let Some((date, latest)) = date else {
                    self.undated(dated);
                    return;
                };
                if !matches!(
                    assertion,
                    Assertion::Present | Assertion::Possible | Assertion::Absent | Assertion::Historical
                ) {
                    return;
                }
                let mut qualifiers = mention.qualifiers | self.said_beside(sign, mention, near(at, all));
                let mut set = |qualifier: Option<u8>, holds: bool| {
                    if let Some(bit) = qualifier.filter(|_| holds) {
                        qualifiers |= 1_u64.checked_shl(u32::from(bit)).unwrap_or(0);
                    }
                };
                set(self.plan.qualifiers.unchanged, mention.unchanged);
                set(self.plan.qualifiers.returned, mention.returned);
                self.find(&Finding {
                    sign,
                    origin: sign,
                    entry: index,
                    date,
                    latest,
                    assertion,
                    source: EvidenceSource::Text,
                    qualifiers,
                    duration_days: mention.duration_days.and_then(|days| i32::try_from(days).ok()),
                    span: Some((mention.start, mention.end)),
                    detail: if mention.likened { Detail::Likened } else { Detail::None },
                    chance: said_now(mention),
                });
            }
        }
    }

    fn kind(&self, mention: &Mention) -> Option<SignKind> {
        match self.concept(mention)? {
            ConceptTarget::Sign(sign) => self.plan.signs.get(sign).map(|plan| plan.kind),
            _ => None,
        }
    }

    /// "Discussed with MSCC coordinator" names whom somebody rang, not what the person has.
    fn names_a_route(&self, mention: &Mention, near: &[Mention]) -> bool {
        self.kind(mention) == Some(SignKind::Symptom)
            && near.iter().any(|other| {
                other.start <= mention.start
                    && mention.end <= other.end
                    && other.assertion == Assertion::Present
                    && self.kind(other) == Some(SignKind::Process)
            })
    }

    /// What likeness alone takes for a sign, where fixed words say a circumstance: "mobilises w frame" is an aid that she has.
    fn means_a_circumstance(&self, mention: &Mention, near: &[Mention]) -> bool {
        mention.likened
            && near.iter().any(|other| {
                !other.likened
                    && other.start < mention.end
                    && mention.start < other.end
                    && other.assertion == Assertion::Present
                    && self.kind(other) == Some(SignKind::Context)
            })
    }

    /// A word said after a cause is said of the complaint: "back pain after lifting, getting worse".
    fn said_beside(&self, sign: usize, mention: &Mention, near: &[Mention]) -> u64 {
        if self
            .plan
            .signs
            .get(sign)
            .is_none_or(|plan| plan.kind != SignKind::Symptom)
        {
            return 0;
        }
        let following = near.iter().skip_while(|other| other.start < mention.end);
        following
            .take_while(|other| other.sentence == mention.sentence && self.kind(other) == Some(SignKind::Context))
            .fold(0, |said, other| said | other.qualifiers)
    }

    fn cancer(&mut self, dated: Dated<'_, 'r>, tumour: usize, subtype: Option<usize>, mention: &Mention) {
        self.out.cancers.push(CancerMention {
            tumour,
            subtype,
            entry: dated.index,
            date: dated.date.map(|date| date.0),
            certainty: Certainty::Text,
            span: Some((mention.start, mention.end)),
            coding: None,
        });
    }

    fn undated(&mut self, dated: Dated<'_, 'r>) {
        let repeated = self.out.notices.last().is_some_and(|notice| {
            notice.code == NoticeCode::DateMissing && notice.entry.as_deref() == Some(dated.entry.id.as_str())
        });
        if !repeated {
            self.notice(
                NoticeCode::DateMissing,
                dated.entry,
                "no date; not used as a sign, because its age is not known",
            );
        }
    }

    /// A comment on a coded sign says when and how without naming it again ("7/52, waking her"): it is read as if the
    /// term stood before it.
    pub(super) fn comment(&self, dated: Dated<'_, 'r>, coding: usize, finding: &mut Finding) {
        let Some(text) = dated
            .entry
            .text
            .as_deref()
            .filter(|text| !text.trim().is_empty() && text.len() < 4096)
        else {
            return;
        };
        let term = dated
            .entry
            .codes
            .get(coding)
            .and_then(|coding| coding.term.as_deref())
            .unwrap_or("It");
        let whole = format!("{term}. {text}");
        let mention = self
            .finder
            .reader
            .assess_span(&whole, 0..term.len(), &context(dated, self.record.patient.sex));
        finding.qualifiers |= mention.qualifiers;
        finding.duration_days = mention.duration_days.and_then(|days| i32::try_from(days).ok());
    }
}

/// The mentions beside one; a bounded number, so that a note is read in time linear in it.
fn near(at: usize, all: &[Mention]) -> &[Mention] {
    let end = at.saturating_add(NEAR).min(all.len());
    all.get(at.saturating_sub(NEAR)..end).unwrap_or(&[])
}

/// So many mentions to each side are looked at.
const NEAR: usize = 8;

fn context(dated: Dated<'_, '_>, sex: Option<Sex>) -> NoteContext {
    let kind = match dated.entry.kind {
        EntryKind::Letter => NoteKind::Letter,
        EntryKind::Condition if dated.entry.codes.is_empty() && dated.entry.end.is_some() => NoteKind::PastProblem,
        EntryKind::Condition if dated.entry.codes.is_empty() => NoteKind::Problem,
        _ => NoteKind::Consultation,
    };
    NoteContext {
        kind,
        date: dated.date.and_then(|(date, _)| note_date(date)),
        sex,
    }
}

fn note_date(date: PartialDate) -> Option<NoteDate> {
    let (year, month, day) = date.earliest().year_month_day();
    Some(NoteDate {
        year,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    })
}

/// The chance, in thousandths, that a mention says its sign of the patient now: the chance that its words say the sign, from how
/// like known lines they are, times the chance that the words around mean it so. Fitted to notes of three hands that nothing
/// had been learned from and tried on a fourth (docs/performance-text.md). A phrase that the rules write out is taken at its word
/// unless it is doubted.
fn said_now(mention: &Mention) -> Option<u16> {
    let likeness = f32::from(mention.likeness?.min(400));
    let alone = if mention.likened { 1.2 } else { 0.0 };
    let sign = if mention.written && !mention.doubted {
        chance(3.0)
    } else {
        chance(likeness * 0.009 - 0.1 - alone)
    };
    let now = chance(f32::from(mention.meant?.clamp(-200, 300)) * 0.0103 + 1.07);
    // Two chances in thousandths make one.
    let both = u32::from(sign).saturating_mul(u32::from(now)) / 1000;
    u16::try_from(both).ok()
}

//! What is known of a note besides its text. Nothing of what it says.

use crate::record::Sex;

/// What sort of text it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoteKind {
    /// A consultation note.
    #[default]
    Consultation,
    /// A letter.
    Letter,
    /// The words of a problem or diagnosis that is current.
    Problem,
    /// The words of a problem or diagnosis that is past.
    PastProblem,
}

/// The day on which a note was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteDate {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl NoteDate {
    /// Days since the last time it was that day of the year, to within a day around leap days.
    pub(crate) fn days_since(self, month: u8, day: u8) -> u32 {
        const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let of_year = |month: u8, day: u8| {
            let before = BEFORE.get(usize::from(month.saturating_sub(1))).copied().unwrap_or(0);
            before.saturating_add(u32::from(day))
        };
        let (now, then) = (of_year(self.month, self.day), of_year(month, day));
        if now >= then {
            now.saturating_sub(then)
        } else {
            now.saturating_add(365).saturating_sub(then)
        }
    }
}

/// What is known of a note besides its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteContext {
    /// What sort of text it is.
    pub kind: NoteKind,
    /// When it was written; without it `since Xmas` has no length.
    pub date: Option<NoteDate>,
    /// The patient's recorded sex, which tells who `he` is.
    pub sex: Option<Sex>,
}

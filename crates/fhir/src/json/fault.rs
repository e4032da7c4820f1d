//! Where and why a document is not JSON.

/// Where and why a document is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) fault: Fault,
    pub(crate) offset: usize,
}

/// Why a document is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Ended,
    ValueExpected,
    NameExpected,
    ColonExpected,
    CommaExpected,
    TrailingComma,
    ControlCharacter,
    Escape,
    Number,
    TooDeep,
    TrailingText,
}

impl Fault {
    /// What is wrong, for people.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Ended => "the document ends before its JSON does; it was probably cut short",
            Self::ValueExpected => "a JSON value was expected",
            Self::NameExpected => "a member name in double quotes was expected",
            Self::ColonExpected => "`:` was expected after a member name",
            Self::CommaExpected => "`,` or the closing bracket was expected",
            Self::TrailingComma => "a comma stands before a closing bracket",
            Self::ControlCharacter => "a string holds a control character that JSON wants escaped",
            Self::Escape => "a string holds an escape that JSON does not have",
            Self::Number => "a number is not written as JSON wants it",
            Self::TooDeep => "objects and arrays are nested more than 127 deep",
            Self::TrailingText => "something follows the end of the JSON document",
        }
    }
}

pub(crate) type Outcome<T> = Result<T, Broken>;

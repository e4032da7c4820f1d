//! The names a rule set defines and uses: what kinds there are.

use std::fmt;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NameKind {
    Codelist,
    Domain,
    Measurement,
    Modifier,
    Overlay,
    Pathway,
    Points,
    Qualifier,
    Setting,
    Sign,
    Slot,
    Source,
    Status,
    Subtype,
    Trigger,
    Tumour,
}

impl NameKind {
    /// As a message says it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Codelist => "codelist",
            Self::Domain => "domain",
            Self::Measurement => "measurement",
            Self::Modifier => "modifier",
            Self::Overlay => "overlay",
            Self::Pathway => "pathway",
            Self::Points => "row of points",
            Self::Qualifier => "qualifier",
            Self::Setting => "setting",
            Self::Sign => "sign",
            Self::Slot => "slot",
            Self::Source => "source",
            Self::Status => "status rule",
            Self::Subtype => "subtype",
            Self::Trigger => "trigger or care rule",
            Self::Tumour => "tumour type",
        }
    }

    /// The code of the message that there is none of this name.
    pub(crate) const fn unknown_code(self) -> &'static str {
        match self {
            Self::Codelist => "unknown-codelist",
            Self::Domain => "unknown-domain",
            Self::Measurement => "unknown-measurement",
            Self::Modifier => "unknown-modifier",
            Self::Overlay => "unknown-overlay",
            Self::Pathway => "unknown-pathway",
            Self::Points => "unknown-points",
            Self::Qualifier => "unknown-qualifier",
            Self::Setting => "unknown-setting",
            Self::Sign => "unknown-sign",
            Self::Slot => "unknown-slot",
            Self::Source => "unknown-source",
            Self::Status => "unknown-status",
            Self::Subtype => "unknown-subtype",
            Self::Trigger => "unknown-trigger",
            Self::Tumour => "unknown-tumour",
        }
    }

    /// Where such a thing is written.
    pub(crate) const fn home(self) -> &'static str {
        match self {
            Self::Codelist => "codelists/<group>/<name>.csv",
            Self::Domain | Self::Points | Self::Modifier => "scoring.toml",
            Self::Measurement => "measurements.toml",
            Self::Overlay => "overlays/",
            Self::Pathway => "pathways/",
            Self::Qualifier => "qualifiers.toml",
            Self::Setting => "[settings] of ruleset.toml",
            Self::Sign => "signs/",
            Self::Slot => "pathways/slots.toml",
            Self::Source => "sources.toml",
            Self::Status => "status/",
            Self::Subtype => "[subtypes] of the tumour's file",
            Self::Trigger => "triggers/ or care/",
            Self::Tumour => "tumours/",
        }
    }
}

impl fmt::Display for NameKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Whether `id` is a kebab-case word: small letters, digits, single hyphens between them.
pub(crate) fn is_kebab_case(id: &str) -> bool {
    let letters = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    id.len() <= 80 && id.split('-').all(letters) && id.starts_with(|first: char| first.is_ascii_lowercase())
}

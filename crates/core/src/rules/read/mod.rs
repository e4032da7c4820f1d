//! Files to model: one file here for each kind of file under `rules/`.
//!
//! Reading never stops at a mistake: it notes it and goes on with a harmless value, so that an author sees all of them
//! at once. The values read are only used when nothing was wrong.

pub(crate) mod accepted;
pub(crate) mod choices;
pub(crate) mod codelist;
pub(crate) mod language;
pub(crate) mod lowering;
pub(crate) mod names;
pub(crate) mod node;
pub(crate) mod overlay;
pub(crate) mod pathway;
pub(crate) mod ruleset;
pub(crate) mod scoring;
pub(crate) mod sign;
pub(crate) mod status;
pub(crate) mod table;
pub(crate) mod trigger;
pub(crate) mod tumour;
pub(crate) mod value;
pub(crate) mod vocabulary;
pub(crate) mod when;

pub(crate) use self::names::Reading;
pub(crate) use self::node::Table;

//! A rule set in the form that it is run in, as bytes: written once by whoever compiles it, read by every start.
//!
//! The bytes hold, little-endian: a mark, the version of the format (4 bytes), the SHA-256 of all that follows (32 bytes),
//! then the sections, each with its length (8 bytes) before it. The version changes with whatever is in a section.

use std::sync::{Arc, OnceLock};

use metasign_likeness::Likeness;
use sha2::{Digest as _, Sha256};

use crate::flat::{Shelf, Store};
use crate::rules::model::RuleSet;

use super::plan::{Choice, Plan};
use super::{Engine, EngineError, EngineOptions};

/// What every compiled rule set begins with.
pub const COMPILED_MARK: &[u8; 8] = b"msrules\n";
/// The version of the format that this library writes and reads.
pub const COMPILED_VERSION: u32 = 1;

/// Where the sections begin.
const HEAD: usize = 44;

/// Why bytes are no compiled rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompiledError {
    /// Something else altogether.
    #[error("these bytes are no compiled rule set")]
    Mark,
    /// Another version of the format.
    #[error("the rule set was compiled in format {found} and this library reads format {known}; compile it again")]
    Version {
        /// The version of the bytes.
        found: u32,
        /// The version that this library reads.
        known: u32,
    },
    /// Not what was written.
    #[error("the compiled rule set is damaged: {0}")]
    Damaged(&'static str),
}

impl Engine {
    /// The compiled form of this engine's rule set: [`from_compiled`](Self::from_compiled) makes an engine of it without
    /// compiling. The same rules give the same bytes. It holds no choice of options.
    ///
    /// # Errors
    /// [`CompiledError::Damaged`] when the rule set can't be written.
    pub fn to_compiled(&self) -> Result<Vec<u8>, CompiledError> {
        self.compiled(Some(self.rule_set()))
    }

    /// As [`to_compiled`](Self::to_compiled), for a library that holds the rules as written beside it.
    ///
    /// # Errors
    /// As there.
    #[cfg(not(embedded))]
    #[doc(hidden)]
    pub fn to_embed(&self) -> Result<Vec<u8>, CompiledError> {
        self.compiled(None)
    }

    fn compiled(&self, whole: Option<&RuleSet>) -> Result<Vec<u8>, CompiledError> {
        let mut store = Store::default();
        store.small(&lean(&self.rules)).map_err(CompiledError::Damaged)?;
        let weights = self.rules.likeness.as_ref();
        store.table(weights.map(|likeness| likeness.bytes()).unwrap_or_default());
        self.plan.store(&mut store).map_err(CompiledError::Damaged)?;
        store.small(&whole).map_err(CompiledError::Damaged)?;
        let body = store.into_bytes();
        let mut out = Vec::with_capacity(body.len().saturating_add(HEAD));
        out.extend_from_slice(COMPILED_MARK);
        out.extend_from_slice(&COMPILED_VERSION.to_le_bytes());
        out.extend_from_slice(&Sha256::digest(&body));
        out.extend(body);
        Ok(out)
    }

    /// An engine of a compiled rule set. Everything is checked: damaged bytes are an error.
    ///
    /// # Errors
    /// [`EngineError::Compiled`] when the bytes are none, damaged or of another version; the rest as [`Engine::new`].
    pub fn from_compiled(bytes: &[u8], options: &EngineOptions) -> Result<Self, EngineError> {
        let (sum, body) = head(bytes)?;
        if Sha256::digest(body).as_slice() != sum {
            return Err(CompiledError::Damaged("its checksum is another").into());
        }
        let mut shelf = Shelf::Outside(body);
        let (_, likeness, plan) = parts(&mut shelf)?;
        let whole: Option<RuleSet> = shelf.small().map_err(CompiledError::Damaged)?;
        shelf.end().map_err(CompiledError::Damaged)?;
        let mut rules = whole.ok_or(CompiledError::Damaged("it holds no rules as written"))?;
        rules.likeness = likeness;
        Self::of_parts(rules, plan, None, options)
    }

    /// An engine of the compiled rule set inside the library, which nothing can have changed.
    #[cfg(embedded)]
    pub(super) fn of_embedded(bytes: &'static [u8], options: &EngineOptions) -> Result<Self, EngineError> {
        let (_, body) = head(bytes)?;
        let (mut rules, likeness, plan) = parts(&mut Shelf::Inside(body))?;
        rules.likeness = likeness;
        Self::of_parts(rules, plan, Some(OnceLock::new()), options)
    }

    fn of_parts(
        rules: RuleSet,
        mut plan: Plan,
        whole: Option<OnceLock<RuleSet>>,
        options: &EngineOptions,
    ) -> Result<Self, EngineError> {
        plan.choice = Choice::new(&rules, options)?;
        Ok(Self { rules, whole, plan })
    }
}

impl From<CompiledError> for EngineError {
    fn from(error: CompiledError) -> Self {
        Self::Compiled(error)
    }
}

/// The rules without what only compiling asks for: phrases, codes and language files.
fn lean(rules: &RuleSet) -> RuleSet {
    let mut lean = rules.clone();
    lean.codelists.clear();
    lean.language.clear();
    for sign in &mut lean.signs {
        for words in [
            &mut sign.phrases,
            &mut sign.says,
            &mut sign.patterns,
            &mut sign.absent_phrases,
            &mut sign.medication_phrases,
        ] {
            words.clear();
        }
        sign.qualifiers.clear();
    }
    for tumour in &mut lean.tumours {
        tumour.history_phrases.clear();
        tumour.history_patterns.clear();
    }
    lean
}

/// What every compiled rule set begins with.
fn parts(shelf: &mut Shelf<'_>) -> Result<(RuleSet, Option<Arc<Likeness>>, Plan), CompiledError> {
    let rules = shelf.small().map_err(CompiledError::Damaged)?;
    let weights = shelf.table().map_err(CompiledError::Damaged)?;
    let likeness = if weights.is_empty() {
        None
    } else {
        let read = Likeness::from_bytes(&weights);
        Some(Arc::new(read.map_err(|error| CompiledError::Damaged(error.message))?))
    };
    let plan = Plan::load(shelf, likeness.as_ref()).map_err(CompiledError::Damaged)?;
    Ok((rules, likeness, plan))
}

/// Checks mark and version; gives the checksum and what it is of.
fn head(bytes: &[u8]) -> Result<(&[u8], &[u8]), CompiledError> {
    let (mark, rest) = bytes.split_first_chunk::<8>().ok_or(CompiledError::Mark)?;
    if mark != COMPILED_MARK {
        return Err(CompiledError::Mark);
    }
    let (version, rest) = rest.split_first_chunk::<4>().ok_or(SHORT)?;
    let found = u32::from_le_bytes(*version);
    if found != COMPILED_VERSION {
        let known = COMPILED_VERSION;
        return Err(CompiledError::Version { found, known });
    }
    rest.split_at_checked(32).ok_or(SHORT)
}

const SHORT: CompiledError = CompiledError::Damaged("it ends too early");

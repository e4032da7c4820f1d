//! A rule set in the form that it is run in, as bytes: written once by whoever compiles it, read by every start.
//!
//! The bytes hold, little-endian: a mark, the version of the format (4 bytes), the SHA-256 of all that follows (32 bytes),
//! then the sections, each with its length (8 bytes) before it: the rules as written, packed; the weights; then what is
//! run. The version changes with whatever is in a section.

#[cfg(embedded)]
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use metasign_likeness::{Likeness, ModelError};
use sha2::{Digest as _, Sha256};

use crate::flat::{Bytes, Shelf, Store};
use crate::rules::bundle::Bundle;
use crate::rules::load::load;
use crate::rules::model::RuleSet;

use super::plan::{Choice, Plan};
use super::{Engine, EngineError, EngineOptions};

/// What every compiled rule set begins with.
pub const COMPILED_MARK: &[u8; 8] = b"msrules\n";
/// The version of the format that this library writes and reads.
pub const COMPILED_VERSION: u32 = 2;

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
    /// Compiles a bundle to the bytes that [`from_compiled`](Self::from_compiled) makes an engine of, and that hold the
    /// rules as written too. The same rules give the same bytes.
    ///
    /// # Errors
    /// As [`Engine::from_bundle`], and [`EngineError::Compiled`] when the rules can't be written.
    pub fn compile(bundle: &Bundle) -> Result<Vec<u8>, EngineError> {
        let engine = Self::from_bundle(bundle, &EngineOptions::default())?;
        let written = bundle.without_examples().packed().map_err(CompiledError::Damaged)?;
        let weights = engine.rules.likeness.as_ref();
        let weights = weights.map(|likeness| likeness.bytes()).unwrap_or_default();
        Ok(engine.compiled(weights, &written)?)
    }

    /// As [`compile`](Self::compile), for a library that holds weights and rules as written beside it.
    ///
    /// # Errors
    /// As there.
    #[cfg(not(embedded))]
    #[doc(hidden)]
    pub fn compile_to_embed(bundle: &Bundle) -> Result<Vec<u8>, EngineError> {
        let engine = Self::from_bundle(bundle, &EngineOptions::default())?;
        Ok(engine.compiled(&[], &[])?)
    }

    fn compiled(&self, weights: &[u8], written: &[u8]) -> Result<Vec<u8>, CompiledError> {
        let mut store = Store::default();
        store.table(written);
        store.table(weights);
        store.small(&lean(&self.rules)).map_err(CompiledError::Damaged)?;
        self.plan.store(&mut store).map_err(CompiledError::Damaged)?;
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
        let mut shelf = Shelf::Outside(checked(bytes)?);
        let written = shelf.table().map_err(CompiledError::Damaged)?;
        let weights = shelf.table().map_err(CompiledError::Damaged)?;
        let damaged = |error: ModelError| CompiledError::Damaged(error.message);
        let weights = Some(weights).filter(|weights| !weights.is_empty());
        let likeness = weights.map(|weights| Likeness::from_bytes(&weights)).transpose();
        Self::of_parts(&mut shelf, written, likeness.map_err(damaged)?, options)
    }

    /// An engine of the compiled rule set inside the library, which nothing can have changed.
    #[cfg(embedded)]
    pub(super) fn of_embedded(bytes: &'static [u8], options: &EngineOptions) -> Result<Self, EngineError> {
        let (_, body) = head(bytes)?;
        let mut shelf = Shelf::Inside(body);
        for _ in 0..2 {
            shelf.table().map_err(CompiledError::Damaged)?;
        }
        let likeness = Likeness::from_static(Cow::Borrowed(crate::rules::bundle::WEIGHTS));
        let likeness = likeness.map_err(|error| CompiledError::Damaged(error.message))?;
        Self::of_parts(&mut shelf, Cow::default(), Some(likeness), options)
    }

    fn of_parts(
        shelf: &mut Shelf<'_>,
        written: Bytes,
        likeness: Option<Likeness>,
        options: &EngineOptions,
    ) -> Result<Self, EngineError> {
        let mut rules: RuleSet = shelf.small().map_err(CompiledError::Damaged)?;
        rules.likeness = likeness.map(Arc::new);
        let mut plan = Plan::load(shelf, rules.likeness.as_ref()).map_err(CompiledError::Damaged)?;
        shelf.end().map_err(CompiledError::Damaged)?;
        plan.choice = Choice::new(&rules, options)?;
        let whole = Some(Whole {
            written,
            rules: OnceLock::new(),
        });
        Ok(Self { rules, whole, plan })
    }
}

/// The rules as written, read when somebody asks for them.
pub(super) struct Whole {
    /// The packed files; none for those inside the library.
    written: Bytes,
    rules: OnceLock<RuleSet>,
}

impl Whole {
    /// All of the rules, of which an engine runs a part.
    pub(super) fn rules(&self, lean: &RuleSet) -> &RuleSet {
        self.rules.get_or_init(|| {
            let read = self.bundle().and_then(|bundle| load(&bundle).rule_set);
            let mut rules = read.unwrap_or_else(|| lean.clone());
            rules.likeness.clone_from(&lean.likeness);
            rules
        })
    }

    fn bundle(&self) -> Option<Bundle> {
        #[cfg(embedded)]
        if self.written.is_empty() {
            return Some(Bundle::embedded());
        }
        Bundle::of_packed(&self.written)
    }
}

impl Bundle {
    /// The rules as written that a compiled rule set holds, with what was learned from their examples.
    ///
    /// # Errors
    /// The bytes are no compiled rule set, damaged or of another version.
    pub fn from_compiled(bytes: &[u8]) -> Result<Self, CompiledError> {
        let mut shelf = Shelf::Outside(checked(bytes)?);
        let written = shelf.table().map_err(CompiledError::Damaged)?;
        let weights = shelf.table().map_err(CompiledError::Damaged)?;
        let mut bundle = Self::of_packed(&written).ok_or(CompiledError::Damaged("it holds no rules as written"))?;
        if !weights.is_empty() {
            bundle.keep_weights(&weights);
        }
        Ok(bundle)
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

/// What follows the head, when its checksum fits.
fn checked(bytes: &[u8]) -> Result<&[u8], CompiledError> {
    let (sum, body) = head(bytes)?;
    if Sha256::digest(body).as_slice() == sum {
        Ok(body)
    } else {
        Err(CompiledError::Damaged("its checksum is another"))
    }
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

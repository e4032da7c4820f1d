//! A rule set in the form that it is run in, as bytes: written once by whoever compiles it, read by every start.
//!
//! The bytes hold, little-endian: a mark, the version of the format (4 bytes), the SHA-256 of all that follows (32 bytes),
//! then the sections, each with its length (8 bytes) before it: the rules as written, packed; the weights; then what is
//! run. The version changes with whatever is in a section.

#[cfg(embedded)]
use std::borrow::Cow;
use std::sync::Arc;

use metasign_likeness::{Likeness, ModelError};
use sha2::{Digest as _, Sha256};

use crate::flat::{Bytes, Fault, Shelf, Store};
use crate::rules::bundle::Bundle;
use crate::rules::model::RuleSet;

use super::choice::{Choice, EngineOptions};
use super::data::Plan;
use super::error::{CompiledError, EngineError};
use super::finder::Finder;
use super::ready::{Ready, Whole};

/// What every compiled rule set begins with.
pub const COMPILED_MARK: &[u8; 8] = b"msrules\n";
/// The version of the format that this library writes and reads.
pub(crate) const COMPILED_VERSION: u32 = 4;

/// Where the sections begin.
const HEAD: usize = 44;

impl Ready {
    /// The bytes of a rule set compiled from a bundle, the rules as written among them.
    pub(crate) fn to_bytes(&self, bundle: &Bundle) -> Result<Vec<u8>, CompiledError> {
        let written = bundle.without_examples().packed().map_err(CompiledError::Damaged)?;
        let weights = self.rules.likeness.as_ref();
        let weights = weights.map(|likeness| likeness.bytes()).unwrap_or_default();
        self.sealed(weights, &written)
    }

    /// The bytes for a library that holds weights and rules as written beside them.
    #[cfg(not(embedded))]
    pub(crate) fn to_embed(&self) -> Result<Vec<u8>, CompiledError> {
        self.sealed(&[], &[])
    }

    fn sealed(&self, weights: &[u8], written: &[u8]) -> Result<Vec<u8>, CompiledError> {
        let mut store = Store::default();
        store.table(written);
        store.table(weights);
        self.store(&mut store).map_err(CompiledError::Damaged)?;
        let body = store.into_bytes();
        let mut out = Vec::with_capacity(body.len().saturating_add(HEAD));
        out.extend_from_slice(COMPILED_MARK);
        out.extend_from_slice(&COMPILED_VERSION.to_le_bytes());
        out.extend_from_slice(&Sha256::digest(&body));
        out.extend(body);
        Ok(out)
    }

    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        to.small(&lean(&self.rules))?;
        self.finder.store(to)?;
        to.small(&self.plan)
    }

    /// Reads such bytes. Everything is checked: damaged bytes are an error.
    pub(crate) fn from_bytes(bytes: &[u8], options: &EngineOptions) -> Result<Self, EngineError> {
        let mut shelf = Shelf::Outside(checked(bytes)?);
        let written = shelf.table().map_err(CompiledError::Damaged)?;
        let weights = shelf.table().map_err(CompiledError::Damaged)?;
        let damaged = |error: ModelError| CompiledError::Damaged(error.message);
        let weights = Some(weights).filter(|weights| !weights.is_empty());
        let likeness = weights.map(|weights| Likeness::from_bytes(&weights)).transpose();
        Self::of_parts(shelf, written, likeness.map_err(damaged)?, options)
    }

    /// Reads the bytes inside the library, which nothing can have changed.
    #[cfg(embedded)]
    pub(crate) fn from_embedded(bytes: &'static [u8], options: &EngineOptions) -> Result<Self, EngineError> {
        let (_, body) = head(bytes)?;
        let mut shelf = Shelf::Inside(body);
        for _ in 0..2 {
            shelf.table().map_err(CompiledError::Damaged)?;
        }
        let likeness = Likeness::from_static(Cow::Borrowed(crate::rules::bundle::WEIGHTS));
        let likeness = likeness.map_err(|error| CompiledError::Damaged(error.message))?;
        Self::of_parts(shelf, Cow::default(), Some(likeness), options)
    }

    fn of_parts(
        shelf: Shelf<'_>,
        written: Bytes,
        likeness: Option<Likeness>,
        options: &EngineOptions,
    ) -> Result<Self, EngineError> {
        let mut ready = Self::load(shelf, likeness.map(Arc::new)).map_err(CompiledError::Damaged)?;
        ready.plan.choice = Choice::new(&ready.rules, options)?;
        ready.whole = Some(Whole::of(written));
        Ok(ready)
    }

    fn load(mut from: Shelf<'_>, likeness: Option<Arc<Likeness>>) -> Result<Self, Fault> {
        let mut rules: RuleSet = from.small()?;
        rules.likeness = likeness;
        let finder = Finder::load(&mut from, rules.likeness.as_ref())?;
        let plan: Plan = from.small()?;
        from.end()?;
        plan.sound()?;
        Ok(Self {
            rules,
            whole: None,
            finder,
            plan,
        })
    }
}

impl Plan {
    /// Whether what was read from a file can be run.
    fn sound(&self) -> Result<(), Fault> {
        let made_up: Vec<Option<_>> = self.signs.iter().map(|sign| sign.when).collect();
        if !self.program.ends(&made_up) {
            return Err("its conditions ask each other");
        }
        let mut rows = self.tumours.iter().flat_map(|tumour| &tumour.rows);
        if rows.any(|row| row.row >= self.rows.len()) {
            return Err("a tumour type has a row of points that is not there");
        }
        Ok(())
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
        tumour.history_says.clear();
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

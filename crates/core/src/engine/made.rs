//! How an engine is made: of rules as written, of a bundle, of compiled bytes, of what is inside the library.

use crate::plan::{EngineError, EngineOptions, Ready};
use crate::rules::bundle::Bundle;
use crate::rules::model::RuleSet;

use super::Engine;

impl Engine {
    /// Compiles a rule set.
    ///
    /// # Errors
    /// [`EngineError`] when the overlay or a setting does not exist or a name, phrase or cue can't be used.
    pub fn new(rules: RuleSet, options: &EngineOptions) -> Result<Self, EngineError> {
        Ready::new(rules, options).map(Self::of)
    }

    /// Loads and compiles a bundle.
    ///
    /// # Errors
    /// As [`Engine::new`], and [`EngineError::Rules`] with every mistake in the rule set.
    pub fn from_bundle(bundle: &Bundle, options: &EngineOptions) -> Result<Self, EngineError> {
        Ready::from_bundle(bundle, options).map(Self::of)
    }

    /// An engine of the rule set that this library was built with, compiled by the build.
    ///
    /// # Errors
    /// [`EngineError`] when the overlay or a setting does not exist.
    #[cfg(embedded)]
    pub fn embedded(options: &EngineOptions) -> Result<Self, EngineError> {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/rules.compiled"));
        Ready::from_embedded(bytes, options).map(Self::of)
    }

    /// An engine of a compiled rule set. Everything is checked: damaged bytes are an error.
    ///
    /// # Errors
    /// [`EngineError::Compiled`] when the bytes are none, damaged or of another version; the rest as [`Engine::new`].
    pub fn from_compiled(bytes: &[u8], options: &EngineOptions) -> Result<Self, EngineError> {
        Ready::from_bytes(bytes, options).map(Self::of)
    }

    /// Compiles a bundle to the bytes that [`from_compiled`](Self::from_compiled) makes an engine of, and that hold the
    /// rules as written too. The same rules give the same bytes.
    ///
    /// # Errors
    /// As [`Engine::from_bundle`], and [`EngineError::Compiled`] when the rules can't be written.
    pub fn compile(bundle: &Bundle) -> Result<Vec<u8>, EngineError> {
        let ready = Ready::from_bundle(bundle, &EngineOptions::default())?;
        Ok(ready.to_bytes(bundle)?)
    }

    /// As [`compile`](Self::compile), for a library that holds weights and rules as written beside it.
    ///
    /// # Errors
    /// As there.
    #[cfg(not(embedded))]
    #[doc(hidden)]
    pub fn compile_to_embed(bundle: &Bundle) -> Result<Vec<u8>, EngineError> {
        let ready = Ready::from_bundle(bundle, &EngineOptions::default())?;
        Ok(ready.to_embed()?)
    }

    const fn of(ready: Ready) -> Self {
        Self { ready }
    }
}

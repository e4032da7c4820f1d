//! libmetasign: the C interface of the metasign engine. Its manual is the header, `include/metasign.h`.
//!
//! No clinical and no engine logic lives here: handles, texts in and out, statuses, and one boundary that no panic
//! crosses. Signatures are written out in full because cbindgen, which makes the header from them, sees no macros; the
//! bodies of accessors are shared (`accessor`).
//!
//! Every exported function follows the conventions at the top of the header; an `unsafe` block names the sentence
//! of the header that justifies it.
#![deny(unsafe_op_in_unsafe_fn)]
#![deny(clippy::undocumented_unsafe_blocks)]
#![expect(
    clippy::missing_safety_doc,
    reason = "the comment of each function is its C documentation and states the same duties there"
)]

#[cfg(all(not(target_family = "wasm"), not(panic = "unwind")))]
compile_error!("libmetasign must be built with panic = \"unwind\": a panic that aborts would take the host with it");

pub mod version;

pub mod status;

pub mod error;

pub mod options;

pub mod engine;

pub mod prompt;

pub mod assessment;

pub mod document;

mod accessor;
mod boundary;
mod handle;
mod text;

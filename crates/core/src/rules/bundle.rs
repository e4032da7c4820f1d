//! A rule set as bytes: files by path, whether embedded, read from a directory by somebody else, or sent as one JSON.
//!
//! A bundle knows nothing of what the files mean; [`load`](super::load::load) does. Byte-order marks and CRLF are
//! evened out on the way in, so the same rules have the same digest on every platform and places in messages stay right.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use metasign_likeness::Likeness;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The schema name of a bundle in JSON.
pub const BUNDLE_SCHEMA: &str = "metasign.bundle/1";
/// A bundle has at most this many files.
pub const MAX_FILES: usize = 8192;
/// A file has at most this many bytes.
pub const MAX_FILE_BYTES: usize = 8 << 20;
/// A bundle has at most this many bytes.
pub const MAX_BUNDLE_BYTES: usize = 64 << 20;

/// Where a bundle without its examples says which they were; hidden, for the build script alone writes one by hand.
#[doc(hidden)]
pub const DIGEST_FILE: &str = "examples.sha256";
/// Where a bundle keeps what was learned from its examples.
pub(crate) const WEIGHTS_FILE: &str = "likeness.base64";

/// The shipped rules as written, packed.
#[cfg(embedded)]
static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.pack"));
/// What was learned from the shipped examples; the examples themselves are not carried along.
#[cfg(embedded)]
pub(crate) static WEIGHTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/likeness.bin"));
#[cfg(embedded)]
static EXAMPLES_DIGEST: &str = include_str!(concat!(env!("OUT_DIR"), "/examples.sha256"));
#[cfg(all(embedded, feature = "cases"))]
static CASES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cases.pack"));
#[cfg(all(embedded, feature = "cases"))]
static EXAMPLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/examples.pack"));

/// The files of a rule set, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    files: BTreeMap<Cow<'static, str>, Content>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text, line ends evened out.
    Text(Cow<'static, str>),
    /// Bytes that are not UTF-8; `load` says where.
    NotText(Vec<u8>),
}

/// Why files can't be a bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// A path leaves the rule set or isn't written with `/`.
    #[error(
        "the path `{0}` can't be in a rule set; write it from the rule set's folder, with `/`, without `..` and without a leading `/`"
    )]
    Path(String),
    /// The same path twice.
    #[error("the file `{0}` is there twice; leave one")]
    Twice(String),
    /// Too many files.
    #[error("a rule set has at most {MAX_FILES} files")]
    TooMany,
    /// A file is too large, or all together are.
    #[error("`{0}` is too large; a file has at most 8 MiB and a rule set 64 MiB")]
    TooLarge(String),
    /// Not the JSON of a bundle.
    #[error("not a bundle at line {line}, column {column}: {message}")]
    Json {
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// Another schema.
    #[error("the bundle's schema is `{0}`; this version reads `{BUNDLE_SCHEMA}`")]
    Schema(String),
    /// The digest doesn't fit the files.
    #[error(
        "the bundle's digest is {stated} but its files give {found}; it was changed after it was packed, pack it again"
    )]
    Digest {
        /// As written in the bundle.
        stated: String,
        /// As the files give it.
        found: String,
    },
    /// A file that isn't UTF-8 can't be packed as JSON.
    #[error("`{0}` is not UTF-8; save it as UTF-8 before packing")]
    NotText(String),
}

impl Bundle {
    /// A bundle of these files: path within the rule set (with `/`) and bytes.
    ///
    /// # Errors
    /// A path that can't be, the same path twice, or more than the limits.
    pub fn from_files<I>(files: I) -> Result<Self, BundleError>
    where
        I: IntoIterator<Item = (String, Vec<u8>)>,
    {
        let mut bundle = Self::default();
        let mut total = 0_usize;
        for (path, bytes) in files {
            total = total.saturating_add(bytes.len());
            bundle.check_room(&path, bytes.len(), total)?;
            let content = match String::from_utf8(bytes) {
                Ok(text) => Content::Text(Cow::Owned(even_out(text))),
                Err(error) => Content::NotText(error.into_bytes()),
            };
            if bundle.files.insert(Cow::Owned(path.clone()), content).is_some() {
                return Err(BundleError::Twice(path));
            }
        }
        Ok(bundle)
    }

    /// Reads the JSON that [`to_json`](Self::to_json) writes; the digest must fit.
    ///
    /// # Errors
    /// Not JSON, another schema, a digest that doesn't fit, or files that can't be a bundle.
    pub fn from_json(bytes: &[u8]) -> Result<Self, BundleError> {
        if bytes.len() > MAX_BUNDLE_BYTES.saturating_mul(2) {
            return Err(BundleError::TooLarge("the bundle".to_owned()));
        }
        let document: Document = serde_json::from_slice(bytes).map_err(|error| BundleError::Json {
            line: error.line(),
            column: error.column(),
            message: json_message(&error),
        })?;
        if document.schema != BUNDLE_SCHEMA {
            return Err(BundleError::Schema(document.schema));
        }
        let files = document
            .files
            .0
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes()));
        let bundle = Self::from_files(files)?;
        let found = bundle.digest();
        if found != document.digest {
            let stated = document.digest;
            return Err(BundleError::Digest { stated, found });
        }
        Ok(bundle)
    }

    /// The rule set shipped with this library.
    #[cfg(embedded)]
    #[must_use]
    pub fn embedded() -> Self {
        let mut bundle = Self::of_packed(RULES).unwrap_or_default();
        bundle.files.insert(
            Cow::Borrowed(DIGEST_FILE),
            Content::Text(Cow::Borrowed(EXAMPLES_DIGEST)),
        );
        bundle
    }

    /// The example files, by path.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| path.starts_with("examples/") && path.ends_with(".tsv"))
            .filter_map(|(path, content)| Some((path.as_ref(), content.text()?)))
    }

    /// The digest of the examples, in hex; empty where the rule set has none.
    #[must_use]
    pub(crate) fn examples_digest(&self) -> String {
        if self.examples().next().is_none() {
            let stated = self.file(DIGEST_FILE).and_then(Content::text).unwrap_or_default();
            return stated.trim().to_owned();
        }
        hex(&metasign_likeness::digest(self.examples()))
    }

    /// What was learned from the examples, where this bundle or the library holds it.
    ///
    /// # Errors
    /// Weights that can't be read, or that were learned from other examples.
    pub fn likeness(&self) -> Result<Option<Likeness>, String> {
        let digest = self.examples_digest();
        if digest.is_empty() {
            return Ok(None);
        }
        #[cfg(embedded)]
        if digest == EXAMPLES_DIGEST.trim() {
            return Likeness::from_static(Cow::Borrowed(WEIGHTS))
                .map(Some)
                .map_err(|error| error.to_string());
        }
        let Some(text) = self.file(WEIGHTS_FILE).and_then(Content::text) else {
            return Err("nothing has been learned from the examples of this rule set".to_owned());
        };
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text.trim())
            .map_err(|_| format!("`{WEIGHTS_FILE}` is not base64"))?;
        let likeness = Likeness::from_bytes(&bytes).map_err(|error| error.to_string())?;
        if hex(likeness.digest()) == digest {
            Ok(Some(likeness))
        } else {
            Err("what was learned is from other examples than those of this rule set".to_owned())
        }
    }

    /// Adds what was learned from the examples, so that whoever loads the bundle need not learn.
    pub fn keep_weights(&mut self, bytes: &[u8]) {
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        self.files
            .insert(Cow::Borrowed(WEIGHTS_FILE), Content::Text(Cow::Owned(text)));
    }

    /// The rule authors' cases shipped beside the rules.
    #[cfg(all(embedded, feature = "cases"))]
    #[must_use]
    pub fn embedded_cases() -> Self {
        Self::of_packed(CASES).unwrap_or_default()
    }

    /// The example files that the shipped likeness was learned from.
    #[cfg(all(embedded, feature = "cases"))]
    #[must_use]
    pub fn embedded_examples() -> Self {
        Self::of_packed(EXAMPLES).unwrap_or_default()
    }

    /// The bundle as one JSON document.
    ///
    /// # Errors
    /// A file that is not UTF-8.
    pub fn to_json(&self) -> Result<String, BundleError> {
        let document = DocumentView {
            schema: BUNDLE_SCHEMA,
            digest: self.digest(),
            files: FilesView(&self.files),
        };
        if let Some((path, _)) = self.files.iter().find(|(_, content)| content.text().is_none()) {
            return Err(BundleError::NotText(path.to_string()));
        }
        serde_json::to_string(&document).map_err(|error| BundleError::NotText(error.to_string()))
    }

    /// SHA-256, in hex, over paths and contents of the files that are rules: TOML and CSV outside `cases/`.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, content) in self.files.iter().filter(|(path, _)| is_rule(path)) {
            for part in [path.as_bytes(), content.bytes()] {
                // Lengths first, so that moving a byte between path and content changes the digest.
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        hasher.update(self.examples_digest());
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The files in few bytes, as [`of_packed`](Self::of_packed) opens them.
    ///
    /// # Errors
    /// A file that is not UTF-8.
    #[doc(hidden)]
    pub fn packed(&self) -> Result<Vec<u8>, &'static str> {
        let text = |(path, content): (&Cow<'static, str>, &Content)| {
            let text = content.text().ok_or("a file of the rules is not UTF-8")?;
            Ok((path.to_string(), text.to_owned()))
        };
        let files: Vec<(String, String)> = self.files.iter().map(text).collect::<Result<_, &str>>()?;
        crate::flat::packed(&files)
    }

    /// Opens packed files; nothing where the bytes are damaged.
    pub(crate) fn of_packed(bytes: &[u8]) -> Option<Self> {
        let files: Vec<(String, String)> = crate::flat::opened(bytes)?;
        let files = files.into_iter();
        let files = files.map(|(path, text)| (Cow::Owned(path), Content::Text(Cow::Owned(text))));
        Some(Self { files: files.collect() })
    }

    /// The files without examples and what was learned from them, but with the digest of the examples.
    pub(crate) fn without_examples(&self) -> Self {
        let kept = |path: &str| !path.starts_with("examples/") && path != WEIGHTS_FILE;
        let files = self.files.iter().filter(|(path, _)| kept(path));
        let mut files: BTreeMap<_, _> = files.map(|(path, content)| (path.clone(), content.clone())).collect();
        let digest = self.examples_digest();
        if !digest.is_empty() {
            files.insert(Cow::Borrowed(DIGEST_FILE), Content::Text(Cow::Owned(digest)));
        }
        Self { files }
    }

    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Content)> {
        self.files.iter().map(|(path, content)| (path.as_ref(), content))
    }

    /// The file of this path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&Content> {
        self.files.get(path)
    }

    /// Whether there is no file at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn check_room(&self, path: &str, bytes: usize, total: usize) -> Result<(), BundleError> {
        if !is_plain_path(path) {
            return Err(BundleError::Path(path.to_owned()));
        }
        if self.files.len() >= MAX_FILES {
            return Err(BundleError::TooMany);
        }
        if bytes > MAX_FILE_BYTES || total > MAX_BUNDLE_BYTES {
            return Err(BundleError::TooLarge(path.to_owned()));
        }
        Ok(())
    }
}

impl Content {
    /// The text, where it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::NotText(_) => None,
        }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::NotText(bytes) => bytes,
        }
    }
}

/// Whether the file of this path is part of the rules, as against cases, change log and other company.
pub(crate) fn is_rule(path: &str) -> bool {
    let suffix = path.rsplit_once('.').map(|(_, suffix)| suffix);
    matches!(suffix, Some("toml" | "csv")) && !path.starts_with("cases/")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_plain_path(path: &str) -> bool {
    let plain_parts = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    plain_parts && path.len() <= 512 && !path.contains(['\\', ':', '\0'])
}

fn even_out(text: String) -> String {
    let marked = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if marked.contains("\r\n") {
        marked.replace("\r\n", "\n")
    } else if marked.len() == text.len() {
        text
    } else {
        marked.to_owned()
    }
}

/// serde_json's own words, without its place: the place is told apart.
fn json_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    digest: String,
    files: Files,
}

#[derive(Serialize)]
struct DocumentView<'a> {
    schema: &'a str,
    digest: String,
    files: FilesView<'a>,
}

struct FilesView<'a>(&'a BTreeMap<Cow<'static, str>, Content>);

impl Serialize for FilesView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (path, content) in self.0 {
            map.serialize_entry(path, content.text().unwrap_or_default())?;
        }
        map.end()
    }
}

/// The members in order, doubles kept: a map would silently drop the first of two files of one name.
struct Files(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Files;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of paths and texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Files, A::Error> {
                let mut files = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    files.push(pair);
                }
                Ok(Files(files))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

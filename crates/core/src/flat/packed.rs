//! What is seldom asked for, packed until it is.

use std::borrow::Cow;
use std::sync::OnceLock;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Bytes, Fault, Shelf, Store, Stored};

/// Nothing opens to more bytes.
const LIMIT: usize = 64 << 20;
/// As small as it gets.
const LEVEL: u8 = 9;

/// A value that is opened when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Packed<T> {
    bytes: Bytes,
    open: OnceLock<Option<T>>,
}

impl<T> Packed<T> {
    pub(crate) fn of(value: T) -> Self {
        Self {
            bytes: Cow::default(),
            open: OnceLock::from(Some(value)),
        }
    }
}

impl<T: Serialize + DeserializeOwned> Packed<T> {
    /// The value; nothing where the bytes are damaged.
    pub(crate) fn get(&self) -> Option<&T> {
        self.open.get_or_init(|| opened(&self.bytes)).as_ref()
    }
}

impl<T: Serialize + DeserializeOwned> Stored for Packed<T> {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        let value = self.get().ok_or("a packed part is damaged")?;
        to.table(&packed(value)?);
        Ok(())
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            bytes: from.table()?,
            open: OnceLock::new(),
        })
    }
}

/// A value as few bytes.
pub(crate) fn packed<T: Serialize>(value: &T) -> Result<Vec<u8>, Fault> {
    let bytes = postcard::to_stdvec(value).map_err(|_| "a part can't be written")?;
    Ok(compress_to_vec(&bytes, LEVEL))
}

/// The value that [`packed`] was given.
pub(crate) fn opened<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let bytes = decompress_to_vec_with_limit(bytes, LIMIT).ok()?;
    postcard::from_bytes(&bytes).ok()
}

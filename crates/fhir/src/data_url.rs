//! `data:` URLs (RFC 2397): a document in its own address, as base64 or percent-encoded.

/// The parts of a `data:` URL.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DataUrl<'u> {
    pub(crate) content_type: &'u str,
    pub(crate) base64: bool,
    pub(crate) data: &'u str,
}

/// Whether an address holds its document.
pub(crate) fn is(url: &str) -> bool {
    url.trim_start()
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("data:"))
}

pub(crate) fn of(url: &str) -> Option<DataUrl<'_>> {
    let rest = url.trim_start().get(5..).filter(|_| is(url))?;
    let (head, data) = rest.split_once(',')?;
    let plain = head.len().saturating_sub(7);
    let base64 = head.get(plain..).is_some_and(|end| end.eq_ignore_ascii_case(";base64"));
    let content_type = if base64 {
        head.get(..plain).unwrap_or_default()
    } else {
        head
    };
    Some(DataUrl {
        content_type: if content_type.trim().is_empty() || content_type.starts_with(';') {
            "text/plain"
        } else {
            content_type
        },
        base64,
        data,
    })
}

/// Bytes with `%41` for an `A`; what is no such code stays.
pub(crate) fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let code = after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        rest = match (code, after.get(2..)) {
            (Some(byte), Some(behind)) => {
                bytes.push(byte);
                behind
            }
            _ => {
                bytes.push(b'%');
                after
            }
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::{is, of, percent_decoded};

    #[test]
    fn types_and_encodings_are_told() {
        for (url, content_type, base64, data) in [
            ("data:text/plain;base64,QQ==", "text/plain", true, "QQ=="),
            (
                "DATA:text/html;charset=utf-8;BASE64,QQ==",
                "text/html;charset=utf-8",
                true,
                "QQ==",
            ),
            ("data:,a%20b", "text/plain", false, "a%20b"),
            ("data:;charset=utf-8,a", "text/plain", false, "a"),
        ] {
            let parts = of(url).map(|parts| (parts.content_type, parts.base64, parts.data));
            assert_eq!(parts, Some((content_type, base64, data)), "{url}");
        }
        assert!(of("data:text/plain").is_none() && !is("Binary/1") && !is("database"));
        assert_eq!(percent_decoded("a%20b%zz%4"), b"a b%zz%4");
        assert_eq!(percent_decoded("%C3%A9"), "é".as_bytes());
    }
}

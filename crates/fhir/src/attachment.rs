//! Letters and reports inside a resource: base64 of plain text or HTML, made text.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use metasign_core::record::{NoticeCode, Text};

use crate::html;
use crate::json::{Next, Outcome, Reader};

/// The longest document that is decoded.
pub(crate) const MAX_DOCUMENT_BYTES: usize = 16 << 20;

/// As lenient about padding as senders are careless.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// One `Attachment`.
#[derive(Debug, Default)]
pub(crate) struct Attachment<'a> {
    content_type: Option<Text<'a>>,
    data: Option<Text<'a>>,
}

/// Why an attachment gave no text.
pub(crate) type Unread = (NoticeCode, &'static str);

impl Attachment<'_> {
    /// Its text, or why there is none.
    pub(crate) fn text(&self) -> Result<String, Unread> {
        let content_type = self.content_type.as_deref().unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        let is_html = kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml");
        if !is_html && !kind.eq_ignore_ascii_case("text/plain") {
            return Err((
                NoticeCode::PassedOver,
                "its attachment is neither plain text nor HTML and was not read",
            ));
        }
        let Some(data) = self.data.as_deref() else {
            return Err((
                NoticeCode::PassedOver,
                "its attachment is not in the Bundle (a link only) and was not read",
            ));
        };
        if data.len() / 4 > MAX_DOCUMENT_BYTES / 3 {
            return Err((
                NoticeCode::LimitReached,
                "its attachment is larger than 16 MiB and was not read",
            ));
        }
        let text = decoded(data).ok_or((
            NoticeCode::PassedOver,
            "its attachment can't be decoded (base64 of UTF-8 or Windows-1252 text is read) and was not read",
        ))?;
        Ok(if is_html { html::text_of(&text) } else { text })
    }
}

impl<'a> Reader<'a> {
    /// An `Attachment`.
    pub(crate) fn attachment(&mut self) -> Outcome<Option<Attachment<'a>>> {
        if !self.expect(Next::Object, "attachment")? {
            return Ok(None);
        }
        let mut attachment = Attachment::default();
        self.members(|reader, name| {
            match name {
                "contentType" => attachment.content_type = reader.text("attachment.contentType")?,
                "data" => attachment.data = reader.text("attachment.data")?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        Ok(Some(attachment))
    }
}

fn decoded(data: &str) -> Option<String> {
    let bytes = if data.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let dense: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        BASE64.decode(dense)
    } else {
        BASE64.decode(data)
    };
    let bytes = bytes.ok()?;
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => None,
        Ok(text) => Some(text),
        Err(error) if error.as_bytes().contains(&0) => None,
        Err(error) => Some(error.as_bytes().iter().copied().map(windows_1252).collect()),
    }
}

/// Letters of older systems are in Windows-1252 whatever they say; its five unused bytes become U+FFFD.
fn windows_1252(byte: u8) -> char {
    const FROM_0X80: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
        '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    match byte.checked_sub(0x80).map(usize::from) {
        Some(place) => FROM_0X80.get(place).copied().unwrap_or_else(|| char::from(byte)),
        None => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn attachment<'a>(content_type: &'a str, data: &'a str) -> Attachment<'a> {
        Attachment {
            content_type: Some(content_type.into()),
            data: Some(data.into()),
        }
    }

    #[test]
    fn plain_text_and_html_are_read_whatever_the_padding_and_white_space() {
        assert_eq!(
            attachment("text/plain; charset=utf-8", "QmFjayBwYWlu").text().unwrap(),
            "Back pain"
        );
        assert_eq!(
            attachment("text/plain", "QmFj\n ayBw\r\nYWluIQ").text().unwrap(),
            "Back pain!"
        );
        assert_eq!(
            attachment("TEXT/HTML", "PHA+YTwvcD48cD5iPC9wPg==").text().unwrap(),
            "a\nb"
        );
    }

    #[test]
    fn old_encodings_are_read_and_others_refused() {
        // 0x93 37 B0 94: “7°” in Windows-1252.
        assert_eq!(attachment("text/plain", "kzewlA==").text().unwrap(), "“7°”");
        // UTF-16 "ab".
        assert_eq!(
            attachment("text/plain", "//5hAGIA").text().unwrap_err().0,
            NoticeCode::PassedOver
        );
        assert_eq!(
            attachment("text/plain", "not base64!").text().unwrap_err().0,
            NoticeCode::PassedOver
        );
        assert_eq!(
            attachment("application/pdf", "QQ==").text().unwrap_err().0,
            NoticeCode::PassedOver
        );
    }

    #[test]
    fn a_two_megabyte_letter_is_read_and_a_huge_one_said() {
        let letter = "QmFjayBwYWlu".repeat(250_000);
        assert_eq!(attachment("text/plain", &letter).text().unwrap().len(), 9 * 250_000);
        let huge = "QUFB".repeat(6 << 20);
        assert_eq!(
            attachment("text/plain", &huge).text().unwrap_err().0,
            NoticeCode::LimitReached
        );
    }
}

//! Letters and reports inside a resource: base64 of plain text or HTML, made text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use metasign_core::record::{NoticeCode, Text};

use crate::data_url;
use crate::html::{self, Said};
use crate::json::{Next, Outcome, Reader};
use crate::reference;
use crate::resource::{Kind, Resource};

/// The longest document that is decoded.
pub(crate) const MAX_DOCUMENT_BYTES: usize = 16 << 20;

/// As lenient about padding as senders are careless.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// One `Attachment`, or the content of a `Binary`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attachment<'a> {
    content_type: Option<Text<'a>>,
    data: Option<Text<'a>>,
    /// Where it is when it is not here.
    url: Option<Cow<'a, str>>,
}

/// Why an attachment gave no text.
pub(crate) type Unread = (NoticeCode, &'static str);

/// What the bytes of an attachment are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Html,
    /// To be told by the bytes: the type is missing, or says nothing.
    Unsaid,
    Other,
}

impl<'a> Attachment<'a> {
    /// Sets what one member of a Binary holds.
    pub(crate) fn set(&mut self, member: &str, text: Option<Text<'a>>) {
        match member {
            "contentType" => self.content_type = text.or(self.content_type.take()),
            _ => self.data = text.or(self.data.take()),
        }
    }

    /// Whether its data may stand in a Binary of the same Bundle.
    pub(crate) fn is_elsewhere(&self) -> bool {
        self.data.is_none() && self.url.as_deref().is_some_and(|url| !data_url::is(url))
    }

    /// Takes the data from a Binary inside the same resource.
    pub(crate) fn fetch_inside(&mut self, contained: &[Resource<'a>]) {
        let Some(id) = self.url.as_deref().and_then(|url| url.strip_prefix('#')) else {
            return;
        };
        let binary = contained
            .iter()
            .find(|inner| inner.kind == Some(Kind::Binary) && inner.id.as_deref() == Some(id))
            .and_then(|inner| inner.attachments.first());
        if let Some(binary) = binary {
            self.take(binary);
        }
    }

    fn take(&mut self, binary: &Self) {
        self.data.clone_from(&binary.data);
        if self.form() == Form::Unsaid {
            self.content_type.clone_from(&binary.content_type);
        }
    }

    /// Takes the data from the Bundle's Binaries, where they are there.
    pub(crate) fn fetch(&mut self, binaries: &BTreeMap<Cow<'a, str>, Self>) {
        let Some(url) = self.url.as_ref().filter(|_| self.data.is_none()) else {
            return;
        };
        if let Some(binary) = binaries.get(&reference::id(url.clone())) {
            self.take(binary);
        }
    }

    /// The Binary that it points to.
    pub(crate) fn points_to(&self) -> Option<Cow<'a, str>> {
        let url = self.url.as_ref().filter(|_| self.data.is_none())?;
        Some(reference::id(url.clone()))
    }

    fn form(&self) -> Form {
        Form::of(self.content_type.as_deref().unwrap_or_default())
    }

    /// What it says, or why there is nothing to be read.
    pub(crate) fn read(&self) -> Result<Said, Unread> {
        let mut form = self.form();
        let sent = self.data.as_deref();
        let url = sent
            .or(self.url.as_deref())
            .filter(|sent| data_url::is(sent))
            .and_then(data_url::of);
        if let Some(url) = url.as_ref().filter(|_| form == Form::Unsaid) {
            form = Form::of(url.content_type);
        }
        if form == Form::Other {
            return Err((
                NoticeCode::PassedOver,
                "its attachment is neither plain text nor HTML and was not read",
            ));
        }
        let Some(data) = url.as_ref().map(|url| url.data).or(sent) else {
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
        let bytes = if url.is_some_and(|url| !url.base64) {
            Some(data_url::percent_decoded(data))
        } else {
            of_base64(data)
        };
        let text = bytes.and_then(|bytes| decoded(bytes, form)).ok_or((
            NoticeCode::PassedOver,
            "its attachment can't be decoded (base64 of UTF-8, UTF-16 or Windows-1252 text is read) and was not read",
        ))?;
        let is_html = form == Form::Html || (form == Form::Unsaid && looks_like_html(&text));
        Ok(if is_html {
            html::read(&text)
        } else {
            html::read_plain(text)
        })
    }
}

impl Form {
    /// By the type that is said.
    fn of(content_type: &str) -> Self {
        let kind = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match kind.as_str() {
            "text/plain" | "text" | "txt" | "plain" | "plain/text" | "application/text" | "text/markdown" => {
                Form::Plain
            }
            "text/html" | "application/xhtml+xml" | "html" | "application/html" | "xhtml" | "text/xhtml" => Form::Html,
            ""
            | "application/octet-stream"
            | "binary/octet-stream"
            | "unknown"
            | "application/unknown"
            | "text/xml"
            | "application/xml"
            | "application/x-unknown"
            | "*/*"
            | "text/*" => Form::Unsaid,
            other if other.starts_with("text/") && !other.contains("rtf") && !other.contains("csv") => Form::Unsaid,
            _ => Form::Other,
        }
    }
}

/// Whether a text of unsaid kind is HTML: it begins with a tag of one.
fn looks_like_html(text: &str) -> bool {
    let start: String = text
        .trim_start()
        .chars()
        .take(200)
        .collect::<String>()
        .to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<body",
        "<div",
        "<p>",
        "<head",
        "<table",
        "<span",
        "<br",
    ]
    .into_iter()
    .any(|tag| start.starts_with(tag))
        || (start.starts_with("<?xml") && start.contains("html"))
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
                "url" => attachment.url = reader.words("attachment.url")?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        Ok(Some(attachment))
    }
}

/// Base64 of either alphabet, with or without white space.
fn of_base64(data: &str) -> Option<Vec<u8>> {
    let odd = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'-' | b'_');
    let bytes = if data.bytes().any(odd) {
        let dense = data.bytes().filter(|byte| !byte.is_ascii_whitespace());
        let dense: Vec<u8> = dense
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => other,
            })
            .collect();
        BASE64.decode(dense)
    } else {
        BASE64.decode(data)
    };
    bytes.ok()
}

/// Whether bytes of no said type look like a letter in an older encoding: no control characters, few beyond ASCII.
fn looks_like_text(bytes: &[u8]) -> bool {
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let beyond = bytes.iter().filter(|byte| **byte >= 0x80).count();
    !bytes.iter().any(control) && beyond <= bytes.len() / 10
}

fn decoded(bytes: Vec<u8>, form: Form) -> Option<String> {
    // Magic numbers of what is no text, whatever the type says.
    if [
        &b"%PDF"[..],
        b"{\\rtf",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"\x89PNG",
        b"GIF8",
        b"\xff\xd8\xff",
        b"II*\0",
        b"MM\0*",
        b"\x1f\x8b",
    ]
    .into_iter()
    .any(|magic| bytes.starts_with(magic))
    {
        return None;
    }
    if let Some(units) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(units, u16::from_le_bytes);
    }
    if let Some(units) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(units, u16::from_be_bytes);
    }
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => None,
        Ok(text) => Some(text),
        Err(error) if error.as_bytes().contains(&0) => None,
        // Only what says that it is text, or looks it, is taken for text of an older system.
        Err(error) if form == Form::Unsaid && !looks_like_text(error.as_bytes()) => None,
        Err(error) => Some(error.as_bytes().iter().copied().map(windows_1252).collect()),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: String = char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    (rest.is_empty() && !text.contains('\0')).then_some(text)
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
            url: None,
        }
    }

    #[test]
    fn plain_text_and_html_are_read_whatever_the_padding_and_white_space() {
        assert_eq!(
            attachment("text/plain; charset=utf-8", "QmFjayBwYWlu")
                .read()
                .unwrap()
                .own,
            "Back pain"
        );
        assert_eq!(
            attachment("text/plain", "QmFj\n ayBw\r\nYWluIQ").read().unwrap().own,
            "Back pain!"
        );
        assert_eq!(
            attachment("TEXT/HTML", "PHA+YTwvcD48cD5iPC9wPg==").read().unwrap().own,
            "a\nb"
        );
    }

    #[test]
    fn old_encodings_are_read_and_others_refused() {
        // 0x93 37 B0 94: “7°” in Windows-1252.
        assert_eq!(attachment("text/plain", "kzewlA==").read().unwrap().own, "“7°”");
        // UTF-16 "ab", either way round.
        assert_eq!(attachment("text/plain", "//5hAGIA").read().unwrap().own, "ab");
        assert_eq!(attachment("text/plain", "/v8AYQBi").read().unwrap().own, "ab");
        assert_eq!(
            attachment("text/plain", "YQBiAA==").read().unwrap_err().0,
            NoticeCode::PassedOver
        );
        assert_eq!(
            attachment("text/plain", "not base64!").read().unwrap_err().0,
            NoticeCode::PassedOver
        );
        assert_eq!(
            attachment("application/pdf", "QQ==").read().unwrap_err().0,
            NoticeCode::PassedOver
        );
    }

    #[test]
    fn a_type_that_is_missing_or_odd_is_told_by_the_bytes() {
        for kind in [
            "",
            "text",
            "TXT",
            "application/octet-stream",
            "text/x-letter",
            "text/plain;charset=UTF-8",
        ] {
            assert_eq!(
                attachment(kind, "QmFjayBwYWlu").read().unwrap().own,
                "Back pain",
                "{kind}"
            );
        }
        for kind in ["", "html", "text/xml"] {
            assert_eq!(
                attachment(kind, "PHA+YTwvcD48cD5iPC9wPg==").read().unwrap().own,
                "a\nb",
                "{kind}"
            );
        }
        // A PDF, an RTF and bytes of nothing known, whatever they are called.
        for (kind, data) in [
            ("", "JVBERi0xLjQ="),
            ("text/plain", "e1xydGYx"),
            ("", "k5OTkw=="),
            ("image/png", "QQ=="),
        ] {
            assert_eq!(
                attachment(kind, data).read().unwrap_err().0,
                NoticeCode::PassedOver,
                "{kind}"
            );
        }
    }

    #[test]
    fn a_two_megabyte_letter_is_read_and_a_huge_one_said() {
        let letter = "QmFjayBwYWlu".repeat(250_000);
        assert_eq!(attachment("text/plain", &letter).read().unwrap().own.len(), 9 * 250_000);
        let huge = "QUFB".repeat(6 << 20);
        assert_eq!(
            attachment("text/plain", &huge).read().unwrap_err().0,
            NoticeCode::LimitReached
        );
    }
}

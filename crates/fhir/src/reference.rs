//! References between resources, made comparable.

use std::borrow::Cow;

/// `Type/id` of a reference, or the bare id of a `urn:uuid:` in small letters, for its case means nothing; versions and server
/// addresses go.
pub(crate) fn key(reference: Cow<'_, str>) -> Cow<'_, str> {
    if let Some(id) = urn(&reference) {
        if id.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return id.to_ascii_lowercase().into();
        }
        return part(reference, |whole| urn(whole).unwrap_or(whole));
    }
    part(reference, |whole| {
        let whole = whole.trim().trim_end_matches('/');
        match split_last(whole).and_then(|(before, _)| split_last(before)) {
            // `Type/id/_history/3`
            Some((unversioned, "_history")) => last_two(unversioned),
            Some((server, _)) => after(whole, server),
            None => whole,
        }
    })
}

/// What follows `urn:uuid:` or `urn:oid:`.
fn urn(reference: &str) -> Option<&str> {
    ["urn:uuid:", "urn:oid:"].into_iter().find_map(|prefix| {
        let start = reference.trim_start().get(..prefix.len())?;
        let id = reference.trim_start().get(prefix.len()..)?;
        start.eq_ignore_ascii_case(prefix).then_some(id.trim_end())
    })
}

/// Where a resource is kept, if the reference or `fullUrl` says so: without its version, its scheme and the case of its
/// server.
pub(crate) fn address(reference: &str) -> Option<Cow<'_, str>> {
    let reference = reference.trim().trim_end_matches('/');
    let (scheme, whole) = reference.split_once("://")?;
    if !["http", "https"]
        .into_iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return None;
    }
    let whole = match split_last(whole).and_then(|(before, _)| split_last(before)) {
        Some((unversioned, "_history")) => unversioned,
        _ => whole,
    };
    let server = whole.split('/').next().unwrap_or_default();
    Some(if server.bytes().any(|byte| byte.is_ascii_uppercase()) {
        [
            server.to_ascii_lowercase().as_str(),
            whole.get(server.len()..).unwrap_or_default(),
        ]
        .concat()
        .into()
    } else {
        whole.into()
    })
}

/// The server a `fullUrl` is on.
pub(crate) fn base(full_url: &str) -> Option<Cow<'_, str>> {
    let cut = |address: &str| {
        split_last(address)
            .and_then(|(before, _)| split_last(before))
            .map(|(base, _)| base.len())
    };
    match address(full_url)? {
        Cow::Borrowed(address) => address.get(..cut(address)?).map(Cow::Borrowed),
        Cow::Owned(mut address) => {
            address.truncate(cut(&address)?);
            Some(Cow::Owned(address))
        }
    }
}

fn last_two(path: &str) -> &str {
    match split_last(path).and_then(|(before, _)| split_last(before)) {
        Some((server, _)) => after(path, server),
        None => path,
    }
}

/// What follows `start` and a slash.
fn after<'a>(path: &'a str, start: &str) -> &'a str {
    path.get(start.len().saturating_add(1)..).unwrap_or(path)
}

/// What stands before and after the last slash.
fn split_last(path: &str) -> Option<(&str, &str)> {
    let at = memchr::memrchr(b'/', path.as_bytes())?;
    Some((path.get(..at)?, path.get(at.saturating_add(1)..)?))
}

/// The id alone.
pub(crate) fn id(reference: Cow<'_, str>) -> Cow<'_, str> {
    part(key(reference), |key| split_last(key).map_or(key, |(_, id)| id))
}

fn part<'a>(text: Cow<'a, str>, take: impl for<'b> FnOnce(&'b str) -> &'b str) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(take(text)),
        Cow::Owned(text) => Cow::Owned(take(&text).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_the_same_resource_are_alike() {
        for reference in [
            "Observation/a",
            "https://gp.example/fhir/Observation/a",
            "Observation/a/_history/3",
        ] {
            assert_eq!(key(reference.into()), "Observation/a");
            assert_eq!(id(reference.into()), "a");
        }
        assert_eq!(key("urn:uuid:1-2".into()), "1-2");
        assert_eq!(key("URN:UUID:A1-2".into()), "a1-2");
        assert_eq!(key("Observation/A/".into()), "Observation/A");
        assert_eq!(id("#m1".into()), "#m1");
        assert_eq!(key("".into()), "");
    }

    #[test]
    fn addresses_are_without_scheme_and_version() {
        for reference in [
            "https://gp.example/fhir/Patient/A",
            "http://GP.example/fhir/Patient/A/",
            "https://gp.example/fhir/Patient/A/_history/2",
        ] {
            assert_eq!(
                address(reference).as_deref(),
                Some("gp.example/fhir/Patient/A"),
                "{reference}"
            );
            assert_eq!(base(reference).as_deref(), Some("gp.example/fhir"), "{reference}");
        }
        for reference in ["Patient/A", "urn:uuid:1", "#p", ""] {
            assert_eq!(address(reference), None, "{reference}");
        }
    }
}

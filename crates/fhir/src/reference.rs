//! References between resources, made comparable.

use std::borrow::Cow;

/// `Type/id` of a reference, or the bare id of a `urn:uuid:`; versions and server addresses go.
pub(crate) fn key(reference: Cow<'_, str>) -> Cow<'_, str> {
    part(reference, |whole| {
        if let Some(id) = whole
            .strip_prefix("urn:uuid:")
            .or_else(|| whole.strip_prefix("urn:oid:"))
        {
            return id;
        }
        match split_last(whole).and_then(|(before, _)| split_last(before)) {
            // `Type/id/_history/3`
            Some((unversioned, "_history")) => last_two(unversioned),
            Some((server, _)) => after(whole, server),
            None => whole,
        }
    })
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
        assert_eq!(id("#m1".into()), "#m1");
        assert_eq!(key("".into()), "");
    }
}

//! One line of a codelist as fields.

use std::borrow::Cow;

/// The fields of one line, quotes taken off. Codelists have no line breaks inside quotes, and making a full CSV reader
/// for each of a thousand small files costs more than reading them.
pub(super) fn split<'l>(line: &'l str, fields: &mut Vec<Cow<'l, str>>) -> Result<(), ()> {
    fields.clear();
    let mut rest = line;
    loop {
        let after = if let Some(quoted) = rest.strip_prefix('"') {
            let (field, after) = unquote(quoted)?;
            fields.push(field);
            after
        } else {
            let end = memchr::memchr(b',', rest.as_bytes()).unwrap_or(rest.len());
            let (field, after) = rest.split_at_checked(end).ok_or(())?;
            if memchr::memchr(b'"', field.as_bytes()).is_some() {
                return Err(());
            }
            fields.push(Cow::Borrowed(field));
            after
        };
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(()),
            None => return Err(()),
        }
    }
}

/// The field that ends at the next lone quote, and what stands after it.
fn unquote(text: &str) -> Result<(Cow<'_, str>, &str), ()> {
    let mut from = 0_usize;
    loop {
        let quote = text
            .get(from..)
            .and_then(|rest| rest.find('"'))
            .ok_or(())?
            .saturating_add(from);
        let after = text.get(quote.saturating_add(1)..).ok_or(())?;
        if after.starts_with('"') {
            from = quote.saturating_add(2);
            continue;
        }
        let field = text.get(..quote).ok_or(())?;
        let field = if field.contains('"') {
            Cow::Owned(field.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(field)
        };
        return Ok((field, after));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_taken_off_and_lone_ones_refused() {
        let mut fields = Vec::new();
        assert_eq!(split(r#"1,"Pain, ""left"" side",x"#, &mut fields), Ok(()));
        assert_eq!(fields, ["1", r#"Pain, "left" side"#, "x"]);
        assert_eq!(split("1,", &mut fields), Ok(()));
        assert_eq!(fields, ["1", ""]);
        for lone in [r#"1,"Pain"#, r#"1,Pain""#, r#"1,"Pain" left"#] {
            assert_eq!(split(lone, &mut fields), Err(()), "{lone}");
        }
    }
}

//! HTML as documents and narratives hold it, turned into plain text with its line breaks.
//!
//! Not a browser: tags go, blocks become lines, entities become characters, scripts and styles vanish. What stands under a
//! heading that says family is kept apart, and a row of a table is read with its headings and its date. Whatever
//! is not a tag (`CRP <5`) stays as it is. Linear in the length of the input, whatever the input.

mod day;
mod entity;
mod flow;
mod label;
mod markup;
mod scope;
mod table;

use self::scope::Item;
pub(crate) use self::scope::{Row, Said};

/// What a piece of HTML says, of the patient and of the family.
pub(crate) fn read(html: &str) -> Said {
    scope::sort(flow::items(html))
}

/// What a plain text says, of the patient and of the family: a heading of a family history stands on a line of its own, and
/// reaches over its paragraph, or from an empty line to the next heading.
pub(crate) fn read_plain(text: String) -> Said {
    if !text.lines().any(|line| label::is_family(line.trim())) {
        return Said {
            own: text,
            ..Said::default()
        };
    }
    let mut items = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() == open {
            items.push(if open { Item::Close } else { Item::Open(false) });
            open = !open;
        }
        if !line.is_empty() {
            items.push(Item::Line(line.to_owned(), None));
        }
    }
    scope::sort(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All but dated rows and what is the family's.
    fn text_of(html: &str) -> String {
        read(html).own
    }

    #[test]
    fn blocks_become_lines_and_entities_characters() {
        assert_eq!(
            text_of("<div xmlns=\"x\"><p>Back&nbsp;pain, 7/52.</p>\n  <p>Weight &lt; 50&#160;kg &#x2265; 1</p></div>"),
            "Back pain, 7/52.\nWeight < 50 kg ≥ 1"
        );
        assert_eq!(text_of("a<br/>b<br>c"), "a\nb\nc");
        assert_eq!(
            text_of("<table><tr><td>Hb</td><td>98</td></tr><tr><td>Ca</td></tr></table>"),
            "Hb: 98\nCa"
        );
        assert_eq!(text_of("un<b>happ</b>y"), "unhappy");
    }

    #[test]
    fn a_row_that_says_no_is_a_denial_of_its_cells() {
        assert_eq!(
            text_of(
                "<table><tr><th>Test</th><th>Result</th></tr><tr><td>2026-03-01</td><td>Colorectal cancer screening</td><td>Negative</td></tr>\
             <tr><td>Lung mets</td><td>Present</td></tr><tr><td>None</td><td>Back pain</td></tr></table>after"
            ),
            "Lung mets: Present\nNo Back pain\nafter"
        );
        assert_eq!(text_of("<p>Back pain</p><p>Negative</p>"), "Back pain\nNegative");
    }

    #[test]
    fn a_family_history_in_plain_text_ends_with_its_paragraph_or_at_a_heading() {
        for (text, own) in [
            ("Family history\nBowel cancer\n\nLeg weak", "Leg weak"),
            (
                "FH:\n\nBowel cancer\n\nLung cancer\n\nExamination\nLeg weak",
                "Examination\nLeg weak",
            ),
            (
                "Family history: bowel cancer\nLeg weak",
                "Family history: bowel cancer\nLeg weak",
            ),
            ("Leg weak\n\nnow", "Leg weak\n\nnow"),
        ] {
            assert_eq!(read_plain(text.to_owned()).own, own, "{text}");
        }
    }

    #[test]
    fn what_is_no_tag_stays() {
        assert_eq!(
            text_of("CRP <5, Na > 130 & K 4 &c; &unknown;"),
            "CRP <5, Na > 130 & K 4 &c; &unknown;"
        );
        assert_eq!(text_of("a < b"), "a < b");
        assert_eq!(text_of("5 &#0; &#xd800;"), "5 &#0; &#xd800;");
    }

    #[test]
    fn scripts_styles_and_comments_vanish() {
        assert_eq!(text_of("<head><title>t</title></head><body>a<!-- <p>no</p> -->b"), "ab");
        assert_eq!(text_of("a<SCRIPT>if (x</y) {}</script >b"), "a\nb");
        assert_eq!(text_of("<!DOCTYPE html><html>a</html>"), "a");
        assert_eq!(text_of("<?xml version=\"1.0\"?><div>a</div>"), "a");
    }

    #[test]
    fn a_less_than_sign_that_begins_no_tag_loses_nothing() {
        assert_eq!(
            text_of("<div>pain <night. Leg weakness, cannot walk.</div>"),
            "pain <night. Leg weakness, cannot walk."
        );
        assert_eq!(text_of("WCC <p then fell <b>now</b>"), "WCC <p then fell now");
        assert_eq!(text_of("a<style>p{}"), "a\np{}");
        assert_eq!(text_of("a<!-- never closed"), "a<!-- never closed");
        assert_eq!(text_of("a<p never closed"), "a<p never closed");
        assert_eq!(text_of("Ca <a lot> higher"), "Ca higher");
        assert_eq!(text_of("CRP <five> days"), "CRP <five> days");
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for piece in [
            "<",
            "<a ",
            "<!--",
            "<script></",
            "&",
            "&#",
            "<a \"",
            "<table><tr><td>",
            "<td>a",
            "<tr><td>a<td>b",
            "<p>",
            "</p>",
            "<li>",
            "<dl><dt>a",
            "<b>a<br>",
            "<span>",
            "Family history:<br>",
        ] {
            let html = piece.repeat(40_000);
            let _ = text_of(&html);
        }
        let head = ["<table><tr><th>", &"a ".repeat(500_000), "</th><th>b</th></tr>"].concat();
        let _ = text_of(&[head, "<tr><td>a</td><td>b</td></tr>".repeat(20_000)].concat());
    }
}

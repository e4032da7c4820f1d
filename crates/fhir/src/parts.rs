//! Parts of resources that are objects of their own: components, sections, relatives, stages, links.

use std::borrow::Cow;

use metasign_core::record::Text;

use crate::concept::Concept;
use crate::family;
use crate::json::{Next, Outcome, Reader};
use crate::lenient::{Reference, Trouble};
use crate::measured::Measured;
use crate::members::keep;
use crate::resource::{MAX_PARTS, Relative, Section};

/// Sections of a document nested deeper than this are passed over.
const MAX_SECTION_DEPTH: u8 = 8;

impl<'a> Reader<'a> {
    pub(crate) fn concepts(&mut self, member: &'static str, concepts: &mut Vec<Concept<'a>>) -> Outcome<()> {
        self.each(|reader| {
            let concept = reader.concept(member)?;
            keep(concepts, (!concept.is_empty()).then_some(concept), member, reader);
            Ok(())
        })
    }

    /// `encounter` or STU3's `context`, which a DocumentReference turns into an object around it.
    pub(crate) fn encounter_of(&mut self) -> Outcome<Option<Cow<'a, str>>> {
        let mut target = None;
        self.each(|reader| {
            if !reader.expect(Next::Object, "encounter")? {
                return Ok(());
            }
            reader.members(|reader, name| match name {
                "reference" => {
                    target = reader.words("encounter")?;
                    Ok(())
                }
                "encounter" => reader.each(|reader| {
                    target = reader.reference("encounter")?.or(target.take());
                    Ok(())
                }),
                _ => reader.pass_over(),
            })
        })?;
        Ok(target)
    }

    pub(crate) fn component(&mut self) -> Outcome<Option<Measured<'a>>> {
        if !self.expect(Next::Object, "component")? {
            return Ok(None);
        }
        let mut measured = Measured::default();
        self.open()?;
        while let Some(name) = self.next_name()? {
            if !measured.take(self, &name)? {
                self.pass_over()?;
            }
        }
        Ok(Some(measured))
    }

    /// Whether one of STU3's `related` says that this Observation heads a group.
    pub(crate) fn heads_a_group(&mut self) -> Outcome<bool> {
        let mut heads = false;
        if self.expect(Next::Object, "related")? {
            self.members(|reader, name| {
                match name {
                    "type" => heads = reader.text("related")?.as_deref() == Some("has-member"),
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(heads)
    }

    /// A section and those inside it, which are the family's where the section is.
    pub(crate) fn section(&mut self, depth: u8, family: bool, sections: &mut Vec<Section<'a>>) -> Outcome<()> {
        if depth >= MAX_SECTION_DEPTH {
            self.trouble(Trouble::TooDeep("section"));
            return self.pass_over();
        }
        if sections.len() >= MAX_PARTS {
            self.trouble(Trouble::TooMany("section"));
            return self.pass_over();
        }
        if !self.expect(Next::Object, "section")? {
            return Ok(());
        }
        let place = sections.len();
        let mut section = Section {
            family,
            ..Section::default()
        };
        // Its place in the order of the document, before those inside it.
        sections.push(Section::default());
        self.open()?;
        while let Some(name) = self.next_name()? {
            match &*name {
                "title" => {
                    section.title = self.text("section.title")?.or(section.title);
                    section.family |= section.title.as_deref().is_some_and(family::is_heading);
                }
                "code" => {
                    let counted = self.foreign_codes;
                    let code = self.concept("section.code")?;
                    self.foreign_codes = counted;
                    section.family |= family::heads(&code);
                }
                "text" => section.html = self.narrative()?.or(section.html),
                "focus" => {
                    let focus = self.whole_reference("section.focus")?;
                    section.focus = (focus != Reference::default()).then_some(focus);
                }
                "entry" => self.each(|reader| {
                    let item = reader.reference("section.entry")?;
                    keep(&mut section.items, item, "section.entry", reader);
                    Ok(())
                })?,
                "section" => self.each(|reader| reader.section(depth.saturating_add(1), section.family, sections))?,
                _ => self.pass_over()?,
            }
        }
        let (family, inner) = (section.family, sections.len() > place.saturating_add(1));
        if let Some(slot) = sections.get_mut(place) {
            *slot = section;
        }
        // The heading may have stood behind what it is above.
        if family && inner {
            for section in sections.iter_mut().skip(place) {
                section.family = true;
            }
        }
        Ok(())
    }

    /// The narrative of a resource, where it says that it holds more than the rest of it.
    pub(crate) fn additional(&mut self) -> Outcome<Option<Text<'a>>> {
        let (mut html, mut more) = (None, None);
        if !self.next_is(Next::Object)? {
            self.pass_over()?;
            return Ok(None);
        }
        self.members(|reader, name| {
            match name {
                "status" => {
                    more = reader
                        .words("text.status")?
                        .map(|status| status.trim().eq_ignore_ascii_case("additional"))
                }
                "div" if more != Some(false) && reader.next_is(Next::String)? => html = reader.text("text")?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        Ok(html.filter(|_| more == Some(true)))
    }

    /// What one `evidence` of a Condition says.
    pub(crate) fn evidence(&mut self, evidence: &mut Vec<Concept<'a>>) -> Outcome<()> {
        if !self.expect(Next::Object, "evidence")? {
            return Ok(());
        }
        self.members(|reader, name| match name {
            "code" | "concept" => reader.concepts("evidence", evidence),
            _ => reader.pass_over(),
        })
    }

    fn narrative(&mut self) -> Outcome<Option<Text<'a>>> {
        let mut html = None;
        if self.expect(Next::Object, "section.text")? {
            self.members(|reader, name| {
                match name {
                    "div" => html = reader.text("section.text")?,
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(html)
    }

    pub(crate) fn relative(&mut self) -> Outcome<Option<Relative<'a>>> {
        if !self.expect(Next::Object, "condition")? {
            return Ok(None);
        }
        let mut relative = Relative::default();
        self.members(|reader, name| match name {
            "code" => {
                relative.code = reader.concept("condition.code")?;
                Ok(())
            }
            "note" => reader.each(|reader| {
                relative.notes.extend(reader.annotation("condition.note")?);
                Ok(())
            }),
            _ => reader.pass_over(),
        })?;
        Ok(Some(relative))
    }

    /// The target of a Patient's `link`, or of a document's `relatesTo` that replaces another.
    pub(crate) fn link(&mut self) -> Outcome<Option<Cow<'a, str>>> {
        let (mut target, mut code) = (None, None);
        if !self.expect(Next::Object, "link")? {
            return Ok(None);
        }
        self.members(|reader, name| {
            match name {
                "other" | "target" | "targetReference" | "resourceReference" if reader.next_is(Next::Object)? => {
                    target = reader.reference("link")?;
                }
                "code" if reader.next_is(Next::String)? => code = reader.words("link")?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })?;
        // `relatesTo` has a code, `link` a type; of a document's relations only “replaces” matters.
        Ok(target.filter(|_| code.as_deref().is_none_or(|code| code == "replaces")))
    }

    /// The summary of one `stage` of a Condition.
    pub(crate) fn stage(&mut self) -> Outcome<Option<Concept<'a>>> {
        let mut stage = None;
        if self.expect(Next::Object, "stage")? {
            self.members(|reader, name| {
                match name {
                    "summary" => stage = Some(reader.concept("stage")?),
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(stage.filter(|stage| !stage.is_empty() || stage.foreign_code.is_some()))
    }

    /// One `category`: whether it says laboratory, and whether it says that it is the family's.
    pub(crate) fn category(&mut self) -> Outcome<(bool, bool)> {
        let counted = self.foreign_codes;
        let (mut laboratory, mut family) = (false, false);
        let mut hear = |words: &str| {
            // Most by far.
            if matches!(
                words,
                "laboratory" | "vital-signs" | "social-history" | "encounter-diagnosis" | "problem-list-item" | "exam"
            ) {
                laboratory |= words == "laboratory";
                return;
            }
            laboratory |= words.to_ascii_lowercase().contains("laborator");
            family |= family::is_category(words);
        };
        if self.next_is(Next::String)? {
            if let Some(words) = self.words("category")? {
                hear(&words);
            }
        } else if self.expect(Next::Object, "category")? {
            self.members(|reader, name| match name {
                "coding" => reader.each(|reader| {
                    let coded = reader.coded("category")?.unwrap_or_default();
                    for words in [coded.code, coded.display].into_iter().flatten() {
                        hear(&words);
                    }
                    Ok(())
                }),
                "text" => {
                    if let Some(words) = reader.words("category")? {
                        hear(&words);
                    }
                    Ok(())
                }
                _ => reader.pass_over(),
            })?;
        }
        self.foreign_codes = counted;
        Ok((laboratory, family))
    }
}

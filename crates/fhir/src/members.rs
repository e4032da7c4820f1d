//! The members of a resource, by name, whatever its type and version.

use metasign_core::record::{PartialDate, Text};

use crate::bundle::Collector;
use crate::json::{Next, Outcome, Reader};
use crate::lenient::{Reference, Trouble};
use crate::resource::{Kind, MAX_PARTS, Resource, put};
use crate::said::Said;

impl<'a> Resource<'a> {
    /// Reads one member.
    pub(crate) fn member(&mut self, reader: &mut Reader<'a>, name: &str, collector: &mut Collector<'a>) -> Outcome<()> {
        if self.kind == Some(Kind::Other) && name != "id" && name != "resourceType" {
            return reader.pass_over();
        }
        match name {
            "resourceType" => {
                let type_name = reader.words("resourceType")?;
                self.kind = type_name.as_deref().map(Kind::of).or(self.kind);
                put(&mut self.type_name, type_name, "resourceType", reader);
            }
            "id" => {
                let id = reader.words("id")?;
                put(&mut self.id, id, "id", reader);
            }
            "meta" => self.meta(reader)?,
            "identifier" if self.kind.is_none_or(|kind| kind == Kind::Patient) => reader.each(|reader| {
                let identifier = reader.identifier("identifier")?;
                if self.identifiers.len() < MAX_PARTS {
                    self.identifiers.extend(identifier);
                }
                Ok(())
            })?,
            "text" => self.narrative = reader.additional()?.or(self.narrative.take()),
            "extension" | "identifier" => reader.pass_over()?,
            "status" => {
                let said = reader.status("status")?;
                self.said.add(said);
            }
            "code" => {
                let twice = !self.measured.code.is_empty();
                let counted = reader.foreign_codes;
                let code = reader.concept("code")?;
                if self.kind == Some(Kind::List) {
                    reader.foreign_codes = counted;
                    self.family |= crate::family::heads(&code);
                    return Ok(());
                }
                if code.is_empty() {
                    return Ok(());
                }
                if twice {
                    reader.trouble(Trouble::Twice("code"));
                }
                self.measured.code = code;
            }
            "subject" | "patient" => {
                let subject = reader.whole_reference("subject")?;
                let subject = (subject != Reference::default()).then_some(subject);
                put(&mut self.subject, subject, "subject", reader);
            }
            "context" | "encounter" => self.encounter = reader.encounter_of()?.or(self.encounter.take()),
            "modifierExtension" => reader.each(|reader| {
                self.modified = true;
                reader.pass_over()
            })?,
            _ if self.dates.take(reader, name)? => {}
            _ if self.text_member(reader, name)? => {}
            _ if self.measured.take(reader, name)? => {}
            _ => return self.rare_member(reader, name, collector),
        }
        Ok(())
    }

    /// `meta`: the version, and when it was written.
    fn meta(&mut self, reader: &mut Reader<'a>) -> Outcome<()> {
        if !reader.expect(Next::Object, "meta")? {
            return Ok(());
        }
        reader.members(|reader, name| {
            match name {
                "versionId" => self.version.number = reader.words("meta.versionId")?,
                "lastUpdated" => self.version.updated = reader.words("meta.lastUpdated")?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })
    }

    /// A Bundle's own `meta.lastUpdated` as a date.
    pub(crate) fn last_updated(&self) -> Option<PartialDate> {
        self.version.updated.as_deref().and_then(PartialDate::parse)
    }

    /// Free text that belongs to the entry.
    fn text_member(&mut self, reader: &mut Reader<'a>, name: &str) -> Outcome<bool> {
        match name {
            "comment" => self.notes.extend(reader.text("comment")?),
            // DSTU2's name for it.
            "comments" => {
                self.dates.dstu2 = true;
                self.notes.extend(reader.text("comments")?);
            }
            "description" => self.notes.extend(reader.text("description")?),
            "conclusion" => self.notes.extend(reader.text("conclusion")?),
            "note" | "notes" => reader.each(|reader| {
                let note = if reader.next_is(Next::String)? {
                    reader.text("note")?
                } else {
                    reader.annotation("note")?
                };
                self.notes.extend(note);
                Ok(())
            })?,
            "title" => {
                let title = reader.text("title")?;
                put(&mut self.title, title, "title", reader);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn rare_member(&mut self, reader: &mut Reader<'a>, name: &str, collector: &mut Collector<'a>) -> Outcome<()> {
        match name {
            "entry" => reader.each(|reader| collector.bundle_or_list_entry(reader, &mut self.items))?,
            "timestamp" => {
                let date = reader.date("timestamp")?;
                put(&mut self.timestamp, date, "timestamp", reader);
            }
            "gender" => {
                let gender = reader.text("gender")?;
                put(&mut self.gender, gender, "gender", reader);
            }
            "birthDate" => {
                let date = reader.date("birthDate")?;
                put(&mut self.birth_date, date, "birthDate", reader);
            }
            "clinicalStatus" => {
                let said = reader.status("clinicalStatus")?;
                self.said.add(said);
            }
            "verificationStatus" => {
                let said = reader.status("verificationStatus")?;
                self.said.add(said);
            }
            "docStatus" => {
                if reader.status("docStatus")?.is(Said::ERROR) {
                    self.said.add(Said::ERROR);
                }
            }
            "notDone" | "doNotPerform" | "notPerformed" | "wasNotTaken" | "notGiven" => {
                self.negated |= reader.flag("notDone")?.unwrap_or(false);
            }
            "taken" => self.negated |= reader.text("taken")?.as_deref() == Some("n"),
            "category" => reader.each(|reader| {
                let (laboratory, family) = reader.category()?;
                self.laboratory |= laboratory;
                self.family |= family;
                Ok(())
            })?,
            "component" => reader.each(|reader| {
                let component = reader.component()?.filter(|component| !component.is_empty());
                keep(&mut self.components, component, "component", reader);
                Ok(())
            })?,
            "specimen" => reader.each(|reader| {
                self.laboratory = true;
                let specimen = reader.whole_reference("specimen")?;
                keep(&mut self.specimens, Some(specimen), "specimen", reader);
                Ok(())
            })?,
            "result" => reader.each(|reader| {
                let result = reader.reference("result")?;
                keep(&mut self.results, result, "result", reader);
                Ok(())
            })?,
            "hasMember" => {
                self.group |= reader.next_kind()? != Next::Null;
                reader.pass_over()?;
            }
            "related" => reader.each(|reader| {
                self.group |= reader.heads_a_group()?;
                Ok(())
            })?,
            "focus" => reader.each(|reader| {
                let focus = reader.whole_reference("focus")?;
                if self.focus.is_none() && focus != Reference::default() {
                    self.focus = Some(focus);
                }
                Ok(())
            })?,
            "link" | "relatesTo" => reader.each(|reader| {
                let link = reader.link()?;
                keep(&mut self.links, link, "link", reader);
                Ok(())
            })?,
            "type" if reader.next_is(Next::String)? => {
                let word = reader.words("type")?;
                if collector.at_top() {
                    self.bundle_type = word;
                }
            }
            "type" | "serviceRequested" => reader.concepts("type", &mut self.types)?,
            "reason" | "reasonCode" => reader.concepts("reason", &mut self.reasons)?,
            "conclusionCode" | "codedDiagnosis" => reader.concepts("conclusionCode", &mut self.conclusions)?,
            "bodySite" => reader.concepts("bodySite", &mut self.sites)?,
            "evidence" => reader.each(|reader| reader.evidence(&mut self.evidence))?,
            "stage" => reader.each(|reader| {
                let stage = reader.stage()?;
                keep(&mut self.stages, stage, "stage", reader);
                Ok(())
            })?,
            "medicationCodeableConcept" => self.measured.code = reader.concept("medicationCodeableConcept")?,
            "medicationReference" => {
                let reference = reader.whole_reference("medicationReference")?;
                self.medication = reference.target;
                self.title = reference.display.or(self.title.take());
            }
            // R5 has one member for both.
            "medication" if reader.next_is(Next::Object)? => reader.members(|reader, name| {
                match name {
                    "concept" => self.measured.code = reader.concept("medication")?,
                    "reference" if reader.next_is(Next::Object)? => {
                        let reference = reader.whole_reference("medication")?;
                        self.medication = reference.target;
                        self.title = reference.display.or(self.title.take());
                    }
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?,
            "contained" => reader.each(|reader| self.contained_resource(reader, collector))?,
            "contentType" | "data" if self.kind.is_none_or(|kind| kind == Kind::Binary) => self.binary(reader, name)?,
            "content" if reader.next_is(Next::String)? => self.binary(reader, "data")?,
            "presentedForm" => reader.each(|reader| {
                let attachment = reader.attachment()?;
                keep(&mut self.attachments, attachment, "presentedForm", reader);
                Ok(())
            })?,
            "content" => reader.each(|reader| {
                if !reader.expect(Next::Object, "content")? {
                    return Ok(());
                }
                reader.members(|reader, name| {
                    match name {
                        "attachment" => {
                            let attachment = reader.attachment()?;
                            keep(&mut self.attachments, attachment, "content", reader);
                        }
                        _ => reader.pass_over()?,
                    }
                    Ok(())
                })
            })?,
            "section" => reader.each(|reader| reader.section(0, false, &mut self.sections))?,
            "condition" => reader.each(|reader| {
                let relative = reader.relative()?;
                keep(&mut self.relatives, relative, "condition", reader);
                Ok(())
            })?,
            _ => reader.pass_over()?,
        }
        Ok(())
    }

    /// A Binary's own content, kept as the attachment it stands for.
    fn binary(&mut self, reader: &mut Reader<'a>, name: &str) -> Outcome<()> {
        let text: Option<Text<'a>> = reader.text("Binary")?;
        if self.attachments.is_empty() {
            self.attachments.push(crate::attachment::Attachment::default());
        }
        if let Some(attachment) = self.attachments.first_mut() {
            attachment.set(name, text);
        }
        Ok(())
    }

    fn contained_resource(&mut self, reader: &mut Reader<'a>, collector: &mut Collector<'a>) -> Outcome<()> {
        let resource = *Resource::read(reader, collector)?;
        match resource.kind {
            Some(Kind::Other) | None => {
                let name = resource
                    .type_name
                    .as_deref()
                    .and_then(crate::names::known)
                    .unwrap_or("unnamed");
                collector.pass_over_contained(name);
                if let Some(id) = resource.id.filter(|_| self.others_inside.len() < MAX_PARTS) {
                    self.others_inside.push((id, name));
                }
            }
            Some(_) => keep(&mut self.contained, Some(resource), "contained", reader),
        }
        Ok(())
    }
}

/// Adds to a list of parts, which has an end.
pub(crate) fn keep<'a, T>(parts: &mut Vec<T>, part: Option<T>, member: &'static str, reader: &mut Reader<'a>) {
    let Some(part) = part else { return };
    if parts.len() < MAX_PARTS {
        parts.push(part);
    } else {
        reader.trouble(Trouble::TooMany(member));
    }
}

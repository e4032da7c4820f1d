//! One struct for every resource that is read, in both versions.
//!
//! R4 and STU3 give the same meaning to members of different names and types (`context` and `encounter`,
//! `comment` and `note`, a word and a `CodeableConcept`). One superset, filled by member name, reads both in one
//! pass, whatever the order of members; what a member means for a kind of resource is decided afterwards.

use std::borrow::Cow;

use metasign_core::record::{PartialDate, Text};

use crate::attachment::Attachment;
use crate::bundle::Collector;
use crate::concept::Concept;
use crate::json::{Next, Outcome, Reader};
use crate::lenient::{Period, Trouble};
use crate::measured::Measured;

/// Sections of a document nested deeper than this are passed over.
const MAX_SECTION_DEPTH: u8 = 8;

/// The kinds of resource that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bundle,
    Patient,
    Condition,
    Observation,
    DiagnosticReport,
    Procedure,
    Request,
    ReferralRequest,
    MedicationRequest,
    MedicationStatement,
    Medication,
    Encounter,
    DocumentReference,
    Composition,
    List,
    FamilyMemberHistory,
    /// Passed over, and counted.
    Other,
}

/// Everything that is read of a resource.
#[derive(Debug, Default)]
pub(crate) struct Resource<'a> {
    pub(crate) kind: Option<Kind>,
    pub(crate) type_name: Option<Cow<'a, str>>,
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) troubles: Vec<Trouble>,
    // A Bundle's own dates.
    pub(crate) timestamp: Option<PartialDate>,
    pub(crate) last_updated: Option<PartialDate>,
    // A Patient.
    pub(crate) gender: Option<Text<'a>>,
    pub(crate) birth_date: Option<PartialDate>,
    // Every clinical resource.
    pub(crate) status: Option<Text<'a>>,
    pub(crate) clinical_status: Option<Text<'a>>,
    pub(crate) verification: Option<Text<'a>>,
    pub(crate) negated: bool,
    /// An extension that may change the meaning of everything else.
    pub(crate) modified: bool,
    /// When it was true: onset, effective, performed, occurrence, a period; its end, or the abatement.
    pub(crate) happened: Period,
    /// When it was written down.
    pub(crate) written: Option<PartialDate>,
    pub(crate) subject: Option<Cow<'a, str>>,
    pub(crate) encounter: Option<Cow<'a, str>>,
    pub(crate) measured: Measured<'a>,
    pub(crate) components: Vec<Measured<'a>>,
    /// Heads a group of results, or was measured on a specimen.
    pub(crate) laboratory: bool,
    pub(crate) types: Vec<Concept<'a>>,
    pub(crate) reasons: Vec<Concept<'a>>,
    pub(crate) conclusions: Vec<Concept<'a>>,
    pub(crate) sites: Vec<Concept<'a>>,
    pub(crate) notes: Vec<Text<'a>>,
    pub(crate) medication: Option<Cow<'a, str>>,
    pub(crate) contained: Vec<Resource<'a>>,
    pub(crate) attachments: Vec<Attachment<'a>>,
    pub(crate) sections: Vec<Section<'a>>,
    /// The title of a document or List, or the display of a medicine that is referred to.
    pub(crate) title: Option<Text<'a>>,
    pub(crate) items: Vec<Cow<'a, str>>,
    pub(crate) relatives: Vec<Relative<'a>>,
}

/// One section of a Composition.
#[derive(Debug, Default)]
pub(crate) struct Section<'a> {
    pub(crate) title: Option<Text<'a>>,
    pub(crate) html: Option<Text<'a>>,
}

/// One condition of a relative.
#[derive(Debug, Default)]
pub(crate) struct Relative<'a> {
    pub(crate) code: Concept<'a>,
    pub(crate) notes: Vec<Text<'a>>,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "Bundle" => Self::Bundle,
            "Patient" => Self::Patient,
            "Condition" => Self::Condition,
            "Observation" => Self::Observation,
            "DiagnosticReport" => Self::DiagnosticReport,
            "Procedure" => Self::Procedure,
            "ProcedureRequest" | "ServiceRequest" => Self::Request,
            "ReferralRequest" => Self::ReferralRequest,
            "MedicationRequest" => Self::MedicationRequest,
            "MedicationStatement" => Self::MedicationStatement,
            "Medication" => Self::Medication,
            "Encounter" => Self::Encounter,
            "DocumentReference" => Self::DocumentReference,
            "Composition" => Self::Composition,
            "List" => Self::List,
            "FamilyMemberHistory" => Self::FamilyMemberHistory,
            _ => Self::Other,
        }
    }
}

/// Sets a slot; a member that stands there twice is a trouble, and the last one counts, as in serde_json.
fn put<T>(slot: &mut Option<T>, value: Option<T>, member: &'static str, troubles: &mut Vec<Trouble>) {
    if slot.is_some() {
        troubles.push(Trouble::Twice(member));
    }
    *slot = value;
}

impl<'a> Resource<'a> {
    /// Reads the resource whose object comes next. The entries of a Bundle go straight to the collector.
    pub(crate) fn read(reader: &mut Reader<'a>, collector: &mut Collector<'a>) -> Outcome<Box<Self>> {
        let mut resource = Box::<Self>::default();
        // Troubles met so far belong to whatever stands around this resource.
        let outer = std::mem::take(&mut reader.troubles);
        if reader.expect(Next::Object, "resource")? {
            reader.open()?;
            while let Some(name) = reader.next_name()? {
                resource.member(reader, &name, collector)?;
            }
        }
        resource.troubles = std::mem::replace(&mut reader.troubles, outer);
        Ok(resource)
    }

    fn member(&mut self, reader: &mut Reader<'a>, name: &str, collector: &mut Collector<'a>) -> Outcome<()> {
        if self.kind == Some(Kind::Other) && name != "id" && name != "resourceType" {
            return reader.pass_over();
        }
        match name {
            "resourceType" => {
                let type_name = reader.words("resourceType")?;
                self.kind = type_name.as_deref().map(Kind::of);
                put(&mut self.type_name, type_name, "resourceType", &mut reader.troubles);
            }
            "id" => {
                let id = reader.words("id")?;
                put(&mut self.id, id, "id", &mut reader.troubles);
            }
            "text" | "meta" | "extension" | "identifier" if !(name == "meta" && collector.at_top()) => {
                reader.pass_over()?;
            }
            "status" => {
                let status = reader.text("status")?;
                put(&mut self.status, status, "status", &mut reader.troubles);
            }
            "code" => {
                if self.kind == Some(Kind::List) {
                    return reader.pass_over();
                }
                if !self.measured.code.is_empty() {
                    reader.troubles.push(Trouble::Twice("code"));
                }
                self.measured.code = reader.concept("code")?;
            }
            "subject" | "patient" => {
                let subject = reader.reference("subject")?;
                put(&mut self.subject, subject, "subject", &mut reader.troubles);
            }
            "context" | "encounter" => self.encounter = reader.encounter_of()?.or(self.encounter.take()),
            "modifierExtension" => reader.each(|reader| {
                self.modified = true;
                reader.pass_over()
            })?,
            _ if self.date_member(reader, name)? => {}
            _ if self.text_member(reader, name)? => {}
            _ if self.measured.take(reader, name)? => {}
            _ => return self.rare_member(reader, name, collector),
        }
        Ok(())
    }

    /// Dates, under the many names the resources give them.
    fn date_member(&mut self, reader: &mut Reader<'a>, name: &str) -> Outcome<bool> {
        match name {
            "effectiveDateTime" | "effectiveInstant" => self.happened.start = reader.date("effective")?,
            "onsetDateTime" => self.happened.start = reader.date("onset")?,
            "performedDateTime" => self.happened.start = reader.date("performed")?,
            "occurrenceDateTime" => self.happened.start = reader.date("occurrence")?,
            "effectivePeriod" => self.happened = reader.period("effective")?,
            "performedPeriod" => self.happened = reader.period("performed")?,
            "occurrencePeriod" => self.happened = reader.period("occurrence")?,
            "period" => self.happened = reader.period("period")?,
            // The end of an onset is not the end of the problem; that is its abatement.
            "onsetPeriod" => self.happened.start = reader.period("onset")?.start,
            "abatementDateTime" => self.happened.end = reader.date("abatement")?,
            "abatementPeriod" => {
                let period = reader.period("abatement")?;
                self.happened.end = period.end.or(period.start);
            }
            "issued" => self.written = self.written.or(reader.date("issued")?),
            "assertedDate" => self.written = self.written.or(reader.date("assertedDate")?),
            "recordedDate" => self.written = self.written.or(reader.date("recordedDate")?),
            "dateAsserted" => self.written = self.written.or(reader.date("dateAsserted")?),
            "authoredOn" => self.written = self.written.or(reader.date("authoredOn")?),
            "date" => self.written = self.written.or(reader.date("date")?),
            "indexed" => self.written = self.written.or(reader.date("indexed")?),
            "created" => self.written = reader.date("created")?.or(self.written),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Free text that belongs to the entry.
    fn text_member(&mut self, reader: &mut Reader<'a>, name: &str) -> Outcome<bool> {
        match name {
            "comment" => self.notes.extend(reader.text("comment")?),
            "description" => self.notes.extend(reader.text("description")?),
            "conclusion" => self.notes.extend(reader.text("conclusion")?),
            "note" => reader.each(|reader| {
                self.notes.extend(reader.annotation("note")?);
                Ok(())
            })?,
            "title" => self.title = reader.text("title")?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn rare_member(&mut self, reader: &mut Reader<'a>, name: &str, collector: &mut Collector<'a>) -> Outcome<()> {
        match name {
            "entry" => reader.each(|reader| collector.bundle_or_list_entry(reader, &mut self.items))?,
            "timestamp" => self.timestamp = reader.date("timestamp")?,
            "meta" => {
                if reader.expect(Next::Object, "meta")? {
                    reader.members(|reader, name| {
                        match name {
                            "lastUpdated" => self.last_updated = reader.date("meta.lastUpdated")?,
                            _ => reader.pass_over()?,
                        }
                        Ok(())
                    })?;
                }
            }
            "gender" => {
                let gender = reader.text("gender")?;
                put(&mut self.gender, gender, "gender", &mut reader.troubles);
            }
            "birthDate" => {
                let date = reader.date("birthDate")?;
                put(&mut self.birth_date, date, "birthDate", &mut reader.troubles);
            }
            "clinicalStatus" => {
                let status = reader.status_word("clinicalStatus")?;
                put(
                    &mut self.clinical_status,
                    status,
                    "clinicalStatus",
                    &mut reader.troubles,
                );
            }
            "verificationStatus" => {
                let status = reader.status_word("verificationStatus")?;
                put(
                    &mut self.verification,
                    status,
                    "verificationStatus",
                    &mut reader.troubles,
                );
            }
            "docStatus" => {
                if let Some(word) = reader.text("docStatus")?.filter(|word| &**word == "entered-in-error") {
                    self.status = Some(word);
                }
            }
            "notDone" | "doNotPerform" => self.negated |= reader.flag("notDone")?.unwrap_or(false),
            "taken" => self.negated |= reader.text("taken")?.as_deref() == Some("n"),
            "component" => reader.each(|reader| {
                self.components.extend(reader.component()?);
                Ok(())
            })?,
            "specimen" | "hasMember" => {
                self.laboratory = true;
                reader.pass_over()?;
            }
            "related" => reader.each(|reader| {
                self.laboratory |= reader.heads_a_group()?;
                Ok(())
            })?,
            "type" if reader.next_kind()? == Next::String => reader.pass_over()?,
            "type" | "serviceRequested" => reader.concepts("type", &mut self.types)?,
            "reason" | "reasonCode" => reader.concepts("reason", &mut self.reasons)?,
            "conclusionCode" | "codedDiagnosis" => reader.concepts("conclusionCode", &mut self.conclusions)?,
            "bodySite" => reader.concepts("bodySite", &mut self.sites)?,
            "medicationCodeableConcept" => self.measured.code = reader.concept("medicationCodeableConcept")?,
            "medicationReference" => self.medication = reader.reference_and_display(&mut self.title)?,
            "contained" => reader.each(|reader| {
                self.contained.push(*Resource::read(reader, collector)?);
                Ok(())
            })?,
            "presentedForm" => reader.each(|reader| {
                self.attachments.extend(reader.attachment()?);
                Ok(())
            })?,
            "content" => reader.each(|reader| {
                if !reader.expect(Next::Object, "content")? {
                    return Ok(());
                }
                reader.members(|reader, name| {
                    match name {
                        "attachment" => self.attachments.extend(reader.attachment()?),
                        _ => reader.pass_over()?,
                    }
                    Ok(())
                })
            })?,
            "section" => reader.each(|reader| reader.section(0, &mut self.sections))?,
            "condition" => reader.each(|reader| {
                self.relatives.extend(reader.relative()?);
                Ok(())
            })?,
            _ => reader.pass_over()?,
        }
        Ok(())
    }
}

impl<'a> Reader<'a> {
    fn concepts(&mut self, member: &'static str, concepts: &mut Vec<Concept<'a>>) -> Outcome<()> {
        self.each(|reader| {
            let concept = reader.concept(member)?;
            if !concept.is_empty() {
                concepts.push(concept);
            }
            Ok(())
        })
    }

    /// The target of a `medicationReference`; its display, the name of the medicine, goes to `display`.
    fn reference_and_display(&mut self, display: &mut Option<Text<'a>>) -> Outcome<Option<Cow<'a, str>>> {
        const MEMBER: &str = "medicationReference";
        let mut target = None;
        if self.expect(Next::Object, MEMBER)? {
            self.members(|reader, name| {
                match name {
                    "reference" => target = reader.words(MEMBER)?,
                    "display" => *display = reader.text(MEMBER)?,
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(target)
    }

    /// `encounter` or STU3's `context`, which a DocumentReference turns into an object around it.
    fn encounter_of(&mut self) -> Outcome<Option<Cow<'a, str>>> {
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

    fn component(&mut self) -> Outcome<Option<Measured<'a>>> {
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
    fn heads_a_group(&mut self) -> Outcome<bool> {
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

    fn section(&mut self, depth: u8, sections: &mut Vec<Section<'a>>) -> Outcome<()> {
        if depth >= MAX_SECTION_DEPTH {
            self.troubles.push(Trouble::TooDeep("section"));
            return self.pass_over();
        }
        if !self.expect(Next::Object, "section")? {
            return Ok(());
        }
        let place = sections.len();
        sections.push(Section::default());
        self.open()?;
        while let Some(name) = self.next_name()? {
            match &*name {
                "title" => {
                    let title = self.text("section.title")?;
                    if let Some(section) = sections.get_mut(place) {
                        section.title = title;
                    }
                }
                "text" => {
                    let html = self.narrative()?;
                    if let Some(section) = sections.get_mut(place) {
                        section.html = html;
                    }
                }
                "section" => self.each(|reader| reader.section(depth.saturating_add(1), sections))?,
                _ => self.pass_over()?,
            }
        }
        Ok(())
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

    fn relative(&mut self) -> Outcome<Option<Relative<'a>>> {
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
}

//! The Bundle: its resources collected in one pass.

use std::borrow::Cow;
use std::collections::BTreeMap;

use metasign_core::record::{Date, Entry, Notice, PartialDate, Patient, Record, Sex, Text};

use crate::concept::Concept;
use crate::entries::is_family_heading;
use crate::error::FhirError;
use crate::json::{Next, Outcome, Reader};
use crate::lenient::Trouble;
use crate::recognise::{not_json, text_of};
use crate::reference;
use crate::resource::{Kind, Resource};

/// How deep Bundles may stand inside Bundles.
const MAX_BUNDLE_DEPTH: u8 = 4;

/// Reads a Bundle of any type, R4 or STU3.
///
/// The question is asked on `as_of`, else on the day of the Bundle's `timestamp`; else of its `meta.lastUpdated`
/// or of its newest entry, which a notice then says.
///
/// # Errors
/// When the bytes are too many, not UTF-8, not JSON, no Bundle, or no day for the question is to be had.
pub fn read(bytes: &[u8], as_of: Option<Date>) -> Result<Record<'_>, FhirError> {
    let text = text_of(bytes)?;
    let mut reader = Reader::new(text);
    let mut collector = Collector::default();
    let bundle = whole_document(&mut reader, &mut collector).map_err(|broken| not_json(text, broken))?;
    match bundle.kind {
        Some(Kind::Bundle) => {}
        Some(_) => return Err(not_a_bundle(bundle.type_name.as_deref().unwrap_or_default())),
        None => return Err(FhirError::NotFhir),
    }
    collector.foreign_codes = reader.foreign_codes;
    collector.troubles_of(&bundle.troubles, None);
    collector.finish(as_of, &bundle)
}

fn whole_document<'a>(reader: &mut Reader<'a>, collector: &mut Collector<'a>) -> Outcome<Box<Resource<'a>>> {
    let bundle = Resource::read(reader, collector)?;
    reader.end()?;
    Ok(bundle)
}

fn not_a_bundle(type_name: &str) -> FhirError {
    let advice = match type_name {
        "OperationOutcome" => "the server answered with an error: mend that request first",
        "Parameters" => "that is a request to a server: send the server's answer",
        _ => "wrap it in a `Bundle` with the patient's other resources",
    };
    FhirError::NotABundle {
        found: plain_name(type_name).map(str::to_owned),
        advice,
    }
}

/// The name of a type of resource, if it is one: nothing else of the document may reach a message.
fn plain_name(name: &str) -> Option<&str> {
    let plain = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (plain && !name.is_empty()).then_some(name)
}

/// What has been read so far.
#[derive(Debug, Default)]
pub(crate) struct Collector<'a> {
    depth: u8,
    /// Resources met, to name those without an id.
    met: usize,
    pub(crate) patients: Vec<(Option<Cow<'a, str>>, Patient<'a>)>,
    pub(crate) drafts: Vec<Draft<'a>>,
    pub(crate) medications: BTreeMap<Cow<'a, str>, Concept<'a>>,
    pub(crate) encounters: BTreeMap<Cow<'a, str>, PartialDate>,
    pub(crate) memberships: BTreeMap<Cow<'a, str>, Membership<'a>>,
    pub(crate) passed_over: BTreeMap<Cow<'a, str>, usize>,
    pub(crate) foreign_codes: usize,
    pub(crate) notices: Vec<Notice>,
}

/// An entry whose references are still to be resolved.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) entry: Entry<'a>,
    /// `Type/id` of its resource, without the `#` part of the entry's id.
    pub(crate) resource: Text<'a>,
    pub(crate) subject: Option<Cow<'a, str>>,
    pub(crate) medicine: Option<Medicine<'a>>,
}

/// A medicine in a resource of its own, which may stand anywhere in the Bundle.
#[derive(Debug)]
pub(crate) struct Medicine<'a> {
    pub(crate) id: Cow<'a, str>,
    pub(crate) display: Option<Text<'a>>,
}

/// The List an item stands in.
#[derive(Debug)]
pub(crate) struct Membership<'a> {
    pub(crate) encounter: Option<Cow<'a, str>>,
    pub(crate) list: Option<Cow<'a, str>>,
    /// Under the heading “Family history”.
    pub(crate) family: bool,
}

impl<'a> Collector<'a> {
    /// Whether the Bundle itself is being read, not one of its resources.
    pub(crate) const fn at_top(&self) -> bool {
        self.depth == 0
    }

    /// Takes one `entry` of a Bundle (`resource`) or of a List (`item`).
    pub(crate) fn bundle_or_list_entry(
        &mut self,
        reader: &mut Reader<'a>,
        items: &mut Vec<Cow<'a, str>>,
    ) -> Outcome<()> {
        if !reader.expect(Next::Object, "entry")? {
            return Ok(());
        }
        let (mut full_url, mut resource) = (None, None);
        reader.open()?;
        while let Some(name) = reader.next_name()? {
            match &*name {
                "fullUrl" => full_url = reader.words("entry.fullUrl")?,
                "item" => items.extend(reader.reference("entry.item")?),
                "resource" if self.depth >= MAX_BUNDLE_DEPTH => {
                    reader.troubles.push(Trouble::TooDeep("entry"));
                    reader.pass_over()?;
                }
                "resource" => {
                    self.depth = self.depth.saturating_add(1);
                    resource = Some(Resource::read(reader, self)?);
                    self.depth = self.depth.saturating_sub(1);
                }
                _ => reader.pass_over()?,
            }
        }
        if let Some(resource) = resource {
            self.take(resource, full_url);
        }
        Ok(())
    }

    /// Turns a resource into entries, or into what entries refer to.
    fn take(&mut self, mut resource: Box<Resource<'a>>, full_url: Option<Cow<'a, str>>) {
        self.met = self.met.saturating_add(1);
        if resource.id.is_none() {
            resource.id = full_url.clone().map(reference::id);
        }
        for contained in &resource.contained {
            if contained.kind != Some(Kind::Medication) {
                let name = contained.type_name.as_deref().and_then(plain_name).unwrap_or("unnamed");
                self.pass_over_type(Cow::Owned(format!("contained {name}")));
            }
        }
        let Some(kind) = resource.kind else {
            self.pass_over_type(Cow::Borrowed("unnamed"));
            return;
        };
        match kind {
            Kind::Bundle => self.troubles_of(&resource.troubles, None),
            Kind::Other => {
                let name = resource.type_name.take().filter(|name| plain_name(name).is_some());
                self.pass_over_type(name.unwrap_or(Cow::Borrowed("unnamed")));
            }
            Kind::Patient => self.take_patient(resource),
            Kind::Medication => {
                let concept = std::mem::take(&mut resource.measured.code);
                if let Some(url) = full_url {
                    self.medications.insert(reference::id(url), concept.clone());
                }
                if let Some(id) = resource.id {
                    self.medications.insert(id, concept);
                }
            }
            Kind::List => self.take_list(resource),
            _ => {
                let name = self.name_of(&resource);
                self.troubles_of(&resource.troubles, Some(&name));
                if kind == Kind::Encounter
                    && let (Some(id), Some(start)) = (&resource.id, resource.happened.start)
                {
                    self.encounters.insert(id.clone(), start);
                }
                crate::entries::take(self, resource, kind, name);
            }
        }
    }

    fn take_patient(&mut self, mut resource: Box<Resource<'a>>) {
        let name = self.name_of(&resource);
        let sex = match resource.gender.as_deref() {
            Some("female") => Some(Sex::Female),
            Some("male") => Some(Sex::Male),
            None | Some("other" | "unknown") => None,
            Some(_) => {
                resource.troubles.push(Trouble::Word("gender"));
                None
            }
        };
        self.troubles_of(&resource.troubles, Some(&name));
        let patient = Patient {
            sex,
            birth_date: resource.birth_date,
            reference: resource.id.clone().map(Text::from),
        };
        self.patients.push((resource.id, patient));
    }

    fn take_list(&mut self, resource: Box<Resource<'a>>) {
        if resource.status.as_deref() == Some("entered-in-error") {
            return;
        }
        let family = resource.title.as_deref().is_some_and(is_family_heading);
        let encounter = resource.encounter.map(reference::id);
        for item in resource.items {
            let membership = self.memberships.entry(reference::key(item)).or_insert(Membership {
                encounter: None,
                list: None,
                family: false,
            });
            membership.family |= family;
            if membership.encounter.is_none() {
                membership.encounter.clone_from(&encounter);
            }
            if membership.list.is_none() {
                membership.list.clone_from(&resource.id);
            }
        }
    }

    /// `Type/id`, or `Type/entry-n` for the nth resource when it has no id.
    fn name_of(&self, resource: &Resource<'a>) -> String {
        let type_name = resource.type_name.as_deref().unwrap_or_default();
        match &resource.id {
            Some(id) => [type_name, "/", id].concat(),
            None => format!("{type_name}/entry-{}", self.met),
        }
    }

    fn pass_over_type(&mut self, name: Cow<'a, str>) {
        let count = self.passed_over.entry(name).or_default();
        *count = count.saturating_add(1);
    }

    fn troubles_of(&mut self, troubles: &[Trouble], entry: Option<&str>) {
        self.notices.extend(troubles.iter().map(|trouble| {
            let (code, message) = trouble.notice();
            Notice {
                code,
                entry: entry.map(str::to_owned),
                message,
            }
        }));
    }
}

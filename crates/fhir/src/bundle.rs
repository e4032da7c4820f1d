//! The Bundle: its resources collected in one pass.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use metasign_core::record::{Date, Entry, MAX_ENTRIES, Notice, NoticeFold, PartialDate, Patient, Record, Text};

use crate::attachment::Attachment;
use crate::concept::Concept;
use crate::dates::Age;
use crate::error::FhirError;
use crate::family;
use crate::fluid::{self, Fluid, Specimen};
use crate::json::{Next, Outcome, Reader};
use crate::lenient::{Reference, Trouble};
use crate::names;
use crate::person::Person;
use crate::recognise::{not_json, text_of};
use crate::reference;
use crate::resource::{Kind, Resource};
use crate::said::Said;
use crate::subject::{Subject, sex_of};
use crate::version::Version;

/// How deep Bundles may stand inside Bundles.
const MAX_BUNDLE_DEPTH: u8 = 4;

/// Reads a Bundle of any type, R4 or STU3.
///
/// The question is asked on `as_of`, else on the day of the Bundle's `timestamp`; else of its `meta.lastUpdated`
/// or of its newest entry, which a notice then says.
///
/// # Errors
/// When the bytes are too many, not UTF-8, not JSON, no Bundle, of a version that is not read, more entries than a record
/// may have, or when no day for the question is to be had.
pub fn read(bytes: &[u8], as_of: Option<Date>) -> Result<Record<'_>, FhirError> {
    let text = text_of(bytes)?;
    let mut reader = Reader::new(text);
    let mut collector = Collector::default();
    let bundle = whole_document(&mut reader, &mut collector).map_err(|broken| not_json(text, broken))?;
    if collector.dstu1 {
        return Err(FhirError::OldVersion { name: "FHIR DSTU1" });
    }
    if collector.too_many {
        return Err(FhirError::TooMany);
    }
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
        found: names::known(type_name),
        advice,
    }
}

/// So many Patients of one Bundle are told apart; what others are the subject of is left out all the same.
const MAX_PERSONS: usize = 1000;

/// So many links and identifiers of one Patient are looked at.
const MAX_LINKS: usize = 20;

/// What has been read so far.
#[derive(Debug, Default)]
pub(crate) struct Collector<'a> {
    depth: u8,
    /// Resources met, to name those without an id.
    met: usize,
    pub(crate) persons: Vec<Person<'a>>,
    /// Whom the document says it is about.
    pub(crate) about: Option<Reference<'a>>,
    pub(crate) subjects: Vec<Subject<'a>>,
    pub(crate) taken: Vec<Taken<'a>>,
    pub(crate) drafts: Vec<Draft<'a>>,
    pub(crate) medications: BTreeMap<Cow<'a, str>, Concept<'a>>,
    pub(crate) encounters: BTreeMap<Cow<'a, str>, PartialDate>,
    pub(crate) memberships: BTreeMap<Cow<'a, str>, Membership<'a>>,
    /// What fluid each Specimen is, as far as it says.
    pub(crate) specimens: BTreeMap<Cow<'a, str>, Option<Fluid>>,
    /// The specimens of reports, by their results.
    pub(crate) report_fluids: BTreeMap<Cow<'a, str>, Specimen<'a>>,
    pub(crate) binaries: BTreeMap<Cow<'a, str>, Attachment<'a>>,
    /// Which version of each it is.
    binary_versions: BTreeMap<Cow<'a, str>, Version<'a>>,
    /// Resources whose text is in a Binary, which may stand anywhere in the Bundle.
    pub(crate) waiting: Vec<Waiting<'a>>,
    /// Documents that another one replaces.
    pub(crate) replaced: Vec<Cow<'a, str>>,
    pub(crate) passed_over: BTreeMap<&'static str, usize>,
    pub(crate) passed_over_inside: BTreeMap<&'static str, usize>,
    pub(crate) foreign_codes: usize,
    pub(crate) notices: Vec<Notice>,
    pub(crate) fold: NoticeFold,
    pub(crate) dstu2: bool,
    dstu1: bool,
    pub(crate) too_many: bool,
}

/// A resource that entries are made of.
#[derive(Debug)]
pub(crate) struct Taken<'a> {
    /// `Type/id`.
    pub(crate) name: Text<'a>,
    pub(crate) version: Version<'a>,
    /// Stands inside another one, under an id of its own there.
    pub(crate) inside: bool,
    /// An older version, or deleted since.
    pub(crate) dropped: bool,
}

/// A resource held back until the Binaries of the Bundle are known.
#[derive(Debug)]
pub(crate) struct Waiting<'a> {
    pub(crate) resource: Box<Resource<'a>>,
    pub(crate) kind: Kind,
    pub(crate) taken: u32,
}

/// An entry whose references are still to be resolved.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) entry: Entry<'a>,
    /// Its resource, among those taken.
    pub(crate) taken: u32,
    pub(crate) subject: Option<u32>,
    pub(crate) focus: Option<u32>,
    pub(crate) medicine: Option<Box<Medicine<'a>>>,
    pub(crate) specimen: Option<Specimen<'a>>,
    /// The age that dates it, until the birth date is known.
    pub(crate) ages: Option<Box<(Option<Age>, Option<Age>)>>,
}

/// A medicine in a resource of its own, which may stand anywhere in the Bundle.
#[derive(Debug)]
pub(crate) struct Medicine<'a> {
    pub(crate) id: Cow<'a, str>,
    pub(crate) display: Option<Text<'a>>,
}

/// The List an item stands in.
#[derive(Debug, Default)]
pub(crate) struct Membership<'a> {
    pub(crate) encounter: Option<Cow<'a, str>>,
    pub(crate) list: Option<Cow<'a, str>>,
    /// Under a heading that says family.
    pub(crate) family: bool,
}

impl<'a> Collector<'a> {
    /// Whether the Bundle itself is being read, not one of its resources.
    pub(crate) const fn at_top(&self) -> bool {
        self.depth == 0
    }

    pub(crate) fn notice(&mut self, notice: Notice) {
        self.fold.push(&mut self.notices, notice);
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
        let mut request = Request::default();
        reader.open()?;
        while let Some(name) = reader.next_name()? {
            match &*name {
                "fullUrl" => full_url = reader.words("entry.fullUrl")?,
                "item" => items.extend(reader.reference("entry.item")?),
                "resource" if self.depth >= MAX_BUNDLE_DEPTH => {
                    reader.trouble(Trouble::TooDeep("entry"));
                    reader.pass_over()?;
                }
                "resource" => {
                    self.depth = self.depth.saturating_add(1);
                    resource = Some(Resource::read(reader, self)?);
                    self.depth = self.depth.saturating_sub(1);
                }
                "request" | "response" => request.read(reader)?,
                // The Atom feed of DSTU1 had its resources here.
                "content" if self.at_top() && reader.next_is(Next::Object)? => {
                    self.dstu1 = true;
                    reader.pass_over()?;
                }
                _ => reader.pass_over()?,
            }
        }
        if let Some(mut resource) = resource {
            if resource.version.number.is_none() {
                resource.version.number = request.etag;
            }
            if resource.version.updated.is_none() {
                resource.version.updated = request.modified;
            }
            self.take(resource, full_url);
        } else if request.delete
            && let Some(target) = request.url.or(full_url)
        {
            let version = Version {
                number: request.etag,
                updated: request.modified,
                deleted: true,
            };
            self.taken.push(Taken {
                name: reference::key(target).into(),
                version,
                inside: false,
                dropped: true,
            });
        }
        Ok(())
    }

    /// Turns a resource into entries, or into what entries refer to.
    fn take(&mut self, mut resource: Box<Resource<'a>>, full_url: Option<Cow<'a, str>>) {
        self.met = self.met.saturating_add(1);
        self.dstu2 |= resource.dates.dstu2
            || matches!(
                resource.type_name.as_deref(),
                Some("MedicationOrder" | "DiagnosticOrder")
            );
        if resource.id.is_none() {
            resource.id = full_url.clone().map(reference::id);
        }
        resource.base = match &full_url {
            Some(Cow::Borrowed(url)) => reference::base(url),
            Some(Cow::Owned(url)) => reference::base(url).map(|base| Cow::Owned(base.into_owned())),
            None => None,
        };
        let Some(kind) = resource.kind else {
            self.pass_over_type("unnamed");
            return;
        };
        match kind {
            Kind::Bundle => self.troubles_of(&resource.troubles, None),
            Kind::Other => {
                let name = resource.type_name.as_deref().and_then(names::known);
                self.pass_over_type(name.unwrap_or("of a type that FHIR does not have"));
            }
            Kind::Patient => self.take_patient(resource, full_url),
            Kind::Medication => {
                let concept = std::mem::take(&mut resource.measured.code);
                if let Some(url) = full_url {
                    self.medications.insert(reference::id(url), concept.clone());
                }
                if let Some(id) = resource.id {
                    self.medications.insert(id, concept);
                }
            }
            Kind::Binary => {
                let keys = [full_url.map(reference::id), resource.id.take()];
                if let Some(content) = resource.attachments.into_iter().next() {
                    for key in keys.into_iter().flatten() {
                        let version = &resource.version;
                        let known = self.binary_versions.get(&key);
                        if known.and_then(|known| known.against(version, false)) != Some(Ordering::Greater) {
                            self.binary_versions.insert(key.clone(), version.clone());
                            self.binaries.insert(key, content.clone());
                        }
                    }
                }
            }
            Kind::List => self.take_list(resource),
            Kind::Specimen => {
                let fluid = resource.types.first().and_then(fluid::of_concept);
                let keys = [full_url.map(reference::id), resource.id.take()];
                self.specimens
                    .extend(keys.into_iter().flatten().map(|key| (key, fluid)));
            }
            _ => {
                let name = self.name_of(&resource);
                self.troubles_of(&resource.troubles, Some(&name));
                if kind == Kind::Encounter
                    && let (Some(id), Some(start)) = (&resource.id, resource.dates.start)
                {
                    self.encounters.insert(id.clone(), start);
                    if let Some(url) = full_url {
                        self.encounters.insert(reference::id(url), start);
                    }
                }
                if kind == Kind::Composition {
                    self.composition_frame(&mut resource);
                }
                if matches!(kind, Kind::DocumentReference | Kind::Composition) {
                    self.replaced.extend(resource.links.drain(..).map(reference::key));
                }
                let taken = self.register(name.into(), std::mem::take(&mut resource.version), false);
                for attachment in &mut resource.attachments {
                    attachment.fetch_inside(&resource.contained);
                }
                let waits = matches!(kind, Kind::DocumentReference | Kind::DiagnosticReport)
                    && resource.attachments.iter().any(Attachment::is_elsewhere);
                if waits {
                    self.waiting.push(Waiting { resource, kind, taken });
                } else {
                    crate::entries::take(self, resource, kind, taken);
                }
            }
        }
    }

    /// Remembers a resource that entries are made of.
    pub(crate) fn register(&mut self, name: Text<'a>, version: Version<'a>, inside: bool) -> u32 {
        self.taken.push(Taken {
            name,
            version,
            inside,
            dropped: false,
        });
        u32::try_from(self.taken.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Whom a document is about, and which of its sections put what they list on the family.
    fn composition_frame(&mut self, resource: &mut Resource<'a>) {
        if self.about.is_none() && !resource.said.is(Said::ERROR) {
            self.about.clone_from(&resource.subject);
        }
        for section in &mut resource.sections {
            if section.family {
                for item in section.items.drain(..) {
                    self.memberships.entry(reference::key(item)).or_default().family = true;
                }
            }
        }
    }

    fn take_patient(&mut self, mut resource: Box<Resource<'a>>, full_url: Option<Cow<'a, str>>) {
        let name = self.name_of(&resource);
        let sex = resource.gender.as_deref().and_then(sex_of);
        if sex.is_none()
            && !matches!(
                resource.gender.as_deref().map(str::trim),
                None | Some("other" | "unknown")
            )
        {
            resource.troubles.push(Trouble::Word("gender"));
        }
        self.troubles_of(&resource.troubles, Some(&name));
        if self.persons.len() >= MAX_PERSONS {
            return;
        }
        let address = full_url
            .as_deref()
            .and_then(reference::address)
            .map(|address| address.into_owned().into());
        let mut names = Vec::new();
        if let Some(id) = &resource.id {
            names.push(id.clone());
            names.push(["Patient/", id].concat().into());
        }
        if let Some(url) = full_url {
            names.push(reference::id(url.clone()));
            names.push(reference::key(url));
        }
        let patient = Patient {
            sex,
            birth_date: resource.birth_date,
            reference: resource.id.take().map(Text::from),
        };
        let taken = self.register(name.into(), std::mem::take(&mut resource.version), false);
        self.persons.push(Person {
            patient,
            names,
            links: resource.links.into_iter().take(MAX_LINKS).map(reference::key).collect(),
            identifiers: resource.identifiers.into_iter().take(MAX_LINKS).collect(),
            address,
            taken,
        });
    }

    fn take_list(&mut self, resource: Box<Resource<'a>>) {
        if resource.said.is(Said::ERROR) {
            return;
        }
        let family = resource.family || resource.title.as_deref().is_some_and(family::is_heading);
        let encounter = resource.encounter.map(reference::id);
        for item in resource.items {
            let membership = self.memberships.entry(reference::key(item)).or_default();
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

    fn pass_over_type(&mut self, name: &'static str) {
        let count = self.passed_over.entry(name).or_default();
        *count = count.saturating_add(1);
    }

    pub(crate) fn pass_over_contained(&mut self, name: &'static str) {
        let count = self.passed_over_inside.entry(name).or_default();
        *count = count.saturating_add(1);
    }

    /// Keeps an entry, as long as a record may have more.
    pub(crate) fn draft(&mut self, draft: Draft<'a>) {
        if self.drafts.len() < MAX_ENTRIES {
            self.drafts.push(draft);
        } else {
            self.too_many = true;
        }
    }

    pub(crate) fn troubles_of(&mut self, troubles: &[Trouble], entry: Option<&str>) {
        for trouble in troubles {
            let (code, message) = trouble.notice();
            self.notice(Notice {
                code,
                entry: entry.map(str::to_owned),
                message,
            });
        }
    }
}

/// The `request` and `response` of a Bundle's entry.
#[derive(Debug, Default)]
struct Request<'a> {
    delete: bool,
    url: Option<Cow<'a, str>>,
    etag: Option<Cow<'a, str>>,
    modified: Option<Cow<'a, str>>,
}

impl<'a> Request<'a> {
    fn read(&mut self, reader: &mut Reader<'a>) -> Outcome<()> {
        if !reader.expect(Next::Object, "entry.request")? {
            return Ok(());
        }
        reader.members(|reader, name| {
            match name {
                "method" => {
                    let method = reader.words("entry.request")?;
                    self.delete |= method.is_some_and(|method| method.trim().eq_ignore_ascii_case("DELETE"));
                }
                "url" => self.url = reader.words("entry.request")?,
                "etag" => self.etag = reader.words("entry.response")?.map(of_etag),
                "lastModified" => self.modified = reader.words("entry.response")?,
                _ => reader.pass_over()?,
            }
            Ok(())
        })
    }
}

/// The version in an `etag`: `W/"3"`.
fn of_etag(etag: Cow<'_, str>) -> Cow<'_, str> {
    match etag {
        Cow::Borrowed(etag) => Cow::Borrowed(etag.trim_start_matches("W/").trim_matches('"')),
        Cow::Owned(etag) => Cow::Owned(etag.trim_start_matches("W/").trim_matches('"').to_owned()),
    }
}

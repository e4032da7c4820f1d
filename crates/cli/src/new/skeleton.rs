//! The text of what is begun: everything a reader of the file must know, and nothing that decides by itself.

use metasign_core::rules::model::RuleSet;

use crate::arguments::New;
use crate::terminal::Stop;

/// A file of something new.
pub(super) struct Begun {
    /// From the folder of the rules.
    pub(super) path: String,
    pub(super) text: String,
    /// The schema its first line names.
    pub(super) schema: Option<&'static str>,
    /// It goes to the end of a file that is there.
    pub(super) appended: bool,
}

fn file(path: String, schema: &'static str, text: String) -> Begun {
    Begun {
        path,
        text,
        schema: Some(schema),
        appended: false,
    }
}

/// The files of something new.
pub(super) fn skeleton(what: New, name: &str, rules: &RuleSet) -> Result<Vec<Begun>, Stop> {
    let words = name.replace('-', " ");
    let title: String = words
        .char_indices()
        .map(|(at, symbol)| if at == 0 { symbol.to_ascii_uppercase() } else { symbol })
        .collect();
    let case = |expect: &str| {
        let text = format!(
            "[[case]]\nname    = \"{title}\"\nreason  = \"Why the answer must be so, in one sentence\"\n\
             sex     = \"female\"\nage     = 62\nnotes   = [\"2026-03-12: write here what the note says\"]\n\
             # Fails until it is filled in: say what must be prompted (tier, site, rule), or `nothing = true`.\n{expect}\n"
        );
        file(format!("cases/new/{name}.toml"), "cases", text)
    };
    let somewhere = "expect  = [{ tier = \"soon-review\" }]";
    Ok(match what {
        New::Sign => vec![
            file(
                format!("signs/{name}.toml"),
                "signs",
                format!(
                    "[{name}]\nname    = \"{title}\"\nplain   = \"{title}\"             # as a patient would say it\n\
                     site    = \"general\"              # where it points\nphrases = [\"{words}\"]\nsources = [\"EV-3\"]\n"
                ),
            ),
            case(somewhere),
        ],
        New::Tumour => vec![
            file(
                format!("tumours/{name}.toml"),
                "tumours",
                format!(
                    "name    = \"{title}\"\nplain   = \"{words}\"\nsources = [\"EV-4\"]\n\n[history]\n\
                     phrases = [\"{words}\"]            # add codes = [\"…\"] when there is a codelist\n\n\
                     [affinity]\nbasis  = \"C\"\nsource = \"EV-4.0\"\nbone   = \"moderate\"\n"
                ),
            ),
            case(&format!("cancers = [\"{name}\"]")),
        ],
        New::Trigger => {
            let sign = rules.signs.first().map(|sign| sign.id.as_str());
            let pathway = rules.pathways.first().map(|pathway| pathway.id.as_str());
            let (Some(sign), Some(pathway)) = (sign, pathway) else {
                return Err(Stop::new(
                    "a trigger needs a sign and a pathway, and the rules have none",
                ));
            };
            let text = format!(
                "[{name}]\nname     = \"{title}\"\nsite     = \"general\"\ntier     = \"soon-review\"\n\
                 when     = \"cancer-history and {sign}\"\npathway  = \"{pathway}\"\nheadline = \"{title}\"\n\
                 check    = [\"Look again\"]\nlowers_concern = [\"Another cause that explains all of it\"]\n\
                 basis    = \"C\"\nsources  = [\"EV-3\"]\n"
            );
            vec![
                file(format!("triggers/{name}.toml"), "triggers", text),
                case(&format!("expect  = [{{ rule = \"{name}\" }}]")),
            ]
        }
        New::Case => vec![case(somewhere)],
        New::Pathway => vec![file(
            format!("pathways/{name}.toml"),
            "pathways",
            format!(
                "[{name}]\nname    = \"{title}\"\ntiming  = \"within 2 weeks\"\n\
                 call    = \"Whom to call first; a local number is a slot in braces\"\ndo      = [\"What to do then\"]\n\
                 safety_net = [\"What the patient is told to come back for\"]\nsources = [\"EV-7.1\"]\n"
            ),
        )],
        New::Overlay => vec![overlay(name, &title, rules)],
        New::Codelist => vec![Begun {
            path: format!("codelists/signs/{name}.csv"),
            text: format!(
                "# title: {title}\n# origin: which dictionary or download, of what day\n# gap: no code yet; phrases must do\n\
                 # basis: C\nsystem,code,term\n"
            ),
            schema: None,
            appended: false,
        }],
        New::Group => vec![Begun {
            path: format!("language/words/{name}.toml"),
            text: format!(
                "# Word groups that signs combine in `says`. A word added here teaches every sign that uses the group.\n\n\
                 [{name}]\nbasis = \"C\"\nwords = [\"{words}\"]\n"
            ),
            schema: None,
            appended: false,
        }],
        New::Qualifier => vec![Begun {
            path: "qualifiers.toml".to_owned(),
            text: format!("[{name}]\nname    = \"{words}\"\nphrases = [\"{words}\"]\nbasis   = \"C\"\n"),
            schema: Some("qualifiers"),
            appended: true,
        }],
    })
}

/// Every slot, empty; an example until its numbers are real.
fn overlay(name: &str, title: &str, rules: &RuleSet) -> Begun {
    let info = &rules.info;
    let mut text = format!(
        "# A published overlay has status = \"published\", real and tested numbers, and no empty emergency slot.\n\
         name       = \"{title}\"\nstatus     = \"example\"\ndated      = \"{}\"\nreview_due = \"{}\"\n",
        info.effective, info.review_due
    );
    for slot in &rules.slots {
        let about = if slot.emergency {
            "   # an emergency: needs a number"
        } else {
            ""
        };
        text.push_str(&format!(
            "\n[slots.{}]   # {}\nphone = \"\"{about}\nhours = \"\"\nform  = \"\"\nnote  = \"\"\n",
            slot.id, slot.name
        ));
    }
    file(format!("overlays/{name}/overlay.toml"), "overlay", text)
}

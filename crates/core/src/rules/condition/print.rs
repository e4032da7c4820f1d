//! Writes a condition's tree as an author would; reading it again gives the same tree.

use std::fmt::Write as _;

use super::{Atom, Comparison, Event, Expression, Period, Window};
use crate::record::Sex;
use crate::rules::terms::{Affinity, MetastaticStatus};

/// The text of a condition.
#[must_use]
pub fn print(expression: &Expression) -> String {
    let mut out = String::new();
    write_expression(&mut out, expression);
    out
}

fn write_expression(out: &mut String, expression: &Expression) {
    match expression {
        Expression::And(items) => write_joined(out, items, " and "),
        Expression::Or(items) => write_joined(out, items, " or "),
        Expression::Not(inner) => {
            out.push_str("not ");
            write_operand(out, inner);
        }
        Expression::AtLeast(count, items) => {
            let _ = write!(out, "at least {count} of (");
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_expression(out, item);
            }
            out.push(')');
        }
        Expression::Atom(atom) => write_atom(out, atom),
    }
}

fn write_joined(out: &mut String, items: &[Expression], joint: &str) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(joint);
        }
        write_operand(out, item);
    }
}

fn write_operand(out: &mut String, expression: &Expression) {
    if matches!(expression, Expression::And(_) | Expression::Or(_)) {
        out.push('(');
        write_expression(out, expression);
        out.push(')');
    } else {
        write_expression(out, expression);
    }
}

fn write_atom(out: &mut String, atom: &Atom) {
    // Writing to a String can't fail.
    let _ = match atom {
        Atom::Sign {
            sign,
            qualifier,
            window,
        } => {
            write_sign(out, sign, qualifier.as_deref());
            write_window(out, window.as_ref());
            Ok(())
        }
        Atom::NoRecord {
            sign,
            qualifier,
            window,
        } => {
            out.push_str("no record of ");
            write_sign(out, sign, qualifier.as_deref());
            write_window(out, window.as_ref());
            Ok(())
        }
        Atom::Event { event, window } => {
            out.push_str(event_name(event));
            write_window(out, window.as_ref());
            Ok(())
        }
        Atom::CancerHistory => write!(out, "cancer-history"),
        Atom::NoCancerRecorded => write!(out, "no record of cancer-history"),
        Atom::CodedCancerHistory => write!(out, "coded-cancer-history"),
        Atom::Tumour(tumours) => {
            let names = tumours.iter().map(|(tumour, subtype)| match subtype {
                Some(subtype) => format!("{tumour}.{subtype}"),
                None => tumour.clone(),
            });
            write!(out, "tumour({})", names.collect::<Vec<String>>().join(", "))
        }
        Atom::Metastatic(statuses) => {
            let names = statuses.iter().map(|status| match status {
                MetastaticStatus::NoneRecorded => "none-recorded",
                MetastaticStatus::Possible => "possible",
                MetastaticStatus::Probable => "probable",
                MetastaticStatus::Recorded => "recorded",
            });
            write!(out, "metastatic({})", names.collect::<Vec<&str>>().join(", "))
        }
        Atom::Score {
            site,
            comparison,
            points,
        } => write!(out, "score({}) {} {points}", site.name(), comparison.mark()),
        Atom::Age(comparison, years) => write!(out, "age {} {years}", comparison.mark()),
        Atom::Sex(Sex::Male) => write!(out, "male"),
        Atom::Sex(Sex::Female) => write!(out, "female"),
        Atom::Setting(name) => write!(out, "setting({name})"),
        Atom::Scored(qualifier) => write!(out, "scored.{qualifier}"),
        Atom::Affinity(Affinity::High) => write!(out, "affinity(high)"),
        Atom::Affinity(Affinity::Moderate) => write!(out, "affinity(moderate)"),
        Atom::Affinity(Affinity::Low) => write!(out, "affinity(low)"),
        Atom::HighRiskPrimary => write!(out, "high-risk-primary"),
        Atom::Domains {
            points,
            comparison,
            count,
        } => write!(out, "domains({points}) {} {count}", comparison.mark()),
        Atom::Explained => write!(out, "explained"),
        Atom::Unchanged => write!(out, "unchanged"),
    };
}

fn write_sign(out: &mut String, sign: &str, qualifier: Option<&str>) {
    out.push_str(sign);
    if let Some(qualifier) = qualifier {
        out.push('.');
        out.push_str(qualifier);
    }
}

fn write_window(out: &mut String, window: Option<&Window>) {
    let text = match window {
        None => return,
        Some(Window::Within(period)) => format!(" within {}", period_text(*period)),
        Some(Window::MoreThanAgo(period)) => format!(" more than {} ago", period_text(*period)),
        Some(Window::WithinAfter(period, event)) => {
            format!(" within {} after {}", period_text(*period), event_name(event))
        }
        Some(Window::WithinBefore(period, event)) => {
            format!(" within {} before {}", period_text(*period), event_name(event))
        }
        Some(Window::After(event)) => format!(" after {}", event_name(event)),
        Some(Window::Before(event)) => format!(" before {}", event_name(event)),
    };
    out.push_str(&text);
}

fn event_name(event: &Event) -> &str {
    match event {
        Event::Diagnosis => "diagnosis",
        Event::FirstDiagnosis => "first-diagnosis",
        Event::MetastaticDiagnosis => "metastatic-diagnosis",
        Event::Sign(sign) => sign,
    }
}

fn period_text(period: Period) -> String {
    let (count, unit) = match period {
        Period::Days(days) if days % 7 == 0 => (days / 7, "week"),
        Period::Days(days) => (days, "day"),
        Period::Months(months) if months % 12 == 0 => (months / 12, "year"),
        Period::Months(months) => (months, "month"),
    };
    if count == 1 {
        format!("1 {unit}")
    } else {
        format!("{count} {unit}s")
    }
}

impl Comparison {
    /// How it is written.
    #[must_use]
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::Above => ">",
            Self::AtMost => "<=",
            Self::Below => "<",
            Self::Equal => "=",
        }
    }
}

//! Whom a pronoun or the name of a relation can stand for, as far as the patient's sex tells. Not who has the sign.

use crate::record::Sex;
use crate::text::clauses::{Found, Place, View};
use crate::text::words::{Known, Says};

impl View<'_> {
    /// Whether the pronoun in a cue is `he`, where it can't stand for the patient as far as the recorded sex tells.
    pub(super) fn another(&self, cue: Found) -> Option<bool> {
        let says = |class| (cue.from..cue.to).any(|at| self.class(at, class));
        let (he, she) = (says(Known::He), says(Known::She));
        match self.sex? {
            Sex::Female => (he && !she).then_some(true),
            Sex::Male => (she && !he).then_some(false),
        }
    }

    /// A pronoun among the words of a sign, or right before them, that can't be the patient's by the recorded sex: `has to
    /// lift him`, of a woman.
    pub(super) fn of_another(&self, place: Place) -> Option<Found> {
        let own = place.from.saturating_sub(1)..place.to;
        let found = Found {
            group: u16::MAX,
            from: own.start,
            to: own.end,
        };
        self.another(found).map(|_| Found {
            to: place.from.saturating_add(1),
            ..found
        })
    }

    /// `Witnessed a man have a fit`: the words of the sign begin with whom somebody else was seen to be.
    pub(super) fn seen_in_another(&self, place: Place) -> Option<Found> {
        let mut inside = (place.from..place.to).flat_map(|at| self.cues_over(at));
        inside.find(|cue| cue.from == place.from && self.group(*cue).is_some_and(|group| group.says == Says::Stranger))
    }

    /// `Wife witnessed him have a fit`: who stands right before the words of the sign saw it in the patient.
    pub(super) fn saw_the_patient(&self, speaker: Found, place: Place) -> bool {
        let own = Found {
            group: u16::MAX,
            from: place.from,
            to: place.to,
        };
        let patient = [Known::He, Known::She, Known::ThePatient];
        speaker.to == place.from
            && self.class(place.from, Known::Report)
            && (place.from..place.to).any(|at| patient.iter().any(|class| self.class(at, *class)))
            && self.another(own).is_none()
    }

    /// Whether a word names a relative of one sex.
    pub(super) fn is_of(&self, place: usize, male: bool) -> bool {
        self.class(
            place,
            if male {
                Known::MaleRelative
            } else {
                Known::FemaleRelative
            },
        )
    }

    /// Whether `is`, `was` or the like stands at a place.
    pub(super) fn is_copula(&self, place: usize) -> bool {
        self.class(place, Known::Copula)
    }
}

//! Who another person may be: what the roster, the profile's own words and the person's
//! earlier answers say together (G2).
//!
//! A name alone only ever asks, however exact. A listed handle or address may say "looks like",
//! and so may a name with a second sign: the school on the profile, or, for pupils, a class or a
//! year in the name or handle. No second sign helps where the spelling is weak (an initial and a
//! surname), reads as ordinary English, or is somebody else's as well.

use crate::engine::Context;
use crate::finding::{Action, Certainty, Message, Remedy, Targets};
use crate::observation::{ConnectionRequest, Direction, Person};
use crate::roster::{self, Match, Role, Roster, Status, Strength};

use super::Case;

/// How the roster knows a person of a wanted sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// By something like a name: only a question.
    Alike,
    /// By name alone: only a question.
    Name,
    /// By a listed handle or address, by name with a second sign, or by the person's own word.
    Listed,
}

impl Sign {
    /// How sure a finding that rests on it is.
    #[must_use]
    pub fn certainty(self) -> Certainty {
        match self {
            Self::Alike | Self::Name => Certainty::Weak,
            Self::Listed => Certainty::Likely,
        }
    }
}

/// What is known of the other person.
#[derive(Clone, Debug, Default)]
pub struct Known {
    listed: Vec<Match>,
    named: Vec<Match>,
    /// The school is named on the profile.
    school: bool,
    /// A class or a year stands in the name or the handle.
    class: bool,
}

impl Known {
    /// Looks the person up.
    #[must_use]
    pub fn of(case: &Case<'_>, person: &Person) -> Self {
        let Some(roster) = case.engine.roster_for(case.context) else { return Self::default() };
        let site = &case.observation.surface().site;
        let mut listed = Vec::new();
        if let Some(handle) = &person.handle {
            listed.extend(roster.by_handle(site, handle));
        }
        if let Some(address) = &person.address {
            listed.extend(roster.by_address(address));
            // Chat addresses are listed as handles of the protocol, whatever client shows them.
            listed.extend(roster.by_handle("xmpp", address));
        }
        let mut named = person.name.as_deref().map(|name| roster.by_name(name)).unwrap_or_default();
        if named.is_empty() {
            named = spelled(roster, person);
        }
        let class = [&person.name, &person.handle].into_iter().flatten().any(|text| has_class(text, case.context));
        Self { listed, named, school: names_school(case, person), class }
    }

    /// How a person of the wanted sort is known, if at all. Somebody listed as anything else is
    /// that other person, whatever their name.
    #[must_use]
    pub fn sign(&self, wanted: impl Fn(&Match) -> bool) -> Option<Sign> {
        if self.listed.iter().any(&wanted) {
            return Some(Sign::Listed);
        }
        if !self.listed.is_empty() {
            return None;
        }
        let (wanted, others): (Vec<&Match>, Vec<&Match>) = self.named.iter().partition(|found| wanted(found));
        let nearest = wanted.iter().map(|found| found.strength).min()?;
        // Somebody's own name says more than an initial that another may have.
        if nearest == Strength::Weak && others.iter().any(|found| found.strength == Strength::Exact) {
            return None;
        }
        // Two people of different sorts with one name: the second sign cannot tell them apart.
        let tells = others.is_empty() && wanted.iter().any(|found| found.strength != Strength::Weak && !found.ordinary);
        let pupils = wanted.iter().all(|found| found.role == Role::Pupil);
        Some(match nearest {
            _ if tells && (self.school || self.class && pupils) => Sign::Listed,
            Strength::Exact => Sign::Name,
            Strength::Variant | Strength::Weak => Sign::Alike,
        })
    }
}

/// Who a handle or an address spells. Where a full name is shown and nobody has it, an initial
/// and a surname in the handle belong to that name.
fn spelled(roster: &Roster, person: &Person) -> Vec<Match> {
    let full = person.name.as_deref().is_some_and(|name| roster::name(name).is_some());
    let mut found: Vec<Match> = Vec::new();
    for text in [&person.handle, &person.address].into_iter().flatten() {
        found.extend(roster.by_spelling(text).into_iter().filter(|one| !(full && one.strength == Strength::Weak)));
    }
    found
}

/// Whether a class or a year of pupils stands in a name or a handle: 7B, yr9, year 10, 2011 as
/// somebody of school age was born, class of 2027.
fn has_class(text: &str, context: &Context) -> bool {
    let small = text.to_lowercase();
    let words: Vec<&str> =
        small.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year = |word: &str| {
        let number = trailing_number(word).filter(|(_, digits)| digits.len() == 4);
        number.and_then(|(before, digits)| Some((before.to_owned(), digits.parse::<i32>().ok()?)))
    };
    let school_years = |number: &str| number.parse::<u8>().is_ok_and(|year| (1..=13).contains(&year));
    let leaves = |year: i32| (context.civil.year - 1..=context.civil.year + 8).contains(&year);
    let classes = words.iter().any(|word| is_class(word));
    let named = words.windows(2).any(|pair| matches!(pair, ["year" | "yr" | "y", number] if school_years(number)));
    let glued = words
        .iter()
        .filter_map(|word| trailing_number(word))
        .any(|(before, digits)| matches!(before, "year" | "yr" | "y") && school_years(digits));
    let born = words
        .iter()
        .filter_map(|word| year(word))
        .any(|(_, year)| (context.civil.year - 19..=context.civil.year - 8).contains(&year));
    let leaving = words.iter().any(|word| word.contains("class") || word.contains("leaver"))
        && words.iter().filter_map(|word| year(word)).any(|(_, year)| leaves(year));
    classes || named || glued || born || leaving
}

/// A year of school and a form: 7B, 10KM. Not 1st, 5k, 3D, 9pm.
fn is_class(word: &str) -> bool {
    const OTHER: [&str; 20] = [
        "st", "nd", "rd", "th", "am", "pm", "km", "kg", "ft", "min", "hr", "hrs", "yrs", "mm", "cm", "d", "g", "k",
        "m", "x",
    ];
    let form = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let number = word.strip_suffix(form).unwrap_or_default();
    let letters = form.chars().all(char::is_alphabetic) && !OTHER.contains(&form);
    // A form of several letters is a secondary school's.
    let from = if form.chars().count() == 1 { 1 } else { 7 };
    letters
        && matches!(form.chars().count(), 1..=3)
        && number.parse::<u8>().is_ok_and(|year| (from..=13).contains(&year))
}

fn trailing_number(word: &str) -> Option<(&str, &str)> {
    let before = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    word.strip_prefix(before).filter(|digits| !digits.is_empty()).map(|digits| (before, digits))
}

/// A pupil of one of these statuses.
#[must_use]
pub fn is_pupil(found: &Match, statuses: &[Status]) -> bool {
    found.role == Role::Pupil && statuses.contains(&found.status)
}

/// A former pupil who has not turned 18 as far as the roster knows. The month is all it keeps
/// (G8), so in the month itself nothing is said. An unknown age never accuses.
#[must_use]
pub fn is_former_under_18(found: &Match, context: &Context) -> bool {
    found.role == Role::Pupil
        && found.status == Status::Former
        && found.turns_18.is_some_and(|month| month > (context.civil.year, context.civil.month))
}

/// A parent or carer of the school.
#[must_use]
pub fn is_parent(found: &Match) -> bool {
    found.role == Role::Parent && found.status == Status::Current
}

/// Whether the card itself names the school.
fn names_school(case: &Case<'_>, person: &Person) -> bool {
    let Some(about) = person.about.as_deref().map(str::to_lowercase) else { return false };
    case.engine.policy().school.names.iter().any(|name| contains_words(&about, &name.to_lowercase()))
}

/// Whether `words` stand in `text` with no letter or digit right before or after.
pub(super) fn contains_words(text: &str, words: &str) -> bool {
    !words.is_empty()
        && text.match_indices(words).any(|(at, found)| {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|tail| tail.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}

/// What an answer about this person is about: the surest thing that tells them from others.
#[must_use]
pub fn targets(request: &ConnectionRequest) -> Targets {
    let how = match request.direction {
        Direction::Received => "received",
        Direction::Starting => "starting",
    };
    targets_of(&request.person, how)
}

/// The same for whatever is done with the person.
#[must_use]
pub fn targets_of(person: &Person, how: &str) -> Targets {
    let who = [("handle", &person.handle), ("address", &person.address), ("name", &person.name)]
        .into_iter()
        .find_map(|(kind, value)| {
            value.as_ref().map(|value| format!("{kind} {}", value.trim().trim_start_matches('@').to_lowercase()))
        })
        .unwrap_or_default();
    // Social and chat places leave no trace: memory only (G9).
    Targets { now: format!("person {how} {who}"), answer: format!("person {who}"), keep: false }
}

/// The site's own control that declines, where the page has one; it cannot be undone (G12).
#[must_use]
pub fn decline(id: &str, request: &ConnectionRequest, label: Message) -> Option<Remedy> {
    (request.can_decline && request.direction == Direction::Received).then(|| Remedy {
        caution: Some(Message::new("social_pupil_connection_caution_delete")),
        done: Some(Message::new("social_pupil_connection_done_deleted")),
        ..Remedy::plain(id, Action::DeclineRequest, label)
    })
}

/// The facts for whoever is told, in general words and without a name (G1: before Delete or Block).
#[must_use]
pub fn copy_facts(case: &Case<'_>, facts: &str) -> Remedy {
    let civil = &case.context.civil;
    let text = Message::new(facts)
        .with("site", format!("site:{}", case.observation.surface().site))
        .with("date", civil.day_text())
        .with("time", format!("{:02}:{:02}", civil.hour, civil.minute))
        .with("lead", &case.engine.policy().school.lead);
    Remedy {
        text: Some(text),
        done: Some(Message::new("remedy_copied")),
        ..Remedy::plain("copy-facts", Action::CopyText, Message::new("social_pupil_connection_copy_facts"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, Request, request};
    use super::{contains_words, has_class};
    use crate::finding::Certainty::{self, Likely, Weak};

    #[test]
    fn a_school_name_counts_as_whole_words_only() {
        assert!(contains_words("studies at oakfield school", "oakfield school"));
        assert!(contains_words("oakfield school, leeds", "oakfield school"));
        assert!(!contains_words("oakfield schooling", "oakfield school"));
        assert!(!contains_words("anything", ""));
    }

    #[test]
    fn classes_and_years_of_pupils() {
        let context = Desk::of("tudhoe").context;
        for text in [
            "mia_7b",
            "Mia Jones 10KR",
            "mia.yr9",
            "Mia (Year 9)",
            "mia y11",
            "mia2011",
            "mia_2011",
            "Mia class of 2027",
            "classof2027mia 2027",
        ] {
            assert!(has_class(text, &context), "{text}");
        }
        for text in [
            "mia",
            "mia07",
            "mia1987",
            "mia2003",
            "mia2024",
            "mia 1st",
            "mia5k",
            "mia 9pm",
            "mia 20b",
            "mia 10km",
            "mia_99",
            "year 2000 mia",
            "m1a",
            "mia 3 abc",
            "",
        ] {
            assert!(!has_class(text, &context), "{text}");
        }
    }

    const PEOPLE: [&str; 8] = [
        "pupil,current,Mia,Reed,,facebook:reed.listed",
        "pupil,current,Katherine,Lyle-Hughes",
        "pupil,current,Grace,Hope",
        "pupil,current,Tom,Vance",
        "staff,current,Tom,Vance",
        "pupil,current,Ned,Ogden",
        "pupil,current,Ned,Ogden",
        "staff,current,Maxine,Reed",
    ];

    fn said(request: Request) -> Option<(Certainty, String)> {
        let desk = Desk::of("tudhoe").people(&PEOPLE);
        desk.by_rule(request, "social-pupil-connection").map(|found| {
            (found.certainty, found.seen.key.trim_start_matches("social_pupil_connection_seen_").to_owned())
        })
    }

    #[track_caller]
    fn says(name: &str, handle: &str, about: &str, expected: Option<(Certainty, &str)>) {
        let mut request = request("facebook", name, handle);
        request.person.about = (!about.is_empty()).then(|| about.to_owned());
        let expected = expected.map(|(certainty, seen)| (certainty, seen.to_owned()));
        assert_eq!(said(request), expected, "{name}, {handle}, {about}");
    }

    #[test]
    fn g2_a_name_alone_only_asks_however_exact_it_is() {
        says("Mia Reed", "x1", "", Some((Weak, "name")));
        says("REED, Mia", "x1", "", Some((Weak, "name")));
        says("Reed Mia", "x1", "", Some((Weak, "like")));
        says("Katie Lyle-Hughes", "x1", "", Some((Weak, "like")));
        says("M Reed", "x1", "", Some((Weak, "like")));
        says("⚽", "miareed", "", Some((Weak, "like")));
        says("Mia", "mreed07", "", Some((Weak, "like")));
        says("Mia Mead", "x1", "", None);
        says("Mia", "x1", "", None);
    }

    #[test]
    fn g2_a_second_sign_makes_a_name_look_like_a_pupils() {
        let school = "Studies at Tudhoe Learning Trust";
        for (name, handle, about) in [
            ("Mia Reed", "x1", school),
            ("Mia Reed 7B", "x1", ""),
            ("Mia Reed", "mia.yr9", ""),
            ("mia_reed", "miareed2011", ""),
            ("Katie Lyle-Hughes", "x1", school),
            ("⚽", "mia.reed.2011", ""),
        ] {
            says(name, handle, about, Some((Likely, "listed")));
        }
        says("x", "reed.listed", "", Some((Likely, "listed")));
    }

    #[test]
    fn g2_no_second_sign_helps_a_weak_an_ordinary_or_a_shared_name() {
        let school = "Tudhoe Learning Trust";
        says("M Reed", "x1", school, Some((Weak, "like")));
        says("Grace Hope", "x1", school, Some((Weak, "name")));
        says("Tom Vance 7B", "x1", school, Some((Weak, "name")));
        says("Ned Ogden", "x1", school, Some((Likely, "listed")));
    }

    #[test]
    fn a_handle_is_not_read_against_the_name_beside_it() {
        says("Martha Reed", "mreed07", "", None);
        says("Lucy Brown", "mia.reed", "", Some((Weak, "like")));
        says("Maxine Reed", "x1", "", None);
    }
}

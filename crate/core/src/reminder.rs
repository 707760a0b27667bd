//! Reminders: clauses that no rule can watch, shown at a moment that fits, quietly and rarely.
//!
//! The engine chooses, from what is observed and what came before; it says nothing of what the
//! person did. A host keeps the [`Tally`]: what came and what the person has said they know.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::duties;
use crate::engine::{Account, Context, Engine};
use crate::finding::{Action, Certainty, Cited, Evidence, Finding, Message, Presentation, Remedy, Severity, Targets};
use crate::memory::Memory;
use crate::moment::Moment;
use crate::observation::{Kind, Observation};
use crate::policy::{Check, Clause, Policy};
use crate::problem::Problem;
use crate::read::{Readable, readable};
use crate::roster::Date;
use crate::rules::mail::Recipients;
use crate::rules::{Case, visits};

/// The name of the setting beside those of rules: `{"rules": {"reminders": "off"}}`.
pub const SETTING: &str = "reminders";

/// The answer "I know this".
pub const KNOWN: &str = "known";

/// Version of [`Kept`].
pub const VERSION: u32 = 1;

/// Goes before a rule's id where the tally has it among clauses.
pub const RULE: &str = "rule:";

/// A term where the school has set no dates, in weeks (G15).
const WEEKS: i64 = 13;
/// How many may come in a day, unless the school says otherwise, and how many it may say.
const PER_DAY: usize = 1;
const MOST_A_DAY: usize = 5;
/// Places that are remembered for the day.
const PLACES: usize = 50;

/// A reminder that may be shown now.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    /// Id of the clause.
    pub clause: String,
    /// In the form in which everything is shown.
    pub finding: Finding,
    /// Whether it may be written to disk that it came: school mail and school services only (G9).
    pub keep: bool,
}

/// What came and what is known, of one clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    clause: String,
    /// The last day on which it came, `YYYY-MM-DD`.
    came: String,
    /// The last day for which the person knows it; empty where they have not said so.
    known: String,
}

readable!(Entry only { clause "clause", came "came", known "known" });

/// Where a reminder came today, so that it stays there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    at: String,
    clause: String,
    day: String,
}

readable!(Place only { at "at", clause "clause", day "day" });

/// A part of the tally, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    version: u32,
    #[serde(default)]
    entries: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<Place>,
}

readable!(Kept only { version "version", entries "entries", places "places" });

impl Kept {
    /// Reads what was stored. `None` when it has another shape.
    #[must_use]
    pub fn read(value: Value) -> Option<Self> {
        Readable::read(value).ok()
    }
}

/// What came and what is known. Clauses and days only: nothing of the pages.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// From school mail and school services.
    kept: Vec<Entry>,
    /// From everywhere else: in the browser's memory alone (G9).
    fleeting: Vec<Entry>,
    places: Vec<Place>,
}

impl Tally {
    /// The part that may go to disk.
    #[must_use]
    pub fn kept(&self) -> Kept {
        Kept { version: VERSION, entries: self.kept.clone(), places: Vec::new() }
    }

    /// The rest: never on disk.
    #[must_use]
    pub fn fleeting(&self) -> Kept {
        Kept { version: VERSION, entries: self.fleeting.clone(), places: self.places.clone() }
    }

    /// Takes in what was kept. Another version is dropped, never guessed at.
    #[must_use]
    pub fn of(kept: Option<Kept>, fleeting: Option<Kept>) -> Self {
        let good = |part: Option<Kept>| part.filter(|part| part.version == VERSION).unwrap_or_default();
        let (kept, fleeting) = (good(kept), good(fleeting));
        Self { kept: kept.entries, fleeting: fleeting.entries, places: fleeting.places }
    }

    /// A reminder has come at this place.
    pub fn came(&mut self, reminder: &Reminder, place: &str, context: &Context) {
        let day = context.civil.day_text();
        self.places.retain(|known| known.day == day && known.at != place);
        if self.places.len() >= PLACES {
            self.places.remove(0);
        }
        self.places.push(Place { at: place.to_owned(), clause: reminder.clause.clone(), day: day.clone() });
        self.set(&reminder.clause, reminder.keep, |entry| entry.came = day);
    }

    /// The clause that came at this place today.
    #[must_use]
    pub fn at(&self, place: &str, context: &Context) -> Option<&str> {
        let today = context.civil.day_text();
        let found = self.places.iter().find(|known| known.at == place && known.day == today);
        found.map(|known| known.clause.as_str())
    }

    /// "Not now", and the end of "I know this": it leaves this place.
    pub fn leave(&mut self, place: &str) {
        self.places.retain(|known| known.at != place);
    }

    /// "I know this": not again in this term. Kept where it is kept that it came.
    pub fn know(&mut self, clause: &str, engine: &Engine, context: &Context) {
        let until = end_of_term(engine, context);
        let on_disk = self.kept.iter().any(|entry| entry.clause == clause && entry.came == context.civil.day_text());
        self.set(clause, on_disk, |entry| entry.known = until);
        self.places.retain(|known| known.clause != clause);
    }

    /// Less is shown of a rule for the rest of the term. `keep`: it may go to disk (G9).
    pub fn lessen(&mut self, rule: &str, keep: bool, engine: &Engine, context: &Context) {
        let until = end_of_term(engine, context);
        self.set(&of_rule(rule), keep, |entry| entry.known = until);
    }

    /// Whether less is shown of a rule today.
    #[must_use]
    pub fn is_less(&self, rule: &str, context: &Context) -> bool {
        let today = context.civil.day_text();
        self.all().any(|entry| entry.clause.strip_prefix(RULE) == Some(rule) && entry.known >= today)
    }

    /// The person wants to see it again.
    pub fn forget(&mut self, clause: &str) {
        for entries in [&mut self.kept, &mut self.fleeting] {
            entries.iter_mut().filter(|entry| entry.clause == clause).for_each(|entry| entry.known.clear());
            // Of a rule, and of a clause that was known and never came, nothing is left to say.
            entries.retain(|entry| !(entry.known.is_empty() && entry.came.is_empty()));
        }
    }

    /// Clauses that are known today, and rules of which less is shown (`rule:ID`), with their last day.
    #[must_use]
    pub fn known(&self, context: &Context) -> Vec<(&str, &str)> {
        let today = context.civil.day_text();
        let holds = |entry: &&Entry| entry.known >= today;
        self.all().filter(holds).map(|entry| (entry.clause.as_str(), entry.known.as_str())).collect()
    }

    /// Drops what says nothing any more: what came before the longest term and is not known.
    pub fn expire(&mut self, context: &Context) {
        let today = context.civil.day_text();
        let old = day_of(&Date::of_ms(context.now_ms).plus_days(-7 * WEEKS));
        for entries in [&mut self.kept, &mut self.fleeting] {
            entries.retain(|entry| entry.known >= today || entry.came >= old);
        }
        self.places.retain(|known| known.day == today);
    }

    fn all(&self) -> impl Iterator<Item = &Entry> {
        self.kept.iter().chain(&self.fleeting)
    }

    fn set(&mut self, clause: &str, keep: bool, change: impl FnOnce(&mut Entry)) {
        let entries = if keep { &mut self.kept } else { &mut self.fleeting };
        let mut entry = match entries.iter().position(|entry| entry.clause == clause) {
            Some(at) => entries.remove(at),
            None => Entry { clause: clause.to_owned(), came: String::new(), known: String::new() },
        };
        change(&mut entry);
        entries.push(entry);
    }

    /// How many have come today.
    #[must_use]
    pub fn count(&self, context: &Context) -> usize {
        let day = context.civil.day_text();
        let mut clauses: Vec<&str> = Vec::new();
        for entry in self.all().filter(|entry| entry.came == day) {
            if !clauses.contains(&entry.clause.as_str()) {
                clauses.push(&entry.clause);
            }
        }
        clauses.len()
    }

    /// The last day on which a clause came; empty where it never has.
    fn last(&self, clause: &str) -> &str {
        self.all().filter(|entry| entry.clause == clause).map(|entry| entry.came.as_str()).max().unwrap_or_default()
    }

    fn is_known(&self, clause: &str, day: &str) -> bool {
        self.all().any(|entry| entry.clause == clause && entry.known.as_str() >= day)
    }
}

/// How many may come in a day: none where the school has switched them off. They are off where
/// several people share a profile, unless the school says otherwise (G15).
pub(crate) fn per_day(
    policy: &Policy,
    setting: Option<&Value>,
    shared: bool,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let mut count = PER_DAY;
    let mut when_shared = false;
    match setting {
        Some(Value::String(word)) if word == "off" => return None,
        Some(Value::Object(options)) => {
            for (name, value) in options {
                let path = format!("rules.{SETTING}.{name}");
                match name.as_str() {
                    "perDay" => match value.as_u64().and_then(|count| usize::try_from(count).ok()) {
                        Some(given) if (1..=MOST_A_DAY).contains(&given) => count = given,
                        _ => problems.push(Problem::new("option", &path, "a whole number from 1 to 5")),
                    },
                    "sharedAccount" => match value.as_bool() {
                        Some(given) => when_shared = given,
                        None => problems.push(Problem::new("option", &path, "true or false")),
                    },
                    _ => problems.push(
                        Problem::new("option-unknown", &path, "`perDay` or `sharedAccount`")
                            .suggest(crate::catalogue::nearest_of(name, ["perDay", "sharedAccount"].into_iter())),
                    ),
                }
            }
        }
        _ => {}
    }
    let any = policy.clauses.iter().any(|clause| !clause.moments.is_empty());
    (any && (!shared || when_shared)).then_some(count)
}

impl Engine {
    /// Clauses that may come, each with its moments.
    pub fn reminders(&self) -> impl Iterator<Item = &Clause> {
        let on = self.reminds_per_day().is_some();
        let off = |rule: &str| self.config().rules.get(rule).is_some_and(|value| value == "off");
        self.policy().clauses.iter().filter(move |clause| {
            on && clause.check == Check::Reminder
                && !clause.moments.is_empty()
                && !off(&clause.rule)
                && !duties::silence(&self.config().duties, &clause.rule)
        })
    }

    /// Whether some clause may come at this moment.
    #[must_use]
    pub fn reminds_at(&self, moment: Moment) -> bool {
        self.reminders().any(|clause| clause.moments.contains(&moment))
    }

    /// Whether some clause may come at a moment that this kind of surface tells.
    #[must_use]
    pub fn reminds_on(&self, kind: Kind) -> bool {
        self.reminders().any(|clause| clause.moments.iter().any(|moment| moment.kind() == kind))
    }

    /// What may be shown of a surface about which no rule has anything to say: what is there already
    /// at this `place`, else what has not come for longest. `fresh`: something new may come.
    #[must_use]
    #[allow(clippy::too_many_arguments, reason = "what the host knows, and nobody else calls it")]
    pub fn remind(
        &self,
        observation: &Observation,
        event: Option<Moment>,
        context: &Context,
        memory: &Memory,
        tally: &Tally,
        place: &str,
        fresh: bool,
    ) -> Option<Reminder> {
        let per_day = self.reminds_per_day()?;
        let surface = observation.surface();
        if self.is_protected(observation)
            || observation.too_large().is_some()
            || self.config().is_off(&surface.site, &surface.name)
        {
            return None;
        }
        let account = self.account(observation);
        let recipients = Recipients::told(observation, self.config());
        let case = Case { engine: self, context, memory, observation, account, recipients: &recipients, rule: SETTING };
        let holds = |clause: &&Clause| {
            let mut moments = clause.moments.iter().filter(|moment| moment.kind() == observation.kind());
            moments.any(|moment| moment.is(&case, event) && self.is_in_turn(clause, *moment, context))
        };
        let today = context.civil.day_text();
        let mut may = self.reminders().filter(|clause| !self.is_exempt(&clause.rule, context)).filter(holds);
        let clause = if let Some(here) = tally.at(place, context) {
            may.find(|clause| clause.id == here)?
        } else {
            if !fresh || tally.count(context) >= per_day {
                return None;
            }
            // The first of those that have waited longest.
            may.filter(|clause| !tally.is_known(&clause.id, &today) && tally.last(&clause.id) != today).min_by_key(
                |clause| (event.is_some_and(|event| !clause.moments.contains(&event)), tally.last(&clause.id)),
            )?
        };
        let keep = match observation {
            Observation::PageVisit(visit) if !visit.categories.is_empty() => {
                visit.categories.iter().all(|list| list == "records") && visits::is_on(visit, &["records"])
            }
            _ => account == Account::School,
        };
        Some(Reminder { clause: clause.id.clone(), finding: self.reminding(clause, observation, context), keep })
    }

    /// A clause in the form in which everything is shown: as a note at the most, never as a duty that
    /// was broken, and never in the way.
    fn reminding(&self, clause: &Clause, observation: &Observation, context: &Context) -> Finding {
        let surface = observation.surface().to_string();
        let severity = clause.severity.min(Severity::Advised);
        let note = severity == Severity::Advised && !context.quiet && !self.config().marks_only;
        let seen = Message::new("reminder_seen")
            .with("section", &clause.section)
            .with("clause", format!("clause:{}", clause.id));
        Finding {
            id: id(&surface),
            rule: clause.rule.clone(),
            surface,
            severity,
            certainty: Certainty::Weak,
            presentation: if note { Presentation::Note } else { Presentation::Mark },
            seen,
            advice: Message::new("reminder_advice"),
            clauses: vec![Cited {
                clause: clause.id.clone(),
                section: clause.section.clone(),
                severity: clause.severity,
            }],
            evidence: Evidence::default(),
            remedies: vec![
                Remedy::answer(KNOWN, Message::new("reminder_known")).primary(),
                Remedy::plain("not-now", Action::NotNow, Message::new("remedy_not_now")),
            ],
            ask_first: false,
            targets: Targets::default(),
        }
    }

    /// Of the clauses that come with a visit to a social site, one has its turn in each week of a
    /// term: nothing is written down of such visits (G9), so that rarely has to come from the calendar.
    fn is_in_turn(&self, clause: &Clause, moment: Moment, context: &Context) -> bool {
        if moment != Moment::Social {
            return true;
        }
        let today = Date::parse(&context.civil.day_text()).map_or(0, Date::days);
        let from = self.config().term(&context.civil.day_text()).and_then(|(from, _)| Date::parse(from));
        // Without term dates weeks are counted from a Monday.
        let week = (today - from.map_or(-3, Date::days)).div_euclid(7).rem_euclid(WEEKS);
        let mut social = self.reminders().filter(|clause| clause.moments.contains(&Moment::Social));
        let turn = social.position(|one| one.id == clause.id);
        turn.and_then(|turn| i64::try_from(turn).ok()).is_some_and(|turn| turn % WEEKS == week)
    }
}

/// By what a rule of which less is shown stands in the tally.
#[must_use]
pub fn of_rule(rule: &str) -> String {
    format!("{RULE}{rule}")
}

/// The id of the reminder on a surface.
fn id(surface: &str) -> String {
    format!("{surface} reminder")
}

/// The surface that a reminder with this id is on.
#[must_use]
pub fn surface_of(finding: &str) -> Option<&str> {
    finding.strip_suffix(" reminder")
}

/// The last day of the term; without dates, that of a term from today.
fn end_of_term(engine: &Engine, context: &Context) -> String {
    match engine.config().term(&context.civil.day_text()) {
        Some((_, to)) => to.to_owned(),
        None => day_of(&Date::of_ms(context.now_ms).plus_days(7 * WEEKS)),
    }
}

fn day_of(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests;

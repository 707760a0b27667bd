//! What rules about addresses share.

use super::options::{OptionDoc, Options};
use super::{Case, Outcome, Rule};
use crate::finding::{Action, Certainty, Message, Remedy, Targets};
use crate::observation::{Observation, Page, PageVisit};
use crate::policy::Clause;

/// The site of pages that are on a list of hosts and have no site file.
pub const WEB: &str = "web";

/// The visit that is judged.
#[must_use]
pub fn of<'a>(case: &Case<'a>) -> Option<&'a PageVisit> {
    match case.observation {
        Observation::PageVisit(visit) => Some(visit),
        _ => None,
    }
}

/// Whether the page's host is on one of these lists.
#[must_use]
pub fn is_on(visit: &PageVisit, lists: &[&str]) -> bool {
    visit.categories.iter().any(|id| lists.contains(&id.as_str()))
}

/// Answers about a visit hold for its host, in memory and for a day: where somebody goes is never
/// written to disk (G9).
#[must_use]
pub fn targets(visit: &PageVisit) -> Targets {
    Targets { now: visit.host.clone(), answer: visit.host.clone(), keep: false }
}

/// Whether the person has given an answer about this host that settles it.
#[must_use]
pub fn is_answered(case: &Case<'_>, visit: &PageVisit) -> bool {
    case.is_answered(&visit.host)
}

/// Judges a visit to a host on these lists about which nothing was answered yet.
pub fn on_lists(case: &Case<'_>, lists: &[&str], judge: impl FnOnce(&PageVisit) -> Outcome) -> Outcome {
    match of(case) {
        Some(visit) if is_on(visit, lists) && !is_answered(case, visit) => judge(visit),
        _ => Outcome::Nothing,
    }
}

/// What a rule has to say of pages of some sort. Rules that only ask differ in this alone, and
/// the module that ships has one check for all of them.
#[derive(Debug)]
pub struct Words {
    /// Lists that it looks at.
    pub lists: &'static [&'static str],
    /// What is seen of each sort of page, and of all but those about a service. The first counts.
    pub seen: &'static [(Option<Page>, &'static str)],
    /// How sure the address can make it.
    pub certainty: Certainty,
    /// What to do.
    pub advice: &'static str,
    /// The button that does it.
    pub fix: Fix,
    /// Answers that settle it, and their labels.
    pub answers: &'static [(&'static str, &'static str)],
    /// Only in the school's own hours (G15).
    pub in_hours: bool,
    /// An answer holds for all such pages of the day, not for its host alone.
    pub once: bool,
    /// The page only touches on what the clause is about.
    pub quiet: bool,
    /// A file that is given to the page is what the clause is about.
    pub uploads: bool,
}

/// What the button beside an address does.
#[derive(Debug)]
pub enum Fix {
    /// Leaves the page.
    Leave,
    /// Copies a note for whoever can help: its label, its text.
    Note(&'static str, &'static str),
    /// There is none but the answers.
    Nothing,
}

/// What most rules do, to be filled.
pub const ASKS: Words = Words {
    lists: &[],
    seen: &[],
    certainty: Certainty::Weak,
    advice: "",
    fix: Fix::Leave,
    answers: &[],
    in_hours: false,
    once: false,
    quiet: false,
    uploads: false,
};

/// A rule with clauses and words.
#[derive(Debug)]
pub struct Asks {
    clauses: Vec<Clause>,
    words: &'static Words,
    lists: &'static [&'static str],
}

/// Clauses that forbid or ask, under the option `clauses`.
pub const CLAUSES: OptionDoc =
    OptionDoc { name: "clauses", takes: "clause ids", description: "Clauses that are about it.", configurable: false };

/// Makes the rule, where the school has clauses about it.
pub fn compile(options: &mut Options<'_>, words: &'static Words) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(CLAUSES.name);
    made(clauses, words, words.lists)
}

/// The same for the school's own devices: it looks at no page while the device is not marked.
pub fn compile_for_device(options: &mut Options<'_>, words: &'static Words) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(CLAUSES.name);
    made(clauses, words, if is_school_device(options) { words.lists } else { &[] })
}

fn made(clauses: Vec<Clause>, words: &'static Words, lists: &'static [&'static str]) -> Option<Box<dyn Rule>> {
    (!clauses.is_empty()).then(|| Box::new(Asks { clauses, words, lists }) as Box<dyn Rule>)
}

impl Rule for Asks {
    fn categories(&self) -> &[&'static str] {
        self.lists
    }

    fn wants_uploads(&self, inside: bool) -> bool {
        self.words.uploads && !inside
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(visit) = of(case).filter(|visit| is_on(visit, self.lists)) else { return Outcome::Nothing };
        let Some(seen) = self.words.seen_of(visit.page) else { return Outcome::Nothing };
        if self.words.in_hours && case.engine.config().school_time(&case.context.civil) != Some(true) {
            return Outcome::Nothing;
        }
        let target = if self.words.once { TODAY } else { &visit.host };
        if case.is_answered(target) {
            return Outcome::Nothing;
        }
        let Words { certainty, advice, fix, answers, quiet, .. } = self.words;
        let mut draft = case.finding(&self.clauses, *certainty, Message::new(seen), Message::new(advice));
        if let Some(fix) = fix.remedy() {
            draft = draft.remedy(fix.primary());
        }
        for (code, label) in *answers {
            draft = draft.remedy(Remedy::answer(code, Message::new(label)));
        }
        let draft = if *quiet && visit.files.is_empty() { draft.quieter() } else { draft };
        draft.done(Targets { now: target.to_owned(), answer: target.to_owned(), keep: false })
    }
}

/// In place of a host, where an answer is about the day.
const TODAY: &str = "today";

impl Words {
    fn seen_of(&self, page: Page) -> Option<&'static str> {
        let fits = |sort: &Option<Page>| sort.map_or(page != Page::About, |sort| sort == page);
        self.seen.iter().find(|(sort, _)| fits(sort)).map(|(_, seen)| *seen)
    }
}

impl Fix {
    fn remedy(&self) -> Option<Remedy> {
        match self {
            Self::Leave => Some(Remedy::plain("leave", Action::LeavePage, Message::new("web_leave"))),
            Self::Note(label, text) => Some(Remedy {
                text: Some(Message::new(text)),
                done: Some(Message::new("remedy_copied")),
                ..Remedy::plain("copy-note", Action::CopyText, Message::new(label))
            }),
            Self::Nothing => None,
        }
    }
}

/// Whether the device is one of the school's: only the school can say so.
pub const DEVICE: OptionDoc = OptionDoc {
    name: "device",
    takes: "school",
    description: "`school` in the configuration of units that reach the school's own devices only. A managed profile on a \
                  home computer gets its unit's configuration too, and is not the school's equipment. Unset: not marked.",
    configurable: true,
};

/// Whether the school has marked the device as its own.
pub fn is_school_device(options: &mut Options<'_>) -> bool {
    options.word(DEVICE.name, &["school"]).is_some()
}

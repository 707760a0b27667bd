//! What rules about addresses share.

use super::options::{OptionDoc, Options};
use super::{Case, Outcome, Rule};
use crate::finding::{Action, Certainty, Message, Remedy, Targets};
use crate::observation::{Observation, Page, PageVisit};
use crate::policy::Clause;

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
    case.recall(&visit.host).is_some_and(|code| code != crate::memory::NOT_NOW)
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
    /// Sorts of page; none for all but those about a service.
    pub pages: &'static [Page],
    /// How sure the address can make it.
    pub certainty: Certainty,
    /// What is seen.
    pub seen: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// Answers that settle it, and their labels.
    pub answers: &'static [(&'static str, &'static str)],
}

/// A rule with clauses and words.
#[derive(Debug)]
pub struct Asks {
    clauses: Vec<Clause>,
    words: &'static Words,
}

/// Clauses that forbid or ask, under the option `clauses`.
pub const CLAUSES: OptionDoc =
    OptionDoc { name: "clauses", takes: "clause ids", description: "Clauses that are about it.", configurable: false };

/// Makes the rule, where the school has clauses about it.
pub fn compile(options: &mut Options<'_>, words: &'static Words) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(CLAUSES.name);
    (!clauses.is_empty()).then(|| Box::new(Asks { clauses, words }) as Box<dyn Rule>)
}

impl Rule for Asks {
    fn categories(&self) -> &[&'static str] {
        self.words.lists
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Words { lists, pages, certainty, seen, advice, answers } = self.words;
        on_lists(case, lists, |visit| {
            let meant = if pages.is_empty() { visit.page != Page::About } else { pages.contains(&visit.page) };
            if !meant {
                return Outcome::Nothing;
            }
            let leave = Remedy::plain("leave", Action::LeavePage, Message::new("web_leave")).primary();
            let mut draft =
                case.finding(&self.clauses, *certainty, Message::new(seen), Message::new(advice)).remedy(leave);
            for (code, label) in *answers {
                draft = draft.remedy(Remedy::answer(code, Message::new(label)));
            }
            draft.done(targets(visit))
        })
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

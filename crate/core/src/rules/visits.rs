//! What rules about addresses share.

use super::{Case, Outcome};
use crate::finding::Targets;
use crate::observation::{Observation, PageVisit};

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

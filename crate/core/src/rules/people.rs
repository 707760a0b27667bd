//! Who another person may be: what the roster, the profile's own words and the person's
//! earlier answers say together (G2).
//!
//! A name alone only ever asks. A listed handle or address, or a name with a second sign,
//! may say "looks like".

use crate::engine::Context;
use crate::finding::{Action, Certainty, Message, Remedy, Targets};
use crate::observation::{ConnectionRequest, Direction, Person};
use crate::roster::{Match, Role, Status, Strength};

use super::Case;

/// How the roster knows a person of a wanted sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
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
            Self::Name => Certainty::Weak,
            Self::Listed => Certainty::Likely,
        }
    }
}

/// What is known of the other person.
#[derive(Clone, Debug, Default)]
pub struct Known {
    listed: Vec<Match>,
    named: Vec<Match>,
    second_sign: bool,
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
        named.retain(|found| found.strength != Strength::Weak);
        Self { listed, named, second_sign: names_school(case, person) }
    }

    /// How a person of the wanted sort is known, if at all. Somebody listed as anything else is
    /// that other person, whatever their name.
    #[must_use]
    pub fn sign(&self, wanted: impl Fn(&Match) -> bool) -> Option<Sign> {
        if self.listed.iter().any(&wanted) {
            return Some(Sign::Listed);
        }
        if !self.listed.is_empty() || !self.named.iter().any(&wanted) {
            return None;
        }
        // Two people of different sorts with one name: the second sign cannot tell them apart.
        let only = self.named.iter().all(&wanted);
        Some(if self.second_sign && only { Sign::Listed } else { Sign::Name })
    }
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
    let person = &request.person;
    let who = [("handle", &person.handle), ("address", &person.address), ("name", &person.name)]
        .into_iter()
        .find_map(|(kind, value)| {
            value.as_ref().map(|value| format!("{kind} {}", value.trim().trim_start_matches('@').to_lowercase()))
        })
        .unwrap_or_default();
    let direction = match request.direction {
        Direction::Received => "received",
        Direction::Starting => "starting",
    };
    // Social and chat places leave no trace: memory only (G9).
    Targets { now: format!("person {direction} {who}"), answer: format!("person {who}"), keep: false }
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

#[cfg(test)]
mod tests {
    use super::contains_words;

    #[test]
    fn a_school_name_counts_as_whole_words_only() {
        assert!(contains_words("studies at oakfield school", "oakfield school"));
        assert!(contains_words("oakfield school, leeds", "oakfield school"));
        assert!(!contains_words("oakfield schooling", "oakfield school"));
        assert!(!contains_words("anything", ""));
    }
}

//! What rules about social networks share.

use super::options::{OptionDoc, Options};
use super::{Case, Outcome, people};
use crate::engine::Account;
use crate::finding::{Certainty, Message, Remedy, Targets};
use crate::observation::{Observation, ProfilePart};
use crate::policy::Clause;

/// Whether the account is one of the school's own.
#[must_use]
pub fn is_official(case: &Case<'_>) -> bool {
    case.account == Account::Official
}

/// Whether the account cannot be told on a site where the school runs one of its own.
#[must_use]
pub fn may_be_official(case: &Case<'_>) -> bool {
    let site = &case.observation.surface().site;
    let on_site = |known: &String| known.strip_prefix(site.as_str()).is_some_and(|rest| rest.starts_with(':'));
    case.account == Account::Unknown && case.engine.config().official_accounts.iter().any(on_site)
}

/// How sure something is that only a personal account can do wrong.
#[must_use]
pub fn certainty(case: &Case<'_>) -> Certainty {
    if may_be_official(case) { Certainty::Weak } else { Certainty::Likely }
}

/// What an answer about the account on this site is about. Social places leave no trace (G9).
#[must_use]
pub fn account_targets(case: &Case<'_>) -> Targets {
    let answer = format!("account {}", case.observation.account().unwrap_or("").to_lowercase());
    Targets { now: format!("{answer} {}", case.observation.surface()), answer, keep: false }
}

/// Sites that the document names.
pub const SITES: OptionDoc = OptionDoc {
    name: "sites",
    takes: "site ids",
    description: "Sites that the document names. Unset: all.",
    configurable: false,
};

/// Whether the document means this site.
#[must_use]
pub fn names_site(sites: &[String], site: &str) -> bool {
    sites.is_empty() || sites.iter().any(|named| named == site)
}

/// A role for a text that names one, where the pack has it.
pub fn role(options: &mut Options<'_>, name: &str) -> Option<String> {
    options.has(name).then(|| options.role(name)).flatten()
}

/// The field of a profile that is judged, and what stands in it.
#[must_use]
pub fn field<'a>(case: &Case<'a>) -> Option<(ProfilePart, &'a str)> {
    match case.observation {
        Observation::ProfileField(field) => Some((field.field, &field.value)),
        _ => None,
    }
}

/// Whether the school's full name stands in a text. Short forms are places as well: they say nothing.
#[must_use]
pub fn names_school(case: &Case<'_>, text: &str) -> bool {
    let text = text.to_lowercase();
    case.engine.policy().school.names.iter().any(|name| people::contains_words(&text, &name.to_lowercase()))
}

/// What to say of the person's own account, unless it is the school's or they have settled it.
pub fn of_account(
    case: &Case<'_>,
    clauses: &[Clause],
    certainty: Certainty,
    seen: &str,
    advice: Message,
    answers: &[(&str, &str)],
) -> Outcome {
    if is_settled(case) {
        return Outcome::Nothing;
    }
    let mut draft = case.finding(clauses, certainty, Message::new(seen), advice).evidence(vec!["value".to_owned()]);
    for (code, label) in answers {
        draft = draft.remedy(Remedy::answer(code, Message::new(label)));
    }
    draft.done(account_targets(case))
}

/// An account that is for work: nothing that binds personal ones is said of it.
pub const WORK_ACCOUNT: (&str, &str) = ("work-account", "social_privacy_settings_answer_work_account");

/// Whether the person has said that this is a work account, or has settled the rule's own question about it.
#[must_use]
pub fn is_settled(case: &Case<'_>) -> bool {
    let target = account_targets(case).answer;
    case.recall(&target).is_some() || case.recall_of("social-privacy-settings", &target).is_some()
}

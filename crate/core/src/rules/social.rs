//! What rules about social networks share.

use super::Case;
use crate::engine::Account;

/// Whether the account cannot be told on a site where the school runs one of its own.
#[must_use]
pub fn may_be_official(case: &Case<'_>) -> bool {
    let site = &case.observation.surface().site;
    let on_site = |known: &String| known.strip_prefix(site.as_str()).is_some_and(|rest| rest.starts_with(':'));
    case.account == Account::Unknown && case.engine.config().official_accounts.iter().any(on_site)
}

//! The rules that are built, one file each, and what they share.
//!
//! Ids, the settings' documents, the table of rules and the message keys all come from
//! [`REGISTRY`]. A rule's own file holds what it does, why, examples, options, check and tests.

pub mod mail;
pub mod mentions;
pub mod options;
pub mod people;
pub mod posts;
pub mod social;
pub mod visits;

mod compose_offensive_language;
mod contact_personal_details;
mod contact_professional_boundaries;
mod contact_school_channel;
mod data_confidential_disclosure;
mod data_personal_cloud;
mod data_pupil_personal_outside;
mod data_share_permissions;
mod email_bulk_unnecessary;
mod email_encrypt_attachment;
mod email_impersonation;
mod email_large_attachment;
mod email_recipient_check;
mod email_recipients_visible;
mod email_school_account_only;
mod email_shared_mailbox;
mod email_signoff_disclaimer;
mod email_subject_tag;
mod email_unknown_sender;
mod email_work_only;
mod greeting;
mod password_share;
pub(crate) mod policy_exemption;
mod social_educational_use;
mod social_ex_pupil_connection;
mod social_official_account;
mod social_official_content;
mod social_parent_connection;
mod social_post_about_school;
mod social_post_images;
mod social_privacy_settings;
mod social_profile_identifiable;
mod social_pupil_connection;
mod social_pupil_message;
mod social_references;
mod social_school_association;
mod social_school_email;
mod social_tagging_staff;
mod social_use_on_school_device;
mod web_filter_bypass;
mod web_games;
mod web_inappropriate_content;
mod web_personal_purchase;
mod web_personal_use;
pub(crate) mod web_preview_resources;
mod web_private_business;
mod web_software_install;
mod web_unauthorised_service;

use crate::engine::{Account, Context, Engine};
use crate::finding::{Action, Certainty, Cited, Evidence, Finding, Message, Presentation, Remedy, Severity, Targets};
use crate::memory::{Memory, NOT_NOW};
use crate::observation::{Kind, Observation, PostAudience};
use crate::policy::Clause;
use options::{OptionDoc, Options};

/// A compiled rule.
pub trait Rule: Send + Sync {
    /// Judges one observation of a kind that the rule's entry names.
    fn check(&self, case: &Case<'_>) -> Outcome;

    /// Ids of the lists of hosts that the rule looks at; see [`crate::category`].
    fn categories(&self) -> &[&'static str] {
        &[]
    }

    /// Those of them on whose pages it looks at surfaces of this kind.
    fn categories_with(&self, _kind: Kind) -> &[&'static str] {
        self.categories()
    }

    /// Whether the rule has anything to say on this site.
    fn wants_site(&self, _site: &str) -> bool {
        true
    }

    /// Whether the rule has anything to look for on a surface of this kind, among those that its
    /// entry names: a page is watched in vain otherwise.
    fn wants_kind(&self, _kind: Kind) -> bool {
        true
    }

    /// Whether the rule looks at the person's own words in a message: nobody reads them otherwise.
    fn wants_text(&self) -> bool {
        false
    }

    /// Whether the rule looks for the person's own number or address in them, where they have saved one.
    fn wants_own(&self) -> bool {
        false
    }

    /// The text that the rule looks for under a message.
    fn wants_signoff(&self) -> Option<&str> {
        None
    }

    /// What is counted once the message has left the page, and what makes it the same one: sent, or closed.
    fn counts(&self, _case: &Case<'_>) -> Option<Counted> {
        None
    }

    /// Whether a message that goes while this stands may have reached somebody wrong, or carried what it
    /// should not: then it is worth calling back.
    fn goes_wrong(&self) -> bool {
        false
    }

    /// Whether the rule looks at the words of a post such as this one.
    fn wants_post(&self, _post: &PostAudience) -> bool {
        false
    }

    /// Whether the rule looks at the subject.
    fn wants_subject(&self) -> bool {
        false
    }

    /// Whether the rule looks at attached files: their names and sizes.
    fn wants_files(&self) -> bool {
        false
    }

    /// Whether the rule asks what is inside them, too.
    fn wants_content(&self) -> bool {
        false
    }

    /// Whether the rule looks at files that are given to a page on its lists; `inside`: at what is in them, too.
    fn wants_uploads(&self, _inside: bool) -> bool {
        false
    }
}

/// Something that a rule counts.
#[derive(Debug)]
pub struct Counted {
    /// What is counted.
    pub target: String,
    /// By what it is the same one, and not counted again.
    pub once: String,
    /// For how many days.
    pub days: i64,
    /// Whether it may go to disk: of the school's own mail alone (G9).
    pub keep: bool,
}

impl std::fmt::Debug for dyn Rule {
    /// No rule's own: nobody reads them, and the module that ships would carry them all.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rule")
    }
}

/// What a rule says of one observation.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing.
    Nothing,
    /// The rule could not tell, and says why.
    Unchecked(Message),
    /// Something.
    Found(Box<Finding>),
}

/// A rule as the registry knows it.
pub struct Entry {
    /// Id.
    pub id: &'static str,
    /// The rule's documentation, in Markdown.
    pub doc: &'static str,
    /// Kinds of surface that it looks at.
    pub kinds: &'static [Kind],
    /// Its options.
    pub options: &'static [OptionDoc],
    /// Message keys that it may use.
    pub messages: &'static [&'static str],
    /// Makes the rule from its options; `None` when the pack's settings leave nothing to check.
    pub compile: fn(&mut Options<'_>) -> Option<Box<dyn Rule>>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Every rule that is built, by id.
pub const REGISTRY: &[Entry] = &[
    compose_offensive_language::ENTRY,
    contact_personal_details::ENTRY,
    contact_professional_boundaries::ENTRY,
    contact_school_channel::ENTRY,
    data_confidential_disclosure::ENTRY,
    data_personal_cloud::ENTRY,
    data_pupil_personal_outside::ENTRY,
    data_share_permissions::ENTRY,
    email_bulk_unnecessary::ENTRY,
    email_encrypt_attachment::ENTRY,
    email_impersonation::ENTRY,
    email_large_attachment::ENTRY,
    email_recipient_check::ENTRY,
    email_recipients_visible::ENTRY,
    email_school_account_only::ENTRY,
    email_shared_mailbox::ENTRY,
    email_signoff_disclaimer::ENTRY,
    email_subject_tag::ENTRY,
    email_unknown_sender::ENTRY,
    email_work_only::ENTRY,
    password_share::ENTRY,
    policy_exemption::ENTRY,
    social_educational_use::ENTRY,
    social_ex_pupil_connection::ENTRY,
    social_official_account::ENTRY,
    social_official_content::ENTRY,
    social_parent_connection::ENTRY,
    social_post_about_school::ENTRY,
    social_post_images::ENTRY,
    social_privacy_settings::ENTRY,
    social_profile_identifiable::ENTRY,
    social_pupil_connection::ENTRY,
    social_pupil_message::ENTRY,
    social_references::ENTRY,
    social_school_association::ENTRY,
    social_school_email::ENTRY,
    social_tagging_staff::ENTRY,
    social_use_on_school_device::ENTRY,
    web_filter_bypass::ENTRY,
    web_games::ENTRY,
    web_inappropriate_content::ENTRY,
    web_personal_purchase::ENTRY,
    web_personal_use::ENTRY,
    web_preview_resources::ENTRY,
    web_private_business::ENTRY,
    web_software_install::ENTRY,
    web_unauthorised_service::ENTRY,
];

/// One judgement: the observation and everything around it.
#[derive(Debug)]
pub struct Case<'a> {
    /// The engine that judges.
    pub engine: &'a Engine,
    /// The moment.
    pub context: &'a Context,
    /// What was answered before.
    pub memory: &'a Memory,
    /// What is judged.
    pub observation: &'a Observation,
    /// Whose account it was made in.
    pub account: Account,
    /// Who it goes to, where it is a message.
    pub recipients: &'a mail::Recipients<'a>,
    /// The rule that judges.
    pub rule: &'static str,
}

impl Case<'_> {
    /// What was answered to this rule about this target.
    #[must_use]
    pub fn recall(&self, target: &str) -> Option<&str> {
        self.recall_of(self.rule, target)
    }

    /// Whether the person has given an answer about this target that settles it: "Not now" does not.
    #[must_use]
    pub fn is_answered(&self, target: &str) -> bool {
        self.recall(target).is_some_and(|code| code != NOT_NOW)
    }

    /// What was answered to another rule about this target.
    #[must_use]
    pub fn recall_of(&self, rule: &str, target: &str) -> Option<&str> {
        let site = &self.observation.surface().site;
        self.memory.recall(&self.engine.policy().school.id, rule, site, target, self.context.now_ms)
    }

    /// A finding of this rule that rests on these clauses. Its severity is the strongest of
    /// theirs, and never more than the document's own.
    #[must_use]
    pub fn finding(&self, clauses: &[Clause], certainty: Certainty, seen: Message, advice: Message) -> Draft {
        let severity = clauses.iter().map(|clause| clause.severity).max().unwrap_or(Severity::Informational);
        let cited = clauses
            .iter()
            .map(|clause| Cited {
                clause: clause.id.clone(),
                section: clause.section.clone(),
                severity: clause.severity,
            })
            .collect();
        let surface = self.observation.surface().to_string();
        Draft(Finding {
            id: format!("{surface} {}", self.rule),
            rule: self.rule.to_owned(),
            surface,
            severity,
            certainty,
            presentation: presentation(severity, certainty),
            seen,
            advice,
            clauses: cited,
            evidence: Evidence::default(),
            remedies: Vec::new(),
            ask_first: false,
            targets: Targets::default(),
        })
    }
}

/// How a severity shows itself; a weak match goes down one step.
fn presentation(severity: Severity, certainty: Certainty) -> Presentation {
    let full = match severity {
        Severity::Prohibited | Severity::Required => Presentation::Panel,
        Severity::Advised => Presentation::Note,
        Severity::Informational => Presentation::Mark,
    };
    if certainty == Certainty::Weak { softer(full) } else { full }
}

fn softer(presentation: Presentation) -> Presentation {
    match presentation {
        Presentation::Panel => Presentation::Note,
        Presentation::Note | Presentation::Mark => Presentation::Mark,
    }
}

/// A finding being put together.
#[derive(Debug)]
pub struct Draft(Finding);

impl Draft {
    /// One step quieter than its severity.
    #[must_use]
    pub fn quieter(mut self) -> Self {
        self.0.presentation = softer(self.0.presentation);
        self
    }

    /// Never more than a mark: a reminder.
    #[must_use]
    pub fn reminder(mut self) -> Self {
        self.0.presentation = Presentation::Mark;
        self
    }

    /// Weighs less than its clauses: what the school chose, or what only touches the clause.
    #[must_use]
    pub fn at_most(mut self, severity: Severity) -> Self {
        if severity < self.0.severity {
            self.0.severity = severity;
            self.0.presentation = presentation(severity, self.0.certainty);
        }
        self
    }

    /// What it rests on.
    #[must_use]
    pub fn evidence(mut self, refs: Vec<String>) -> Self {
        self.0.evidence = Evidence { count: refs.len(), refs };
        self
    }

    /// How many things it rests on that have no handle on the page.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.0.evidence.count = count;
        self
    }

    /// One thing that the person may do.
    #[must_use]
    pub fn remedy(mut self, remedy: Remedy) -> Self {
        self.0.remedies.push(remedy);
        self
    }

    /// The site's own control asks once more.
    #[must_use]
    pub fn ask_first(mut self, ask: bool) -> Self {
        self.0.ask_first = ask;
        self
    }

    /// Adds "Not now" and says what answers are about.
    #[must_use]
    pub fn done(mut self, targets: Targets) -> Outcome {
        self.0.targets = targets;
        self.0.remedies.push(Remedy::plain("not-now", Action::NotNow, Message::new("remedy_not_now")));
        Outcome::Found(Box::new(self.0))
    }
}

impl Remedy {
    /// A remedy with nothing but a label.
    #[must_use]
    pub fn plain(id: &str, action: Action, label: Message) -> Self {
        Self {
            id: id.to_owned(),
            action,
            label,
            primary: false,
            refs: Vec::new(),
            value: None,
            text: None,
            link: None,
            done: None,
            about: None,
            caution: None,
        }
    }

    /// An answer that is remembered.
    #[must_use]
    pub fn answer(code: &str, label: Message) -> Self {
        Self { value: Some(code.to_owned()), ..Self::plain(code, Action::Answer, label) }
    }

    /// The fix.
    #[must_use]
    pub fn primary(mut self) -> Self {
        self.primary = true;
        self
    }
}

#[cfg(test)]
mod exceptions;
#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod testing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_every_entry_is_documented() {
        assert!(REGISTRY.windows(2).all(|pair| matches!(pair, [a, b] if a.id < b.id)));
        for entry in REGISTRY {
            // A switch looks at nothing: there is no example of it.
            let shown: &[&str] = if entry.kinds.is_empty() { &[] } else { &["warns", "does not"] };
            let examples = shown.iter().map(|end| format!("## Example that {end}"));
            for heading in ["## What it does".to_owned(), "## Why".to_owned()].into_iter().chain(examples) {
                assert!(entry.doc.contains(&heading), "{} has no {heading}", entry.id);
            }
        }
    }

    #[test]
    fn a_weak_match_goes_down_one_step() {
        assert_eq!(presentation(Severity::Prohibited, Certainty::Likely), Presentation::Panel);
        assert_eq!(presentation(Severity::Prohibited, Certainty::Weak), Presentation::Note);
        assert_eq!(presentation(Severity::Advised, Certainty::Weak), Presentation::Mark);
    }
}

//! What the rules about mail share: who a message goes to, and whether it is theirs to judge.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::options::OptionDoc;
use super::{Case, Outcome};
use crate::config::Config;
use crate::engine::Account;
use crate::finding::{Action, Certainty, Message, Remedy, Targets};
use crate::observation::{ComposeMail, Field, Observation, Recipient};
use crate::policy::Clause;
use crate::protected::{is_protected, is_under, lower};
use crate::roster::{Match, Role, Status};
use crate::sorted::Set;

/// On which side of the school's gate an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The school's own.
    School,
    /// An agency's that the school writes to daily.
    Partner,
    /// Anybody else's.
    Outside,
    /// A name without an address, or something that is none.
    Unknown,
}

/// Who a message goes to, told apart once for all rules: there may be hundreds.
#[derive(Debug, Default)]
pub struct Recipients<'a> {
    /// Everybody but its own author, each once, without what is still being typed.
    people: Vec<Person<'a>>,
    /// Whether a protected correspondent is on the message at all, half-typed addresses included.
    guarded: bool,
}

/// One recipient: whoever is on the message twice is here once.
#[derive(Debug)]
pub struct Person<'a> {
    /// Where they are.
    pub field: Field,
    /// As the page shows them.
    pub recipient: &'a Recipient,
    /// Their address, lower case; empty where the page shows none.
    pub address: String,
    /// Whose address it is.
    pub side: Side,
    /// Whether they are a protected correspondent.
    protected: bool,
    /// How the roster knows the address, once somebody has asked.
    listed: OnceCell<Vec<Match>>,
}

impl Person<'_> {
    /// The address, else the name, else the page's handle, lower case.
    #[must_use]
    pub fn key(&self) -> Cow<'_, str> {
        if self.address.is_empty() {
            self.recipient.name.as_deref().unwrap_or(&self.recipient.r#ref).to_lowercase().into()
        } else {
            self.address.as_str().into()
        }
    }
}

impl<'a> Recipients<'a> {
    /// Of whatever is judged: nobody where it is no message.
    #[must_use]
    pub fn told(observation: &'a Observation, config: &Config) -> Self {
        match observation {
            Observation::ComposeMail(mail) => Self::of(mail, config),
            _ => Self::default(),
        }
    }

    /// How many of them are outside the school.
    #[must_use]
    pub fn outside(&self) -> usize {
        self.people.iter().filter(|person| person.side == Side::Outside).count()
    }

    /// Tells them apart. What the roster says of them is looked up when a rule asks.
    #[must_use]
    pub fn of(mail: &'a ComposeMail, config: &Config) -> Self {
        let own = mail.account.as_deref().unwrap_or_default().to_lowercase();
        let mut seen = Set::new();
        let mut told = Self::default();
        for (field, recipient) in mail.recipients() {
            let address = lower(recipient.address.as_deref().unwrap_or_default().trim()).into_owned();
            let protected = is_protected(&address, config);
            told.guarded |= protected;
            if recipient.unfinished || (!own.is_empty() && own == address) {
                continue;
            }
            let side = if config.is_school_address(&address) {
                Side::School
            } else if config.is_partner_address(&address) {
                Side::Partner
            } else if address.contains('@') {
                Side::Outside
            } else {
                Side::Unknown
            };
            let person = Person { field, recipient, address, side, protected, listed: OnceCell::new() };
            if seen.insert(person.key().into_owned()) {
                told.people.push(person);
            }
        }
        told
    }
}

/// One question about a message. Its answer is remembered for what it is about, and whoever has
/// given it is not asked again.
#[derive(Debug)]
pub struct Question<'a> {
    /// What it rests on.
    pub clauses: &'a [Clause],
    /// How sure it is.
    pub certainty: Certainty,
    /// What is seen.
    pub seen: Message,
    /// What to do.
    pub advice: Message,
    /// Handles of what it is about on the page.
    pub refs: Vec<String>,
    /// What may be done about it, before the answers.
    pub fixes: Vec<Remedy>,
    /// Codes of the answers, and the key of what each button says.
    pub answers: &'a [(&'a str, &'a str)],
    /// An answer that holds for something else: its code, the key of its button, and for what.
    pub lasting: Option<(&'a str, &'a str, String)>,
    /// What the answers are about.
    pub targets: Targets,
}

impl Question<'_> {
    /// Asks, unless it was answered.
    #[must_use]
    pub fn ask(self, case: &Case<'_>) -> Outcome {
        let settled = |(code, _, target): &(&str, &str, String)| case.recall(target) == Some(*code);
        let answered = case.recall(&self.targets.answer).is_some() || self.lasting.as_ref().is_some_and(settled);
        if answered { Outcome::Nothing } else { self.say(case) }
    }

    /// The finding, whatever was answered.
    #[must_use]
    pub fn say(self, case: &Case<'_>) -> Outcome {
        let mut draft = case.finding(self.clauses, self.certainty, self.seen, self.advice).evidence(self.refs);
        for fix in self.fixes {
            draft = draft.remedy(fix);
        }
        for (code, key) in self.answers {
            draft = draft.remedy(Remedy::answer(code, Message::new(key)));
        }
        if let Some((code, key, about)) = self.lasting {
            draft = draft.remedy(Remedy { about: Some(about), ..Remedy::answer(code, Message::new(key)) });
        }
        draft.done(self.targets)
    }
}

/// The option by which a school approves systems beside its own.
pub(super) const APPROVED_DOMAINS: OptionDoc = OptionDoc {
    name: "approvedDomains",
    takes: "domains",
    description: "Domains of accounts that count as the school's own mail. Unset: none but `schoolDomains`.",
    configurable: true,
};

/// The option that says where school mail is.
pub(super) const SCHOOL_MAIL: OptionDoc = OptionDoc {
    name: "schoolMail",
    takes: "an address",
    description: "Page where a new message is written in school mail. Unset: only copying is offered.",
    configurable: true,
};

/// Whether a message leaves from a system that the school has approved beside its own.
#[must_use]
pub fn is_approved(mail: &ComposeMail, domains: &[String]) -> bool {
    let account = mail.account.as_deref().unwrap_or_default().to_lowercase();
    account.rsplit_once('@').is_some_and(|(_, domain)| domains.iter().any(|known| is_under(domain, known)))
}

/// The message of a case, where it is one.
#[must_use]
pub fn message<'a>(case: &Case<'a>) -> Option<&'a ComposeMail> {
    match case.observation {
        Observation::ComposeMail(mail) => Some(mail),
        _ => None,
    }
}

/// Everybody a message goes to but its own author, each once, without what is still being typed.
#[must_use]
pub fn people<'a>(case: &Case<'a>) -> &'a [Person<'a>] {
    &case.recipients.people
}

/// Those on one side.
#[must_use]
pub fn people_of<'a>(case: &Case<'a>, side: Side) -> Vec<&'a Person<'a>> {
    people(case).iter().filter(|person| person.side == side).collect()
}

/// Whether some of them are protected correspondents: then nothing is asked (G10).
#[must_use]
pub fn any_protected(case: &Case<'_>) -> bool {
    people(case).iter().any(|person| person.protected)
}

/// The person's own words in school mail. None where a protected correspondent takes part: what
/// should not have been sent here is not looked at either (G10).
#[must_use]
pub fn own_text<'a>(case: &Case<'a>, mail: &'a ComposeMail) -> Option<&'a str> {
    let ours = case.account == Account::School && !case.recipients.guarded;
    mail.text.as_deref().filter(|text| ours && !text.trim().is_empty())
}

/// The school's own mail: anything else is not this school's to judge (G14).
///
/// # Errors
/// What to say of another account, or of one that the page does not tell.
pub fn school_mail(case: &Case<'_>) -> Result<(), Outcome> {
    match case.account {
        Account::School => Ok(()),
        Account::Unknown => Err(Outcome::Unchecked(Message::new("unchecked_account"))),
        Account::Official | Account::Personal => Err(Outcome::Unchecked(Message::new("unchecked_other_account"))),
    }
}

/// The words of a file's name, or of what may stand in one, small and with spaces between.
#[must_use]
pub fn words_of_name(name: &str) -> String {
    name.replace(['_', '-', '.'], " ").to_lowercase()
}

/// How the roster knows an address.
#[must_use]
pub fn listed<'a>(case: &Case<'_>, person: &'a Person<'_>) -> &'a [Match] {
    let look_up = || case.engine.roster_for(case.context).map(|roster| roster.by_address(&person.address));
    person.listed.get_or_init(|| look_up().unwrap_or_default())
}

/// Whether the roster lists an address as somebody's of this role, now.
#[must_use]
pub fn is_listed(case: &Case<'_>, address: &str, role: Role) -> bool {
    case.engine
        .roster_for(case.context)
        .is_some_and(|roster| roster.by_address(address).iter().any(|found| found.role == role))
}

/// A pupil or a parent of the school, now or soon.
#[must_use]
pub fn is_pupil_or_parent(found: &Match) -> bool {
    match found.role {
        Role::Pupil => found.status != Status::Former,
        Role::Parent => found.status == Status::Current,
        Role::Staff => false,
    }
}

/// These people in one text, whatever order they stand in.
#[must_use]
pub fn list(people: &[&Person<'_>]) -> String {
    let mut keys = Set::new();
    for person in people {
        keys.insert(person.key());
    }
    let mut list = String::new();
    for key in keys.iter() {
        list.push(' ');
        list += key;
    }
    list
}

/// What an answer about the whole thread is about.
#[must_use]
pub fn thread(mail: &ComposeMail) -> String {
    format!("thread {}", mail.thread.as_deref().unwrap_or(""))
}

/// What both an answer and "Not now" about an address of the school are about: it is the same in
/// every message.
#[must_use]
pub fn of_address(what: &str, address: &str) -> Targets {
    let target = format!("{what} {}", address.to_lowercase());
    Targets { now: target.clone(), answer: target, keep: true }
}

/// "Not now" holds for exactly these people; an answer for what the rule says.
#[must_use]
pub fn targets(case: &Case<'_>, mail: &ComposeMail, people: &[&Person<'_>], answer: String) -> Targets {
    let thread = mail.thread.as_deref().unwrap_or("");
    Targets {
        now: format!("list {thread}{}", list(people)),
        answer,
        // Only the school's own mail may leave a trace (G9).
        keep: case.account == Account::School && mail.thread.is_some(),
    }
}

/// Handles of these people on the page.
#[must_use]
pub fn refs(people: &[&Person<'_>]) -> Vec<String> {
    people.iter().map(|person| person.recipient.r#ref.clone()).collect()
}

/// The way to school mail: an empty message there, and what is here to copy by hand. Nothing
/// travels by itself (G6).
#[must_use]
pub fn to_school_mail(address: Option<&str>) -> Vec<Remedy> {
    let copy = Remedy {
        done: Some(Message::new("mail_done_copied")),
        ..Remedy::plain("copy-draft", Action::CopyDraft, Message::new("mail_fix_copy"))
    };
    let Some(address) = address else { return vec![copy.primary()] };
    let open = Remedy {
        link: Some(address.to_owned()),
        caution: Some(Message::new("mail_caution_drafts")),
        ..Remedy::plain("open-school-mail", Action::OpenSchoolMail, Message::new("mail_fix_open"))
    };
    vec![open.primary(), copy]
}

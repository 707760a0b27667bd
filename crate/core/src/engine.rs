//! Compiles a policy and a configuration into an immutable engine, and judges with it.
//!
//! Replaced whole when anything changes. Judging cannot fail, does no I/O and has no clock.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{AccountCheck, Config, is_setting};
use crate::duties;
use crate::finding::{Finding, Message, Presentation, Verdict};
use crate::first::{self, First};
use crate::memory::{self, Memory, NOT_NOW};
use crate::observation::{ComposeMail, Kind, Observation, PageVisit, Recipient, WEB};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::protected::is_protected;
use crate::reminder::{self, SETTING};
use crate::roster::Roster;
use crate::rules::{self, Case, Rule, mail::Recipients, options::Options, options::REMEMBER_DAYS};
use crate::sorted::{ByName, Set};
use crate::text::{Around, Found, scan};

/// Local civil time, as the host gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Civil {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Day of the week, 1 (Monday) to 7.
    pub weekday: u8,
}

impl Civil {
    /// `YYYY-MM-DD`.
    #[must_use]
    pub fn day_text(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What the host knows at the moment of judging.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Milliseconds since 1970.
    pub now_ms: i64,
    /// The same instant as local civil time in the policy's zone.
    pub civil: Civil,
    /// Marks only: somebody else may see the screen (G5).
    pub quiet: bool,
    /// Whether the document has look-ups in the roster left (G16).
    pub may_look_up: bool,
    /// Whether the person has saved a number or an address as their own.
    #[serde(default)]
    pub has_own: bool,
}

/// Whose account an observation was made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// One of the school's own domains.
    School,
    /// One of the school's official accounts.
    Official,
    /// Somebody's own, or another organisation's.
    Personal,
    /// The page does not tell.
    Unknown,
}

/// What may be read of a message beside who it goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Reads {
    /// The subject.
    pub subject: bool,
    /// Names and sizes of attached files, and what is inside where a rule asks for that.
    pub files: bool,
    /// The person's own words.
    pub text: bool,
    /// The text that the school asks for under every message: whether it is there, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signoff: Option<String>,
}

/// A policy ready to judge.
#[derive(Debug)]
pub struct Engine {
    policy: Policy,
    config: Config,
    roster: Option<Roster>,
    rules: Vec<(&'static rules::Entry, Box<dyn Rule>)>,
    /// How many reminders may come in a day; `None` where they are off.
    reminders: Option<usize>,
    first: First,
}

impl Engine {
    /// Compiles the rules that this school has and that the configuration leaves on. What is
    /// wrong with one setting is a problem; the rule falls back to the pack's own value.
    #[must_use]
    pub fn new(policy: Policy, config: Config, roster: Option<Roster>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut compiled = Vec::new();
        let bound = policy
            .school
            .binds
            .iter()
            .any(|who| *who == config.audience || config.audience.is_empty() && who == "staff");
        if !bound {
            problems.push(Problem::new(
                "audience-not-bound",
                "audience",
                &format!("one of {}: this policy binds nobody else", policy.school.binds.join(", ")),
            ));
        }
        let reminders = reminder::per_day(&policy, config.rules.get(SETTING), config.shared_account, &mut problems);
        let first = first::first(config.rules.get(first::SETTING), config.shared_account, &mut problems);
        for rule in config.rules.keys().filter(|rule| !policy.rules.contains_key(rule) && !is_setting(rule)) {
            if config.rules.get(rule).is_some_and(|value| value != "off") {
                problems.push(
                    Problem::new(
                        "rule-not-in-policy",
                        &format!("rules.{rule}"),
                        "a rule that this school's policy has a clause for",
                    )
                    .suggest(Some("Lanyard adds no duty that the school's own document does not state".to_owned())),
                );
            }
        }
        for entry in rules::REGISTRY {
            let (Some(pack), true) = (policy.rules.get(entry.id), bound) else { continue };
            let overlay = config.rules.get(entry.id);
            if overlay.is_some_and(|value| value == "off") || duties::silence(&config.duties, entry.id) {
                continue;
            }
            let mut options = Options::new(entry.id, &policy, pack, overlay, !config.hours.is_empty());
            if let Some(rule) = (entry.compile)(&mut options) {
                compiled.push((entry, rule));
            }
            problems.extend(options.finish());
        }
        // Rosters are per school (G2): another school's would match its pupils here.
        let roster = roster.filter(|roster| {
            let ours = roster.school().is_empty() || roster.school() == policy.school.id;
            if !ours {
                problems.push(Problem::new(
                    "roster-school",
                    "roster",
                    &format!("the roster of `{}`; found that of `{}`", policy.school.id, roster.school()),
                ));
            }
            ours
        });
        let reminders = reminders.filter(|_| bound);
        let first = if bound { first } else { First::Off };
        (Self { policy, config, roster, rules: compiled, reminders, first }, problems)
    }

    /// The same, of somebody who wants no reminders.
    #[must_use]
    pub fn without_reminders(self) -> Self {
        Self { reminders: None, ..self }
    }

    /// How many reminders may come in a day; `None` where they are off.
    #[must_use]
    pub fn reminds_per_day(&self) -> Option<usize> {
        self.reminders
    }

    /// How the introduction comes.
    #[must_use]
    pub fn first(&self) -> First {
        self.first
    }

    /// The policy it was made from.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The configuration it was made from.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The roster, where there is one.
    #[must_use]
    pub fn roster(&self) -> Option<&Roster> {
        self.roster.as_ref()
    }

    /// Ids of the rules that run.
    pub fn rules(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.rules.iter().map(|(entry, _)| entry.id)
    }

    /// Kinds of surface that some rule looks at.
    #[must_use]
    pub fn kinds(&self) -> Set<Kind> {
        let wanted = |(entry, rule): &'_ (&rules::Entry, Box<dyn Rule>)| {
            entry.kinds.iter().copied().filter(|kind| rule.wants_kind(*kind)).collect::<Vec<Kind>>()
        };
        self.rules.iter().flat_map(wanted).collect()
    }

    /// Whether some rule looks at this kind of surface on this site, or some reminder comes there.
    #[must_use]
    pub fn watches(&self, site: &str, kind: Kind) -> bool {
        self.rules.iter().any(|(entry, rule)| looks_at(entry, rule.as_ref(), site, kind)) || self.reminds_on(kind)
    }

    /// Ids of the lists of hosts that some rule or reminder looks at and that the school has left on.
    #[must_use]
    pub fn categories(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = Vec::new();
        let rules = self.rules.iter().flat_map(|(_, rule)| rule.categories()).copied();
        let moments = self.reminders().flat_map(|clause| &clause.moments);
        for id in rules.chain(moments.filter_map(|moment| moment.list())) {
            if !all.contains(&id) && !self.config.sites_off.contains(id) {
                all.push(id);
            }
        }
        all
    }

    /// Ids of the lists on whose pages some rule looks at this kind of surface: forms for an account, prompts.
    pub fn lists_with(&self, kind: Kind) -> impl Iterator<Item = &'static str> + '_ {
        let rules = self.rules.iter().filter(move |(entry, _)| entry.kinds.contains(&kind));
        rules.flat_map(move |(_, rule)| rule.categories_with(kind)).copied()
    }

    /// Whether some rule looks for the person's own number or address.
    #[must_use]
    pub fn wants_own(&self) -> bool {
        self.rules.iter().any(|(_, rule)| rule.wants_own())
    }

    /// Whether some rule asks what is inside files that are attached on this site.
    #[must_use]
    pub fn wants_content(&self, site: &str) -> bool {
        self.rules.iter().any(|(_, rule)| rule.wants_content() && rule.wants_site(site))
    }

    /// Whether a message that goes while this rule's finding stands is worth calling back.
    #[must_use]
    pub fn goes_wrong(&self, rule: &str) -> bool {
        self.rules.iter().any(|(entry, built)| entry.id == rule && built.goes_wrong())
    }

    /// How many people outside the school a message goes to, as far as their addresses are shown (G11).
    #[must_use]
    pub fn outside(&self, observation: &Observation) -> usize {
        Recipients::told(observation, &self.config).outside()
    }

    /// Whether some rule looks at files that are attached on this site.
    #[must_use]
    pub fn wants_files(&self, site: &str) -> bool {
        self.rules.iter().any(|(_, rule)| rule.wants_files() && rule.wants_site(site))
    }

    /// Whether some rule looks at files that are given to this page; `inside`: at what is in them, too.
    #[must_use]
    pub fn wants_uploads(&self, visit: &PageVisit, inside: bool) -> bool {
        let on = |id: &&str| visit.categories.iter().any(|known| known == id);
        self.rules.iter().any(|(_, rule)| rule.wants_uploads(inside) && rule.categories().iter().any(on))
    }

    /// What a piece of a file's text holds: kinds, and how many of each.
    #[must_use]
    pub fn scan(&self, text: &str, context: &Context) -> Found {
        scan(text, &Around { school: &self.policy.school.names, roster: self.roster_for(context) })
    }

    /// Whose account this is, by the school's own lists.
    #[must_use]
    pub fn account(&self, observation: &Observation) -> Account {
        let Some(account) = observation.account() else { return Account::Unknown };
        let lower = account.to_lowercase();
        let handle = format!("{}:{}", observation.surface().site, lower.trim_start_matches('@'));
        let listed = &self.config.official_accounts;
        if listed.iter().any(|known| *known == lower || *known == handle) {
            Account::Official
        } else if is_number(&lower) && is_listed_by_handle_alone(listed, &observation.surface().site) {
            Account::Unknown
        } else if self.config.is_school_address(account) {
            Account::School
        } else {
            Account::Personal
        }
    }

    /// What may be read of a message beside who it goes to: what some rule looks at, once everybody
    /// on it is known by their address, and nobody is protected (G10). Of a post, beside its
    /// audience: the words, where some rule looks at them.
    #[must_use]
    pub fn reads(&self, observation: &Observation, context: &Context) -> Reads {
        let surface = observation.surface();
        let kind = observation.kind();
        let wanted = |wants: &dyn Fn(&dyn Rule) -> bool| {
            self.rules.iter().any(|(entry, rule)| {
                wants(rule.as_ref())
                    && looks_at(entry, rule.as_ref(), &surface.site, kind)
                    && !self.is_exempt(entry.id, context)
            })
        };
        let mail = match observation {
            Observation::ComposeMail(mail) => mail,
            Observation::PostAudience(post) if !self.config.is_off(&surface.site, &surface.name) => {
                return Reads { text: wanted(&|rule| rule.wants_post(post)), ..Reads::default() };
            }
            _ => return Reads::default(),
        };
        let known = |recipient: &Recipient| recipient.address.is_some();
        if self.config.is_off(&surface.site, &surface.name)
            || !mail.recipients().any(|(_, recipient)| known(recipient) && !recipient.unfinished)
            || !mail.recipients().all(|(_, recipient)| known(recipient))
            || is_protected_mail(mail, &self.config)
        {
            return Reads::default();
        }
        let ours = self.account(observation) == Account::School;
        Reads {
            subject: wanted(&|rule| rule.wants_subject()),
            files: ours && wanted(&|rule| rule.wants_files()),
            text: ours && (wanted(&|rule| rule.wants_text()) || context.has_own && wanted(&|rule| rule.wants_own())),
            signoff: self.signoff(context).filter(|_| ours).map(str::to_owned),
        }
    }

    /// Whether it is a message with somebody protected on it (G10).
    #[must_use]
    pub fn is_protected(&self, observation: &Observation) -> bool {
        matches!(observation, Observation::ComposeMail(mail) if is_protected_mail(mail, &self.config))
    }

    /// Judges one observation.
    #[must_use]
    pub fn judge(&self, observation: &Observation, context: &Context, memory: &Memory) -> Verdict {
        let surface = observation.surface();
        let mut verdict = Verdict { surface: surface.to_string(), findings: Vec::new(), unchecked: None };
        if observation.too_large().is_some() {
            verdict.unchecked = Some(Message::new("unchecked_too_large"));
            return verdict;
        }
        if self.config.is_off(&surface.site, &surface.name) {
            return verdict;
        }
        let account = self.account(observation);
        let recipients = Recipients::told(observation, &self.config);
        for (entry, rule) in &self.rules {
            if !looks_at(entry, rule.as_ref(), &surface.site, observation.kind()) || self.is_exempt(entry.id, context) {
                continue;
            }
            let case =
                Case { engine: self, context, memory, observation, account, recipients: &recipients, rule: entry.id };
            match rule.check(&case) {
                rules::Outcome::Nothing => {}
                rules::Outcome::Unchecked(reason) => verdict.unchecked = Some(reason),
                rules::Outcome::Found(finding) => place(&mut verdict.findings, self.settle(*finding, &case)),
            }
        }
        // What one rule could not tell does not leave the surface unjudged where another has spoken.
        if !verdict.findings.is_empty() {
            verdict.unchecked = None;
        }
        verdict
    }

    /// A surface has left the page. Tells whether something of it was counted.
    pub fn left(&self, observation: &Observation, context: &Context, memory: &mut Memory) -> bool {
        let account = self.account(observation);
        let recipients = Recipients::told(observation, &self.config);
        let mut counted = false;
        for (entry, rule) in &self.rules {
            if !entry.kinds.contains(&observation.kind()) || self.is_exempt(entry.id, context) {
                continue;
            }
            let case =
                Case { engine: self, context, memory, observation, account, recipients: &recipients, rule: entry.id };
            let Some(found) = rule.counts(&case).filter(|found| case.recall(&found.once).is_none()) else { continue };
            let of = |target| [&self.policy.school.id, entry.id, &observation.surface().site, target];
            memory.count(of(&found.once), found.days, found.keep, context.now_ms);
            memory.count(of(&found.target), found.days, found.keep, context.now_ms);
            counted = true;
        }
        counted
    }

    /// How long the school has this rule's answers about school mail kept, in days.
    pub(crate) fn kept_days(&self, rule: &str) -> Option<i64> {
        let layers = [self.config.rules.get(rule), self.policy.rules.get(rule)];
        layers.into_iter().flatten().find_map(|layer| layer.get(REMEMBER_DAYS.name).and_then(memory::days))
    }

    /// Whether another rule of this school is on: rules that share a question ask it once.
    #[must_use]
    pub(crate) fn is_on(&self, rule: &str) -> bool {
        self.rules.iter().any(|(entry, _)| entry.id == rule)
    }

    /// Title of a role as the school shows it: the configuration's, else the pack's.
    #[must_use]
    pub fn role_title(&self, role: &str, language: &str) -> Option<String> {
        let own = self.config.contacts.get(role).and_then(|contact| contact.title.clone());
        own.or_else(|| self.policy.role(role).map(|role| role.title.get(language).to_owned()))
    }

    /// The roster, where the school has said who may use it (G3) and the document has look-ups left.
    pub(crate) fn roster_for(&self, context: &Context) -> Option<&Roster> {
        let allowed = self.config.account_check != AccountCheck::Unset && context.may_look_up;
        self.roster.as_ref().filter(|roster| allowed && roster.is_current(context.now_ms))
    }

    /// The text that a rule in force looks for under a message.
    fn signoff(&self, context: &Context) -> Option<&str> {
        let mut rules = self.rules.iter().filter(|(entry, _)| !self.is_exempt(entry.id, context));
        rules.find_map(|(_, rule)| rule.wants_signoff())
    }

    pub(crate) fn is_exempt(&self, rule: &str, context: &Context) -> bool {
        let today = context.civil.day_text();
        self.config.exemptions.iter().any(|exemption| exemption.rule == rule && today <= exemption.until)
    }

    /// What holds for every finding: dismissed ones show the mark, and so does everything while
    /// somebody else may see the screen; ask-first is silent then.
    fn settle(&self, mut finding: Finding, case: &Case<'_>) -> Finding {
        if case.recall(&finding.targets.now) == Some(NOT_NOW) {
            finding.presentation = Presentation::Mark;
        }
        if case.context.quiet || self.config.marks_only {
            finding.presentation = Presentation::Mark;
        }
        if case.context.quiet {
            finding.ask_first = false;
        }
        finding
    }
}

/// Whether a rule has anything to look for on a surface of this kind on this site.
fn looks_at(entry: &rules::Entry, rule: &dyn Rule, site: &str, kind: Kind) -> bool {
    // A prompt is for rules that name lists of assistants, and a post for the others.
    let reaches = kind != Kind::PostAudience || (site == WEB) != rule.categories().is_empty();
    entry.kinds.contains(&kind) && reaches && rule.wants_kind(kind) && rule.wants_site(site)
}

/// Whether somebody on the message is a protected correspondent, half-typed addresses included.
fn is_protected_mail(mail: &ComposeMail, config: &Config) -> bool {
    let mut addresses = mail.recipients().filter_map(|(_, recipient)| recipient.address.as_deref());
    addresses.any(|address| is_protected(address, config))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the school lists accounts of this site, and none of them by a number. A page that tells a
/// number does not tell whether it is one of those.
fn is_listed_by_handle_alone(listed: &[String], site: &str) -> bool {
    let mut on_site = listed.iter().filter_map(|known| known.strip_prefix(site)?.strip_prefix(':')).peekable();
    on_site.peek().is_some() && !on_site.any(is_number)
}

/// Gravest first, then surest, then by rule.
fn place(findings: &mut Vec<Finding>, new: Finding) {
    let rank = |finding: &Finding| (finding.severity, finding.certainty);
    let after = |known: &Finding| rank(known) < rank(&new) || rank(known) == rank(&new) && known.rule > new.rule;
    let at = findings.iter().position(after).unwrap_or(findings.len());
    findings.insert(at, new);
}

/// Reads a pack's rule settings merged with the configuration's, for documents and tests.
#[must_use]
pub fn merged_options(pack: &Value, overlay: Option<&Value>) -> ByName<Value> {
    let mut merged = ByName::new();
    for layer in [Some(pack), overlay].into_iter().flatten() {
        if let Value::Object(map) = layer {
            merged.extend(map.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
    }
    merged
}

//! Managed configuration: strings in, a [`Config`] and a list of problems out.
//!
//! A bad value costs that value alone. The `{"Value": …}` wrapper of the console's paste box
//! is taken off by [`unwrap_console`], for import and the command line; the run time never
//! sees it.

mod hosts;
pub mod keys;
mod pasted;
mod sites;
mod time;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalogue::nearest_of;
use crate::duties::DUTIES;
use crate::engine::Civil;
use crate::envelope;
use crate::policy::AUDIENCES;
use crate::problem::Problem;
use crate::protected::{is_under, lower};
use crate::read::{Readable, json, readable};
use crate::roster::read_key;
use crate::sorted::{ByName, Set};
use hosts::is_host;
use keys::{KEYS, Shape};
pub use pasted::{Pasted, pasted};
pub use time::{Hours, Term};

/// Largest inline roster, in bytes of text.
pub const MAX_ROSTER: usize = 200_000;

/// Whether the profile's account is compared with `staffAccounts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountCheck {
    /// Compared.
    On,
    /// The school says that it is not to be compared.
    Off,
    /// Neither `staffAccounts` nor `accountCheck` is set: rules run without the roster.
    #[default]
    Unset,
}

/// A rule that is silent for whoever receives the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Rule id.
    pub rule: String,
    /// Purpose code.
    pub purpose: String,
    /// Last day, `YYYY-MM-DD`.
    pub until: String,
}

/// Somebody to go to, as the school sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Title to show instead of the pack's.
    #[serde(default)]
    pub title: Option<String>,
    /// Role mailbox.
    #[serde(default)]
    pub email: Option<String>,
}

/// A roster that is fetched from the school's own address (G4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosted {
    /// Its address, https.
    pub url: String,
    /// Public key of its signature, Ed25519.
    pub public_key: [u8; 32],
    /// The school's key; `None` until it has arrived.
    pub school_key: Option<[u8; 16]>,
}

readable!(Exemption only { rule "rule", purpose "purpose", until "until" });
readable!(Contact only { title "title", email "email" });

/// What the school has set. Every field has a meaning when it is unset.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Id of a packaged policy.
    pub school: Option<String>,
    /// Own policy, as JSON text.
    pub pack: Option<String>,
    /// Settings by rule id, over the pack's.
    pub rules: ByName<Value>,
    /// The school's own mail domains, lower case.
    pub school_domains: Vec<String>,
    /// Domains of agencies that the school writes to daily, lower case.
    pub partner_domains: Vec<String>,
    /// Further domains whose mail is never questioned (G10), lower case.
    pub protected_domains: Vec<String>,
    /// Patterns of staff accounts, lower case.
    pub staff_accounts: Vec<String>,
    /// Whether they are compared.
    pub account_check: AccountCheck,
    /// Host names by site id, lower case.
    pub hosts: ByName<Vec<String>>,
    /// School hours.
    pub hours: Vec<Hours>,
    /// Terms.
    pub terms: Vec<Term>,
    /// IANA time zone.
    pub zone: Option<String>,
    /// Contacts by role id.
    pub contacts: ByName<Contact>,
    /// `site:handle` or an address, lower case.
    pub official_accounts: Vec<String>,
    /// Who uses it.
    pub audience: String,
    /// Duties of whoever uses it.
    pub duties: Vec<String>,
    /// Silenced rules.
    pub exemptions: Vec<Exemption>,
    /// Roster file, as text.
    pub roster: Option<String>,
    /// Roster key file, as text.
    pub roster_key: Option<String>,
    /// The roster on the school's own site.
    pub hosted: Option<Hosted>,
    /// Sites or surfaces that are off: `linkedin`, `facebook/setting`.
    pub sites_off: Set<String>,
    /// What the school sets in place of facts of a site file, by site id.
    pub sites_changed: ByName<Value>,
    /// Marks only.
    pub marks_only: bool,
    /// Language of the texts.
    pub language: Option<String>,
    /// Several people share the profile.
    pub shared_account: bool,
    /// Warnings in school mail and school services are counted, by rule and week.
    pub counters: bool,
}

impl Config {
    /// Reads the keys. Unknown keys, bad values and keys that Chrome dropped are problems;
    /// everything else works.
    #[must_use]
    pub fn parse(values: &ByName<String>) -> (Self, Vec<Problem>) {
        let mut read = Reader { values, problems: Vec::new() };
        let config = read.config();
        let mut problems = read.problems;
        for name in values.keys() {
            if !KEYS.iter().any(|key| key.name == name) {
                problems.push(
                    Problem::new("key-unknown", name, "a key of Lanyard's configuration")
                        .suggest(nearest_of(name, KEYS.iter().map(|key| key.name))),
                );
            }
        }
        (config, problems)
    }

    /// Whether an address has one of the school's domains or a subdomain of one.
    #[must_use]
    pub fn is_school_address(&self, address: &str) -> bool {
        is_of(address, &self.school_domains)
    }

    /// Whether an address is of an agency that the school writes to daily.
    #[must_use]
    pub fn is_partner_address(&self, address: &str) -> bool {
        is_of(address, &self.partner_domains)
    }

    /// Whether a profile's address is one of the school's staff accounts (G3).
    #[must_use]
    pub fn is_staff_account(&self, address: &str) -> bool {
        let address = lower(address.trim());
        self.staff_accounts.iter().any(|pattern| matches_pattern(pattern, &address))
    }

    /// First and last day of the term that holds this day, else of the next one; `None` where the
    /// school has not set any that is not over.
    #[must_use]
    pub fn term(&self, day: &str) -> Option<(&str, &str)> {
        self.terms.iter().map(Term::days).filter(|(_, to)| day <= *to).min()
    }

    /// First day of the term that begins after this day, where the school has set one.
    #[must_use]
    pub fn next_term(&self, day: &str) -> Option<&str> {
        self.terms.iter().map(|term| term.days().0).filter(|from| day < *from).min()
    }

    /// Whether this moment is in the school's hours and terms; `None` where it has set no hours.
    #[must_use]
    pub fn school_time(&self, civil: &Civil) -> Option<bool> {
        time::school_time(&self.hours, &self.terms, civil)
    }

    /// Whether the site, or the surface of it, is switched off.
    #[must_use]
    pub fn is_off(&self, site: &str, surface: &str) -> bool {
        self.sites_off.contains(site) || self.sites_off.contains(&format!("{site}/{surface}"))
    }

    /// What unset keys mean, as message keys for the set-up line.
    #[must_use]
    pub fn notes(&self) -> Vec<&'static str> {
        let mut notes = Vec::new();
        if self.school_domains.is_empty() {
            notes.push("setup_no_school_domains");
        }
        match self.account_check {
            AccountCheck::Off => notes.push("setup_account_check_off"),
            AccountCheck::Unset => notes.push("setup_account_check_unset"),
            AccountCheck::On => {}
        }
        notes
    }
}

/// Takes `{"Value": …}` off every key, as the Admin console's paste box wants it, and turns
/// structured values into the strings that the run time gets. Bare values pass as they are.
///
/// # Errors
/// When the text is not a JSON object.
pub fn unwrap_console(json: &str) -> Result<ByName<String>, Problem> {
    let object: Map<String, Value> = serde_json::from_str(json).map_err(|error| {
        Problem::new("config-json", "", &format!("a JSON object with one entry for each key: {error}"))
    })?;
    Ok(object
        .into_iter()
        .map(|(name, value)| {
            let bare = match value {
                Value::Object(mut wrapped) if wrapped.len() == 1 && wrapped.contains_key("Value") => {
                    crate::sorted::take(&mut wrapped, "Value").unwrap_or_default()
                }
                other => other,
            };
            let text = match bare {
                Value::String(text) => text,
                other => crate::read::json(&other),
            };
            (name, text)
        })
        .collect())
}

/// Whether a name under `rules` stands for a setting that is no rule's.
pub(crate) fn is_setting(name: &str) -> bool {
    [crate::reminder::SETTING, crate::first::SETTING].contains(&name)
}

/// Whether an address has one of these domains or a subdomain of one.
fn is_of(address: &str, domains: &[String]) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else { return false };
    let domain = lower(domain.trim());
    domains.iter().any(|own| is_under(&domain, own))
}

/// `*` stands for any run of characters.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return false };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

struct Reader<'a> {
    values: &'a ByName<String>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn config(&mut self) -> Config {
        self.dropped_keys();
        let staff_accounts = self.staff_accounts();
        let account_check = match self.switch("accountCheck") {
            Some(false) => AccountCheck::Off,
            Some(true) => AccountCheck::On,
            None if self.text("staffAccounts").is_some() => AccountCheck::On,
            None => AccountCheck::Unset,
        };
        let hours = self.objects("hours");
        let hours = time::entries("hours", &hours, Hours::read, &mut self.problems);
        let terms = self.objects("termDates");
        let terms = time::entries("termDates", &terms, Term::read, &mut self.problems);
        let (sites_off, sites_changed) = self.sites();
        Config {
            school: self.text("school"),
            pack: self.text("pack"),
            rules: self.rules(),
            school_domains: self.domains("schoolDomains"),
            partner_domains: self.domains("partnerDomains"),
            protected_domains: self.domains("protectedDomains"),
            staff_accounts,
            account_check,
            hosts: self.hosts(),
            hours,
            terms,
            zone: self.zone(),
            contacts: self.contacts(),
            official_accounts: self.list("officialAccounts").into_iter().map(|s| s.to_lowercase()).collect(),
            audience: self.one_of("audience", &AUDIENCES).unwrap_or_else(|| "staff".to_owned()),
            duties: self.duties(),
            exemptions: self.exemptions(),
            roster: self.roster(),
            roster_key: self.text("rosterKey"),
            hosted: self.hosted(),
            sites_off,
            sites_changed,
            marks_only: self.one_of("presentation", &["full", "marks"]).as_deref() == Some("marks"),
            language: self.one_of("language", &["en", "cy"]),
            shared_account: self.switch("sharedAccount").unwrap_or(false),
            counters: self.switch("counters").unwrap_or(false),
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn shape(name: &str) -> &'static str {
        KEYS.iter().find(|key| key.name == name).map_or(Shape::Text, |key| key.shape).describe()
    }

    fn dropped_keys(&mut self) {
        for name in self.list("configKeys") {
            if !self.values.contains_key(&name) {
                self.problem(
                    Problem::new(
                        "dropped",
                        &name,
                        "this key to arrive: the exporter wrote it, Chrome dropped it for a wrong type or shape",
                    )
                    .suggest(Some("paste the value as text, in quotation marks".to_owned())),
                );
            }
        }
    }

    fn switch(&mut self, name: &str) -> Option<bool> {
        self.one_of(name, &["on", "off"]).map(|word| word == "on")
    }

    fn one_of(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        let lower = text.to_lowercase();
        if words.contains(&lower.as_str()) {
            return Some(lower);
        }
        let expected = format!("one of {}; found `{}`", words.join(", "), short(&text));
        self.problem(Problem::new("word", name, &expected).suggest(nearest_of(&lower, words.iter().copied())));
        None
    }

    /// A JSON array of strings, or words separated by commas, semicolons or line breaks.
    fn list(&mut self, name: &str) -> Vec<String> {
        let Some(text) = self.text(name) else { return Vec::new() };
        if !text.starts_with('[') {
            return text
                .split([',', ';', '\n'])
                .map(|word| word.trim().to_owned())
                .filter(|word| !word.is_empty())
                .collect();
        }
        match crate::read::parse::<Vec<Value>>(&text) {
            Ok(items) => {
                let mut words = Vec::new();
                for (at, item) in items.into_iter().enumerate() {
                    match item {
                        Value::String(word) if !word.trim().is_empty() => words.push(word.trim().to_owned()),
                        other => self.problem(Problem::new(
                            "text",
                            &format!("{name}[{at}]"),
                            &format!("text; found `{}`", short(&json(&other))),
                        )),
                    }
                }
                words
            }
            Err(error) => {
                self.problem(Problem::new("json", name, &format!("{}: {error}", Self::shape(name))));
                Vec::new()
            }
        }
    }

    fn object(&mut self, name: &str) -> Map<String, Value> {
        let Some(text) = self.text(name) else { return Map::new() };
        match crate::read::parse(&text) {
            Ok(map) => map,
            Err(error) => {
                self.problem(Problem::new("json", name, &format!("{}: {error}", Self::shape(name))));
                Map::new()
            }
        }
    }

    fn objects<T: Readable>(&mut self, name: &str) -> Vec<T> {
        let Some(text) = self.text(name) else { return Vec::new() };
        match crate::read::parse::<Vec<Value>>(&text) {
            Ok(items) => {
                let mut read = Vec::new();
                for (at, item) in items.into_iter().enumerate() {
                    match T::read(item) {
                        Ok(one) => read.push(one),
                        Err(error) => self.problem(Problem::new(
                            "entry",
                            &format!("{name}[{at}]"),
                            &format!("an entry of this shape: {error}"),
                        )),
                    }
                }
                read
            }
            Err(error) => {
                self.problem(Problem::new("json", name, &format!("{}: {error}", Self::shape(name))));
                Vec::new()
            }
        }
    }

    fn rules(&mut self) -> ByName<Value> {
        let mut rules = ByName::new();
        for (rule, value) in self.object("rules") {
            let path = format!("rules.{rule}");
            if !crate::catalogue::is_built(&rule) && !is_setting(&rule) {
                let problem = if crate::catalogue::RULES.iter().any(|listed| listed.id == rule) {
                    Problem::new("rule-not-built", &path, "a rule that this version has built")
                } else {
                    Problem::new("rule-unknown", &path, "the id of a rule").suggest(crate::catalogue::nearest(&rule))
                };
                self.problem(problem);
                continue;
            }
            match &value {
                Value::Object(_) => {}
                Value::String(word) if word == "on" || word == "off" => {}
                other => {
                    self.problem(Problem::new(
                        "rule-setting",
                        &path,
                        &format!("`on`, `off` or an object with options; found `{}`", short(&json(other))),
                    ));
                    continue;
                }
            }
            rules.insert(rule, value);
        }
        rules
    }

    fn domains(&mut self, name: &str) -> Vec<String> {
        let mut domains = Vec::new();
        for (at, word) in self.list(name).into_iter().enumerate() {
            let domain = word.trim_start_matches('@').to_lowercase();
            if is_host(&domain) && domain.contains('.') {
                domains.push(domain);
            } else {
                self.problem(Problem::new(
                    "domain",
                    &format!("{name}[{at}]"),
                    &format!("a domain such as `oakfield.sch.uk`; found `{}`", short(&word)),
                ));
            }
        }
        domains
    }

    fn staff_accounts(&mut self) -> Vec<String> {
        let mut patterns = Vec::new();
        for (at, word) in self.list("staffAccounts").into_iter().enumerate() {
            let pattern = word.to_lowercase();
            // A bare `*` would wake Lanyard on a pupil's profile: that is what `accountCheck` is for.
            if pattern.contains('@') && pattern.trim_matches('*').len() > 1 {
                patterns.push(pattern);
            } else {
                self.problem(
                    Problem::new(
                        "account-pattern",
                        &format!("staffAccounts[{at}]"),
                        &format!(
                            "an address or a pattern with @, such as `*@oakfield.sch.uk`; found `{}`",
                            short(&word)
                        ),
                    )
                    .suggest(Some("to switch the check off, set `accountCheck` to `off`".to_owned())),
                );
            }
        }
        patterns
    }

    fn zone(&mut self) -> Option<String> {
        let zone = self.text("zone")?;
        let shaped = zone == "UTC"
            || (zone.contains('/') && zone.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c)));
        if !shaped {
            self.problem(Problem::new(
                "zone",
                "zone",
                &format!("an IANA time zone such as `Europe/London`; found `{}`", short(&zone)),
            ));
        }
        shaped.then_some(zone)
    }

    fn contacts(&mut self) -> ByName<Contact> {
        let mut contacts = ByName::new();
        for (role, value) in self.object("contacts") {
            let path = format!("contacts.{role}");
            match Contact::read(value) {
                Ok(contact) => {
                    if contact.email.as_deref().is_some_and(looks_individual) {
                        self.problem(
                            Problem::new(
                                "individual-address",
                                &format!("{path}.email"),
                                "a role mailbox: everyone who receives this configuration can read it",
                            )
                            .suggest(Some("use an address such as head@, office@ or safeguarding@".to_owned())),
                        );
                        contacts.insert(role, Contact { email: None, ..contact });
                    } else {
                        contacts.insert(role, contact);
                    }
                }
                Err(error) => self.problem(Problem::new(
                    "contact",
                    &path,
                    &format!("an object with `title` and `email`: {error}"),
                )),
            }
        }
        contacts
    }

    fn duties(&mut self) -> Vec<String> {
        let known = DUTIES.map(|(name, _)| name);
        let mut duties = Vec::new();
        for (at, word) in self.list("duties").into_iter().enumerate() {
            let lower = word.to_lowercase();
            if known.contains(&lower.as_str()) {
                duties.push(lower);
            } else {
                let expected = format!("one of {}; found `{}`", known.join(", "), short(&word));
                self.problem(
                    Problem::new("duty", &format!("duties[{at}]"), &expected)
                        .suggest(nearest_of(&lower, known.into_iter())),
                );
            }
        }
        duties
    }

    fn exemptions(&mut self) -> Vec<Exemption> {
        let read: Vec<Exemption> = self.objects("exemptions");
        let mut good = Vec::new();
        for (at, exemption) in read.into_iter().enumerate() {
            let path = |key: &str| format!("exemptions[{at}].{key}");
            if !crate::catalogue::RULES.iter().any(|listed| listed.id == exemption.rule) {
                self.problem(
                    Problem::new("rule-unknown", &path("rule"), "the id of a rule")
                        .suggest(crate::catalogue::nearest(&exemption.rule)),
                );
            } else if !is_day(&exemption.until) {
                self.problem(Problem::new(
                    "day",
                    &path("until"),
                    &format!("a day as YYYY-MM-DD; found `{}`", short(&exemption.until)),
                ));
            } else if !is_code(&exemption.purpose) {
                // Everybody whom the configuration reaches can read it (G7).
                let expected = "a code of the school's, one word such as `PTA`: no name, no reason";
                self.problem(Problem::new("purpose", &path("purpose"), expected));
            } else {
                good.push(exemption);
            }
        }
        good
    }

    fn roster(&mut self) -> Option<String> {
        let roster = self.text("roster")?;
        if roster.len() > MAX_ROSTER {
            self.problem(Problem::new(
                "roster-size",
                "roster",
                &format!("at most {MAX_ROSTER} bytes; found {}", roster.len()),
            ));
            return None;
        }
        if self.text("rosterKey").is_none() {
            self.problem(Problem::new("roster-key", "rosterKey", "the key file made with the roster"));
            return None;
        }
        Some(roster)
    }

    fn hosted(&mut self) -> Option<Hosted> {
        let url = self.text("rosterUrl")?;
        if self.text("roster").is_some() {
            self.problem(Problem::new(
                "roster-twice",
                "rosterUrl",
                "one of `roster` and `rosterUrl`; `roster` is used",
            ));
            return None;
        }
        if !is_https(&url) {
            let expected =
                format!("an address such as `https://www.oakfield.sch.uk/people.lanyard`; found `{}`", short(&url));
            self.problem(Problem::new("roster-address", "rosterUrl", &expected));
            return None;
        }
        let public_key = self.text("rosterPublicKey").as_deref().and_then(envelope::public_key);
        if public_key.is_none() {
            self.problem(Problem::new(
                "roster-public-key",
                "rosterPublicKey",
                "the line that `lanyard roster keys` printed: `ed25519:` and 32 bytes in base64",
            ));
        }
        let school_key = match self.text("rosterKey").as_deref().map(read_key) {
            Some(Ok(key)) => Some(key),
            Some(Err(problem)) => {
                self.problem(problem);
                return None;
            }
            None => {
                self.problem(Problem::new("roster-key", "rosterKey", "the key file made with the roster"));
                None
            }
        };
        Some(Hosted { url, public_key: public_key?, school_key })
    }
}

/// An https address of a host: no name or password in it, no fragment.
fn is_https(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = host.split_once(':').unwrap_or((host, "443"));
    is_host(&host.to_lowercase())
        && port.parse::<u16>().is_ok()
        && url.len() <= 2000
        && path.chars().all(|c| c.is_ascii_graphic() && c != '#')
}

/// One word of letters, digits and hyphens.
fn is_code(text: &str) -> bool {
    (1..=24).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `YYYY-MM-DD`, loosely: order and comparison are what it is used for.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.split('-').map(str::len).eq([4, 2, 2])
        && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// Whether a mailbox reads as a person's rather than a role's (G7): only a role word in
/// the local part makes it a role.
fn looks_individual(address: &str) -> bool {
    const ROLES: [&str; 24] = [
        "head",
        "office",
        "admin",
        "enquir",
        "inquir",
        "info",
        "dsl",
        "dsp",
        "safeguard",
        "senco",
        "it",
        "ict",
        "support",
        "help",
        "bursar",
        "finance",
        "dpo",
        "privacy",
        "data",
        "governor",
        "clerk",
        "chair",
        "staff",
        "school",
    ];
    let local = address.split('@').next().unwrap_or_default().to_lowercase();
    let role = local
        .split(|c: char| !c.is_alphabetic())
        .any(|word| ROLES.iter().any(|known| if known.len() <= 3 { word == *known } else { word.contains(known) }));
    !role
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> (Config, Vec<String>) {
        let values = pairs.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
        let (config, problems) = Config::parse(&values);
        (config, problems.into_iter().map(|p| format!("{} {}", p.code, p.path)).collect())
    }

    #[test]
    fn every_example_of_the_registry_is_accepted() {
        for key in KEYS {
            // These three hold a whole file, and one is not built; their examples only show the shape.
            if ["pack", "roster", "rosterKey", "rosterUrl", "configKeys"].contains(&key.name) {
                continue;
            }
            let (_, problems) = parse(&[(key.name, key.example)]);
            assert_eq!(problems, Vec::<String>::new(), "{}", key.name);
        }
    }

    #[test]
    fn a_bad_value_costs_that_value_alone() {
        let (config, problems) = parse(&[
            ("school", "tudhoe"),
            ("schoolDomains", "[\"oakfield.sch.uk\", 5, \"not a domain\"]"),
            (
                "rules",
                "{\"social-parent-connection\":\"off\",\"social-parent-conection\":\"off\",\"email-recipients-visible\":7}",
            ),
            ("hosts", "{\"roundcube\":[\"mail.oakfield.sch.uk\",\"https://x/\"]}"),
            ("audience", "staf"),
        ]);
        assert_eq!(config.school.as_deref(), Some("tudhoe"));
        assert_eq!(config.school_domains, ["oakfield.sch.uk"]);
        assert_eq!(config.rules.len(), 1);
        assert_eq!(config.hosts.get("roundcube").map(Vec::len), Some(1));
        assert_eq!(config.audience, "staff");
        assert_eq!(
            problems,
            [
                "rule-setting rules.email-recipients-visible",
                "rule-unknown rules.social-parent-conection",
                "text schoolDomains[1]",
                "domain schoolDomains[1]",
                "host hosts.roundcube[1]",
                "word audience"
            ]
            .iter()
            .map(|s| (*s).to_owned())
            .collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_key_that_chrome_dropped_is_named() {
        let (_, problems) = parse(&[("configKeys", "school, rules"), ("school", "tudhoe")]);
        assert_eq!(problems, ["dropped rules"]);
    }

    #[test]
    fn an_unknown_key_gets_a_suggestion() {
        let values = [("shool".to_owned(), "tudhoe".to_owned())].into();
        let (_, problems) = Config::parse(&values);
        assert_eq!(problems.first().and_then(|p| p.suggestion.as_deref()), Some("did you mean `school`?"));
    }

    #[test]
    fn console_wrapping_is_taken_off() {
        let wrapped = unwrap_console(r#"{"school":{"Value":"tudhoe"},"rules":{"Value":{"a":"off"}},"language":"cy"}"#)
            .unwrap_or_default();
        assert_eq!(wrapped.get("school").map(String::as_str), Some("tudhoe"));
        assert_eq!(wrapped.get("rules").map(String::as_str), Some(r#"{"a":"off"}"#));
        assert_eq!(wrapped.get("language").map(String::as_str), Some("cy"));
    }

    #[test]
    fn g3_patterns_match_whole_addresses() {
        let (config, problems) = parse(&[("staffAccounts", "*@staff.oakfield.sch.uk, head@oakfield.sch.uk, *")]);
        assert!(config.is_staff_account("T.Teacher@staff.oakfield.sch.uk"));
        assert!(config.is_staff_account("head@oakfield.sch.uk"));
        assert!(!config.is_staff_account("pupil@oakfield.sch.uk"));
        assert!(!config.is_staff_account("a@staff.oakfield.sch.uk.evil.example"));
        assert_eq!(problems, ["account-pattern staffAccounts[2]"]);
    }

    #[test]
    fn g7_an_exemption_has_a_code_and_no_name_or_reason() {
        let of = |purpose: &str| {
            let value = format!(r#"[{{"rule":"web-filter-bypass","purpose":"{purpose}","until":"2027-07-20"}}]"#);
            let (config, problems) = Config::parse(&[("exemptions".to_owned(), value)].into());
            (config.exemptions.len(), problems.first().map(|problem| problem.path.clone()))
        };
        for code in ["PTA", "year-11-trip", "A2"] {
            assert_eq!(of(code), (1, None), "{code}");
        }
        for words in ["", "Mrs Oak runs the PTA", "ada@oakfield.sch.uk", "because-the-head-said-it-is-fine"] {
            assert_eq!(of(words), (0, Some("exemptions[0].purpose".to_owned())), "{words}");
        }
    }

    #[test]
    fn g7_individual_addresses_are_refused_in_contacts() {
        let (config, problems) = parse(&[(
            "contacts",
            r#"{"head-teacher":{"email":"jane.smith@oakfield.sch.uk"},"dsl":{"email":"safeguarding@oakfield.sch.uk"}}"#,
        )]);
        assert_eq!(problems, ["individual-address contacts.head-teacher.email"]);
        assert_eq!(config.contacts.get("dsl").and_then(|c| c.email.as_deref()), Some("safeguarding@oakfield.sch.uk"));
        assert_eq!(config.contacts.get("head-teacher").and_then(|c| c.email.as_deref()), None);
    }

    #[test]
    fn subdomains_are_the_schools_own_and_look_alikes_are_not() {
        let (config, _) = parse(&[("schoolDomains", "oakfield.sch.uk")]);
        assert!(config.is_school_address("a@oakfield.sch.uk"));
        assert!(config.is_school_address("a@Staff.Oakfield.sch.uk"));
        assert!(!config.is_school_address("a@notoakfield.sch.uk"));
        assert!(!config.is_school_address("a@oakfield.sch.uk.example"));
        assert!(!config.is_school_address("oakfield.sch.uk"));
    }
}

//! The registry of managed configuration keys.
//!
//! `managed_schema.json`, `docs/configuration.md` and the checker are made from this table.
//! Every key is a string: Chrome drops a whole key whose value has the wrong type without a
//! word, so structure travels as JSON text that our own parser can complain about.

use crate::catalogue::documented;

/// What a key's text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Plain text.
    Text,
    /// A list: a JSON array of strings, or words separated by commas or line breaks.
    List,
    /// A JSON object.
    Object,
    /// A JSON array of objects.
    Objects,
    /// `on` or `off`.
    Switch,
}

impl Shape {
    /// In words, for documents and problems.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "a list: a JSON array of strings, or words separated by commas",
            Self::Object => "a JSON object, as text",
            Self::Objects => "a JSON array of objects, as text",
            Self::Switch => "`on` or `off`",
        }
    }
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Name of the key.
    pub name: &'static str,
    /// What its text holds.
    pub shape: Shape,
    /// Title in the schema.
    pub title: &'static str,
    /// What it does, and what it means when it is unset.
    pub description: &'static str,
    /// A value that works.
    pub example: &'static str,
    /// Whether something in this version acts on it; otherwise it is read and checked only.
    pub acts: bool,
}

macro_rules! keys {
    ($($name:literal $shape:ident $acts:literal $title:literal $description:literal $example:literal)+) => {
        /// All keys, in the order of the documents.
        pub const KEYS: &[Key] = &[$(Key { name: $name, shape: Shape::$shape, title: documented($title), description: documented($description), example: documented($example), acts: $acts }),+];
    };
}

keys! {
    "school" Text true "School policy"
        "Id of a policy that comes with Lanyard. Unset, and with no `pack`, no rule runs." "tudhoe"
    "pack" Text true "Own policy"
        "A school's own policy pack as JSON. Goes before `school`." "{\"school\":{…},\"clause\":[…]}"
    "rules" Object true "Rule settings"
        "By rule id: `off`, `on`, or an object with that rule's options. See the rule reference. `reminders` stands for the reminders in pages: `off`, or `perDay` (1 to 5; unset: 1) and `sharedAccount` (true: also in shared profiles). See docs/reminders.md. `first-run` stands for the introduction: `off`, or `tab` and `sharedAccount` (each true or false). See docs/first-run.md." "{\"email-recipients-visible\":{\"groupAddresses\":[\"all-staff@oakfield.sch.uk\"]}}"
    "schoolDomains" List true "School mail domains"
        "Domains of the school's or trust's own addresses; subdomains are included. Unset: school mail cannot be told from other mail, and mail rules are silent." "oakfield.sch.uk"
    "partnerDomains" List true "Partner domains"
        "Agencies that the school writes to in the normal course of duties; subdomains are included. Mail to them is not taken for a slip." "county.gov.uk"
    "protectedDomains" List true "Protected correspondents"
        "Domains whose mail is never questioned, beside the list that comes with Lanyard: unions, solicitors, occupational health, inspectors, police, social care, health and counselling. It lengthens that list and cannot shorten it." "union-branch.example"
    "staffAccounts" List true "Staff accounts"
        "Patterns of the profile addresses that Lanyard is for; `*` stands for anything. No match: Lanyard sleeps and erases its roster." "*@oakfield.sch.uk"
    "accountCheck" Switch true "Check of the account"
        "`off` for browsers without sign-in: Lanyard then works for whoever uses the browser, pupils included." "on"
    "hosts" Object true "Own hosts"
        "By site id: host names of the school's own webmail (`roundcube`, `sogo`, `zimbra`, or `other-webmail` for any other) or chat. By the id of a list of hosts (`games`, `shops`, …): hosts that are on it for this school, with everything under them. `approved`: hosts that no rule about addresses looks at. An own entry wins over the packaged lists." "{\"roundcube\":[\"mail.oakfield.sch.uk\"],\"approved\":[\"www.mathsgames.example\"]}"
    "hours" Objects true "School hours"
        "Days and times that count as school hours; leave breaks out, or do not, as the school decides. Unset: working time is never guessed, and rules about it ask or are silent." "[{\"days\":\"mon-fri\",\"from\":\"08:30\",\"to\":\"16:00\"}]"
    "termDates" Objects true "Term dates"
        "First and last day of each term: outside them no hour is a school hour. Unset: the hours hold all year, and a term counts 13 weeks." "[{\"from\":\"2026-09-02\",\"to\":\"2026-12-18\"}]"
    "zone" Text true "Time zone"
        "IANA time zone. Unset: the policy's own, Europe/London for the policies that come with Lanyard." "Europe/London"
    "contacts" Object true "Contacts"
        "By role id of the policy: title to show, and a role mailbox. Individual addresses are refused." "{\"head-teacher\":{\"title\":\"the Head Teacher\",\"email\":\"head@oakfield.sch.uk\"}}"
    "officialAccounts" List true "Official accounts"
        "The school's own accounts, as `site:handle` or an address; on Facebook the account's number as well, which is all that its pages tell. Rules about personal accounts are silent on them." "facebook:oakfieldschool, facebook:61550000000001, x:oakfieldsch"
    "audience" Text true "Who uses it"
        "`staff`, `governor`, `volunteer`, `trainee` or `contractor`. A policy that does not bind them stays silent. Unset: staff." "staff"
    "duties" List true "Duties"
        "`exams`, `finance`, `office`, `admissions`, `safeguarding`: silences the rules that such work would trip." "office"
    "exemptions" Objects true "Exemptions"
        "Rules that are silent for whoever receives this configuration: rule id, purpose code and last day. A group or unit, or a group of one. The popup's set-up line says which, until when, for what. No names, no reasons." "[{\"rule\":\"social-parent-connection\",\"purpose\":\"PTA\",\"until\":\"2027-07-20\"}]"
    "roster" Text true "Roster"
        "The roster file made by `lanyard roster build`, up to 200 KB." "lanyard-roster:TE5ZU…"
    "rosterKey" Text true "Roster key"
        "The key file made with the roster. Whoever holds both can try names." "{\"format\":\"lanyard-roster-key\",…}"
    "rosterUrl" Text true "Roster address"
        "https address, on the school's own site, of a roster that `lanyard roster seal` encrypted and signed, for lists above 200 KB. Fetched once a day; needs `rosterKey` and `rosterPublicKey`. Managed configuration only." "https://www.oakfield.sch.uk/people.lanyard"
    "rosterPublicKey" Text true "Roster signing key"
        "Public key of the roster at `rosterUrl`, as `lanyard roster keys` prints it." "ed25519:…"
    "rosterElsewhere" Switch true "Roster elsewhere"
        "Says that the roster is delivered by another key or unit on purpose, so that its absence is no problem." "off"
    "sites" Object true "Sites"
        "By site id: `off`, or an object: under `surfaces` each surface as `off`, or what is to stand in place of its facts in the site file; beside that `labels`, `languages`, `audiences` and `account` of the site. By the id of a list of hosts: `off`." "{\"linkedin\":\"off\",\"facebook\":{\"surfaces\":{\"posts-setting\":\"off\"}}}"
    "presentation" Text true "Presentation"
        "`full`, or `marks` to show marks only." "full"
    "language" Text true "Language"
        "`en` or `cy`. Unset: the browser's." "en"
    "sharedAccount" Switch true "Shared account"
        "`on` where several people share the profile: answers are kept for the session only." "off"
    "counters" Switch true "Counters"
        "`on`: how often each rule spoke, by week, in school mail and school services alone, kept on the device for 13 weeks. The person sees them and may export them; nothing sends them. Off in shared profiles, and unless the school wants them." "off"
    "configKeys" List true "Keys written"
        "Every key that the exporter wrote: one that is named here and absent was dropped by Chrome." "school, schoolDomains"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_key_is_described() {
        for (at, key) in KEYS.iter().enumerate() {
            assert!(!KEYS.iter().skip(at + 1).any(|other| other.name == key.name), "{}", key.name);
            assert!(!key.title.is_empty() && !key.description.is_empty() && !key.example.is_empty());
        }
    }
}

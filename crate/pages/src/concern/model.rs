//! What a report says and whom it is for, decided without a browser.

use lanyard_core::finding::Message;
use lanyard_core::policy::{Clause, Policy};
use lanyard_core::protocol::HandbookRole;
use lanyard_core::words::Words;
use serde_json::Value;

/// What was found, in Lanyard's own general words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    rule: String,
    seen: String,
    clause: String,
}

impl Found {
    /// Out of what the worker says of a tab, or of a message: nothing else of it is looked at.
    pub(crate) fn all(value: &Value) -> Vec<Self> {
        let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
        let found = |one| Self { rule: text(one, "rule"), seen: text(one, "seen"), clause: text(one, "clause") };
        value.as_array().map_or(&[][..], Vec::as_slice).iter().map(found).collect()
    }
}

/// What somebody has to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A pupil has been in touch.
    Pupil,
    /// Worry about a child.
    Child,
    Harassed,
    /// Mail or data has gone to the wrong people.
    Sent,
    /// Something on a screen, or online.
    Screen,
    Colleague,
    /// The head, who is nobody to tell then (G1).
    Head,
}

impl Kind {
    /// All of them, as they stand in the list.
    pub(crate) const LIST: [Self; 7] =
        [Self::Pupil, Self::Child, Self::Harassed, Self::Sent, Self::Screen, Self::Colleague, Self::Head];

    /// Its name in attributes and in packs, and the end of its message key.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Pupil => "pupil",
            Self::Child => "child",
            Self::Harassed => "harassed",
            Self::Sent => "sent",
            Self::Screen => "screen",
            Self::Colleague => "colleague",
            Self::Head => "head",
        }
    }

    pub(crate) fn by_id(id: &str) -> Option<Self> {
        Self::LIST.into_iter().find(|kind| kind.id() == id)
    }

    /// What was found in a tab may say what it is about; what is not clear is the person's to choose.
    pub(crate) fn of_findings(findings: &[Found]) -> Option<Self> {
        findings.iter().find_map(|finding| match finding.rule.as_str() {
            "social-pupil-connection" | "social-pupil-message" | "social-ex-pupil-connection" => Some(Self::Pupil),
            "web-inappropriate-content" => Some(Self::Screen),
            _ => None,
        })
    }

    /// The rules whose clauses say what to do about it.
    fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Pupil => &["social-pupil-request-report"],
            Self::Harassed => &["social-harassment-response"],
            Self::Sent => &["email-missent-report"],
            Self::Screen => &["web-inappropriate-report"],
            Self::Child | Self::Colleague => &["report-concern"],
            Self::Head => &[],
        }
    }

    /// What the school's document says about it, in its order. The document's own word for what a clause is
    /// about stands above what its rule says.
    pub(crate) fn clauses(self, policy: &Policy) -> Vec<&Clause> {
        let speaks = |clause: &&Clause| {
            let of_kind = if clause.concerns.is_empty() {
                self.rules().contains(&clause.rule.as_str())
            } else {
                clause.concerns.iter().any(|concern| concern == self.id())
            };
            clause.audience == "staff" && of_kind && self != Self::Head
        };
        policy.clauses.iter().filter(speaks).collect()
    }
}

/// Where a concern goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Route<'a> {
    /// To those whom the document's clauses about it name.
    Named(Vec<&'a HandbookRole>),
    /// The document has nothing to say about whom to tell of it: those whom it names for everything.
    Usual(Vec<&'a HandbookRole>),
    /// The document names nobody.
    Nobody,
    /// The national route alone.
    National,
}

impl<'a> Route<'a> {
    pub(crate) fn of(kind: Kind, policy: &Policy, roles: &'a [HandbookRole]) -> Self {
        if kind == Kind::Head {
            return Self::National;
        }
        let clauses = kind.clauses(policy);
        let named = known(clauses.iter().flat_map(|clause| &clause.tell), roles);
        if !named.is_empty() {
            return Self::Named(named);
        }
        match known(policy.school.route.iter(), roles) {
            usual if usual.is_empty() => Self::Nobody,
            usual => Self::Usual(usual),
        }
    }

    /// The people of the school, first one first.
    pub(crate) fn people(&self) -> &[&'a HandbookRole] {
        match self {
            Self::Named(people) | Self::Usual(people) => people,
            Self::Nobody | Self::National => &[],
        }
    }
}

/// The roles with these ids, each once, in this order.
fn known<'a, 'b>(ids: impl Iterator<Item = &'b String>, roles: &'a [HandbookRole]) -> Vec<&'a HandbookRole> {
    let mut found: Vec<&HandbookRole> = Vec::new();
    for id in ids {
        if let Some(role) = roles.iter().find(|role| role.id == *id && !role.title.is_empty())
            && !found.iter().any(|known| known.id == role.id)
        {
            found.push(role);
        }
    }
    found
}

/// Whom a report is for, before the person says otherwise.
pub(crate) fn addressee(words: &Words, route: &Route<'_>) -> String {
    match route {
        Route::National => words.text(&Message::new("concern_head_to")),
        _ => route.people().first().map(|role| role.title.clone()).unwrap_or_default(),
    }
}

/// The places in the document that speak of it.
pub(crate) fn cited(kind: Kind, policy: &Policy) -> String {
    let mut sections: Vec<&str> = Vec::new();
    for clause in kind.clauses(policy) {
        if !sections.contains(&clause.section.as_str()) {
            sections.push(&clause.section);
        }
    }
    if sections.is_empty() { String::new() } else { format!("{}: {}", policy.school.policy, sections.join(", ")) }
}

/// What Lanyard found in a tab, in its own general words: a line each.
/// Above it, of a message that has gone, how many people outside the school it went to.
pub(crate) fn seen(words: &Words, findings: &[Found], outside: usize) -> String {
    let mut lines = Vec::new();
    if outside > 0 {
        lines.push(words.text(&Message::new("concern_sent_people").count(outside)));
    }
    for found in findings {
        let line = Message::new("concern_seen_line").with("seen", &found.seen).with("clause", &found.clause);
        lines.push(words.text(&line));
    }
    lines.join("\n")
}

/// What the person fills in, each with the end of its message keys.
pub(crate) const FIELDS: [&str; 6] = ["to", "when", "where", "seen", "own", "policy"];

/// Fields of several lines.
pub(crate) fn is_long(field: &str) -> bool {
    matches!(field, "seen" | "own")
}

/// The report as it is copied: what is empty is left out.
pub(crate) fn report(words: &Words, about: Option<Kind>, school: &str, value: impl Fn(&str) -> String) -> String {
    let say = |name: &str, text: &str| words.text(&Message::new(&format!("concern_line_{name}")).with("text", text));
    let mut lines = Vec::new();
    if let Some(kind) = about {
        lines.push(say("about", &words.text(&Message::new(&format!("concern_kind_{}", kind.id())))));
    }
    lines.push(say("school", school));
    for field in FIELDS {
        let text = value(field);
        let text = text.trim();
        if !text.is_empty() {
            lines.push(if is_long(field) { say(field, &format!("\n{text}")) } else { say(field, text) });
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use lanyard_core::catalogue;
    use lanyard_core::policy::CONCERNS;
    use lanyard_core::protocol::{SentFacts, SentFinding};

    use super::*;
    use crate::language::tests::words;

    fn school(id: &str) -> Policy {
        let path = format!("{}/../../extension/policies/{id}.toml", env!("CARGO_MANIFEST_DIR"));
        lanyard_pack::compile(id, &std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn roles(policy: &Policy) -> Vec<HandbookRole> {
        let role = |role: &lanyard_core::policy::Role| HandbookRole {
            id: role.id.clone(),
            title: role.title.en.clone(),
            email: None,
        };
        policy.roles.iter().map(role).collect()
    }

    /// Ids of whom a concern goes to, and whether a clause names them.
    fn goes(id: &str, kind: Kind) -> (bool, Vec<String>) {
        let policy = school(id);
        let roles = roles(&policy);
        let route = Route::of(kind, &policy, &roles);
        let ids = route.people().iter().map(|role| role.id.clone()).collect();
        (matches!(route, Route::Named(_)), ids)
    }

    fn ids(all: &[&str]) -> Vec<String> {
        all.iter().map(|&id| id.to_owned()).collect()
    }

    #[test]
    fn each_school_s_own_route() {
        let named = |all: &[&str]| (true, ids(all));
        let usual = |all: &[&str]| (false, ids(all));
        let lead = "designated-safeguarding-lead";
        for (school, kind, expected) in [
            ("beaudesert-park", Kind::Pupil, named(&[lead])),
            ("beaudesert-park", Kind::Child, named(&[lead, "headmaster"])),
            ("beaudesert-park", Kind::Harassed, named(&["line-manager"])),
            ("beaudesert-park", Kind::Sent, usual(&["headmaster"])),
            ("beaudesert-park", Kind::Screen, usual(&["headmaster"])),
            ("beaudesert-park", Kind::Colleague, named(&["headmaster"])),
            ("tudhoe", Kind::Pupil, named(&["head-teacher"])),
            ("tudhoe", Kind::Child, usual(&["head-teacher"])),
            ("tudhoe", Kind::Harassed, named(&["head-teacher", "social-network", "police"])),
            ("tudhoe", Kind::Sent, named(&["head-teacher"])),
            ("tudhoe", Kind::Screen, named(&["head-teacher"])),
            ("st-marylebone", Kind::Pupil, usual(&["line-manager", "deputy-head", "head-of-school"])),
            ("st-marylebone", Kind::Harassed, named(&["line-manager", "deputy-head", "head-of-school"])),
            ("st-marylebone", Kind::Sent, usual(&["line-manager", "deputy-head", "head-of-school"])),
            ("st-marylebone", Kind::Colleague, named(&["line-manager", "deputy-head", "head-of-school"])),
            ("educating-for-life", Kind::Screen, named(&["line-manager"])),
            ("educating-for-life", Kind::Colleague, usual(&["line-manager", "headteacher"])),
            ("droitwich-spa", Kind::Screen, named(&["headteacher", "slt"])),
            ("droitwich-spa", Kind::Colleague, usual(&["headteacher", "slt"])),
        ] {
            assert_eq!(goes(school, kind), expected, "{school} {kind:?}");
        }
    }

    #[test]
    fn one_document_in_five_says_what_to_do_about_mail_to_the_wrong_people() {
        let all = ["beaudesert-park", "tudhoe", "st-marylebone", "educating-for-life", "droitwich-spa"];
        let says: Vec<&str> = all.into_iter().filter(|id| !Kind::Sent.clauses(&school(id)).is_empty()).collect();
        assert_eq!(says, ["tudhoe"]);
    }

    #[test]
    fn g1_a_concern_about_the_head_never_goes_to_the_head() {
        for id in ["beaudesert-park", "tudhoe", "st-marylebone", "educating-for-life", "droitwich-spa"] {
            let policy = school(id);
            let roles = roles(&policy);
            assert_eq!(Route::of(Kind::Head, &policy, &roles), Route::National, "{id}");
            assert!(Kind::Head.clauses(&policy).is_empty());
            assert_eq!(addressee(&words("en"), &Route::National), "the chair of governors");
        }
    }

    #[test]
    fn a_document_that_names_nobody_leaves_the_national_guidance() {
        let policy = school("tudhoe");
        let silent = Policy { school: lanyard_core::policy::School { route: vec![], ..policy.school }, ..policy };
        let roles = roles(&silent);
        assert_eq!(Route::of(Kind::Child, &silent, &roles), Route::Nobody);
        assert_eq!(addressee(&words("en"), &Route::Nobody), "");
    }

    #[test]
    fn kinds_are_those_of_packs_and_rest_on_rules_of_the_catalogue() {
        let ids: Vec<&str> = Kind::LIST.into_iter().map(Kind::id).collect();
        assert_eq!(ids, [&CONCERNS[..], &["head"]].concat());
        for kind in Kind::LIST {
            assert_eq!(Kind::by_id(kind.id()), Some(kind));
            for rule in kind.rules() {
                assert!(catalogue::RULES.iter().any(|known| known.id == *rule), "{rule}");
            }
        }
    }

    #[test]
    fn a_report_holds_what_was_filled_in_and_no_more() {
        let value = |field: &str| match field {
            "to" => "your Head Teacher".to_owned(),
            "where" => "mail.google.com".to_owned(),
            "own" => "  I pressed Send.\n".to_owned(),
            _ => String::new(),
        };
        assert_eq!(
            report(&words("en"), Some(Kind::Sent), "Oakfield", value),
            "About: Mail or data went to the wrong people\nSchool: Oakfield\nFor: your Head Teacher\n\
             Where: mail.google.com\nWhat happened: \nI pressed Send."
        );
        assert_eq!(report(&words("en"), None, "Oakfield", |_| String::new()), "School: Oakfield");
    }

    #[test]
    fn facts_of_a_message_are_counts_rules_and_clauses() {
        let sent = SentFacts {
            outside: 5,
            found: vec![SentFinding { seen: "5 people can see each other.".into(), clause: "Policy, 4".into() }],
            ..SentFacts::default()
        };
        let found = Found::all(&serde_json::to_value(sent).unwrap()["found"]);
        let expected = "It went to 5 people outside the school.\n5 people can see each other. (Policy, 4)";
        assert_eq!(seen(&words("en"), &found, 5), expected);
        assert_eq!(seen(&words("en"), &Found::all(&Value::Null), 0), "");
    }

    #[test]
    fn what_was_found_may_say_what_it_is_about() {
        let kind = |rule: &str| {
            Kind::of_findings(&Found::all(&serde_json::json!([{ "rule": "email-subject-tag" }, { "rule": rule }])))
        };
        assert_eq!(kind("social-pupil-message"), Some(Kind::Pupil));
        assert_eq!(kind("web-inappropriate-content"), Some(Kind::Screen));
        assert_eq!(kind("email-recipients-visible"), None);
    }

    #[test]
    fn every_text_of_the_page_is_there() {
        let source = [include_str!("view.rs"), include_str!("mod.rs"), include_str!("model.rs")].concat();
        let mut found = 0;
        let mut keys: Vec<String> = Vec::new();
        for word in source.split('"').skip(1).step_by(2) {
            let whole = word.starts_with("concern_") && !word.ends_with('_');
            if whole && word.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                keys.push(word.to_owned());
            }
        }
        keys.extend(Kind::LIST.map(|kind| format!("concern_kind_{}", kind.id())));
        for field in FIELDS {
            keys.extend([format!("concern_label_{field}"), format!("concern_line_{field}")]);
        }
        for key in keys {
            found += 1;
            let counted = format!("{key}_other");
            for language in ["en", "cy"] {
                assert!(words(language).has(&key) || words(language).has(&counted), "{language} {key}");
            }
        }
        assert!(found > 30, "only {found} keys were looked for");
    }
}

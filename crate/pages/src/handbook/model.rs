//! What the handbook says, decided without a browser.

use lanyard_core::policy::{Check, Clause, Policy};
use lanyard_core::protocol::HandbookState;

/// What people look for a clause under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Every clause for staff, in the document's order.
    All,
    Email,
    Friends,
    Profile,
    Posts,
    Data,
    Passwords,
    Devices,
    Web,
    Reporting,
    General,
    /// Clauses for pupils, parents and the school.
    Others,
}

impl Topic {
    /// All of them, as they stand in the list.
    pub(crate) const LIST: [Self; 12] = [
        Self::All,
        Self::Email,
        Self::Friends,
        Self::Profile,
        Self::Posts,
        Self::Data,
        Self::Passwords,
        Self::Devices,
        Self::Web,
        Self::Reporting,
        Self::General,
        Self::Others,
    ];

    /// Its name in attributes, and the end of its message key.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Email => "email",
            Self::Friends => "friends",
            Self::Profile => "profile",
            Self::Posts => "posts",
            Self::Data => "data",
            Self::Passwords => "passwords",
            Self::Devices => "devices",
            Self::Web => "web",
            Self::Reporting => "reporting",
            Self::General => "general",
            Self::Others => "others",
        }
    }

    pub(crate) fn by_id(id: &str) -> Option<Self> {
        Self::LIST.into_iter().find(|topic| topic.id() == id)
    }

    /// Where a clause stands.
    pub(crate) fn of(clause: &Clause) -> Self {
        if is_for_staff(clause) { Self::of_rule(&clause.rule) } else { Self::Others }
    }

    fn of_rule(rule: &str) -> Self {
        match rule {
            "social-pupil-message"
            | "social-pupil-connection"
            | "social-pupil-request-report"
            | "social-ex-pupil-connection"
            | "social-parent-connection"
            | "social-harassment-response" => Self::Friends,
            "social-privacy-settings"
            | "social-privacy-review"
            | "social-profile-identifiable"
            | "social-school-association"
            | "social-school-email"
            | "social-mobile-app" => Self::Profile,
            "social-use-on-school-device" => Self::Devices,
            "session-lock" => Self::Passwords,
            "monitoring-notice" | "sanctions-notice" => Self::Reporting,
            _ => match rule.split('-').next().unwrap_or_default() {
                "email" | "contact" | "compose" => Self::Email,
                "social" | "media" => Self::Posts,
                "data" => Self::Data,
                "password" | "account" | "access" => Self::Passwords,
                "device" | "phone" | "print" | "security" => Self::Devices,
                "web" => Self::Web,
                "report" => Self::Reporting,
                _ => Self::General,
            },
        }
    }

    pub(crate) fn holds(self, clause: &Clause) -> bool {
        match self {
            Self::All => is_for_staff(clause),
            topic => Self::of(clause) == topic,
        }
    }
}

fn is_for_staff(clause: &Clause) -> bool {
    clause.audience == "staff"
}

/// What Lanyard does about a clause at this school, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// A rule that runs looks for it.
    Checked,
    /// There is a rule, and the school, somebody's duties or the set-up has switched it off.
    Off,
    /// It could be checked, and is not yet.
    NotYet,
    /// Said where it helps, never a warning.
    Reminder,
    /// Nothing in a browser can see it.
    Unseen,
}

impl How {
    pub(crate) fn of(clause: &Clause, on: &[String]) -> Self {
        match clause.check {
            Check::Reminder => Self::Reminder,
            Check::NotVisible => Self::Unseen,
            // What is for others than staff is nothing that Lanyard checks.
            Check::Automatic | Check::Configured if !is_for_staff(clause) => Self::Unseen,
            Check::Automatic | Check::Configured if clause.pending => Self::NotYet,
            Check::Automatic | Check::Configured if on.contains(&clause.rule) => Self::Checked,
            Check::Automatic | Check::Configured => Self::Off,
        }
    }

    /// Its name in attributes, and the end of its message key.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Off => "off",
            Self::NotYet => "not_yet",
            Self::Reminder => "reminder",
            Self::Unseen => "unseen",
        }
    }
}

/// Whether a clause is something to look over by oneself now and then.
pub(crate) fn is_self_check(clause: &Clause) -> bool {
    clause.rule == "social-privacy-review"
}

/// A situation, and the rules whose clauses say what to do in it.
pub(crate) struct Guide {
    /// The end of its message key.
    pub(crate) id: &'static str,
    rules: &'static [&'static str],
    /// Whether it begins with the national guidance on contact with children (G1).
    pub(crate) national: bool,
    /// The kind of concern that a report of it is about.
    pub(crate) concern: Option<&'static str>,
}

/// The situations that the documents speak of.
pub(crate) const GUIDES: [Guide; 7] = [
    Guide {
        id: "pupil",
        rules: &[
            "social-pupil-connection",
            "social-ex-pupil-connection",
            "social-pupil-request-report",
            "social-pupil-message",
        ],
        national: true,
        concern: Some("pupil"),
    },
    Guide { id: "parent", rules: &["social-parent-connection"], national: false, concern: None },
    Guide { id: "sent", rules: &["email-missent-report"], national: false, concern: Some("sent") },
    Guide { id: "got", rules: &["email-received-in-error"], national: false, concern: None },
    Guide { id: "password", rules: &["password-compromise"], national: false, concern: None },
    Guide { id: "harassed", rules: &["social-harassment-response"], national: false, concern: Some("harassed") },
    Guide { id: "left", rules: &["session-lock"], national: false, concern: None },
];

impl Guide {
    /// What the school's document says, in its order.
    pub(crate) fn clauses<'a>(&self, policy: &'a Policy) -> Vec<&'a Clause> {
        let speaks = |clause: &&Clause| is_for_staff(clause) && self.rules.contains(&clause.rule.as_str());
        policy.clauses.iter().filter(speaks).collect()
    }
}

/// What is shown: a topic, or what was searched for.
pub(crate) fn chosen<'a>(policy: &'a Policy, topic: Topic, query: &str, language: &str) -> Vec<&'a Clause> {
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let matches = |clause: &&Clause| {
        if wanted.is_empty() {
            return topic.holds(clause);
        }
        let all = [clause.section.as_str(), clause.text.get(language), &clause.text.en, &clause.see].join(" ");
        let all = all.to_lowercase();
        wanted.iter().all(|word| all.contains(word))
    };
    policy.clauses.iter().filter(matches).collect()
}

/// How many of these are checked here, are reminders, and cannot be seen.
pub(crate) fn counts(clauses: &[&Clause], on: &[String]) -> [usize; 3] {
    let count = |of: How| clauses.iter().filter(|clause| How::of(clause, on) == of).count();
    [count(How::Checked), count(How::Reminder), count(How::Unseen)]
}

/// "the Head Teacher, the police": the titles of roles, as the school shows them.
pub(crate) fn titles(state: &HandbookState, ids: &[String]) -> Option<String> {
    let title = |id: &String| {
        let role = state.roles.iter().find(|role| role.id == *id)?;
        Some(match &role.email {
            Some(email) => format!("{} ({email})", role.title),
            None => role.title.clone(),
        })
    };
    let titles: Vec<String> = ids.iter().filter_map(title).collect();
    (!titles.is_empty()).then(|| titles.join(", "))
}

#[cfg(test)]
pub(crate) mod tests {
    use lanyard_core::catalogue;
    use lanyard_core::protocol::HandbookRole;

    use super::*;
    use crate::language::tests::words;

    pub(crate) fn schools() -> Vec<Policy> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../extension/policies");
        let mut all = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            all.push(lanyard_pack::compile(&path.file_name().unwrap().to_string_lossy(), &text).unwrap());
        }
        assert_eq!(all.len(), 5);
        all
    }

    #[test]
    fn every_clause_has_one_topic_and_every_topic_a_name() {
        for policy in schools() {
            let rest = Topic::LIST.iter().filter(|topic| **topic != Topic::All);
            let shown: usize = rest.map(|topic| chosen(&policy, *topic, "", "en").len()).sum();
            assert_eq!(shown, policy.clauses.len(), "{}", policy.school.id);
        }
        for topic in Topic::LIST {
            assert_eq!(Topic::by_id(topic.id()), Some(topic));
            assert!(words("cy").has(&format!("handbook_topic_{}", topic.id())));
        }
        // General is for what is about no place and no act.
        let general: Vec<&str> =
            catalogue::RULES.iter().map(|rule| rule.id).filter(|rule| Topic::of_rule(rule) == Topic::General).collect();
        assert!(general.iter().all(|rule| {
            ["conduct-", "policy-", "school-", "pupil-", "parent-"].iter().any(|prefix| rule.starts_with(prefix))
        }));
    }

    #[test]
    fn no_clause_of_staff_is_left_without_a_word_on_what_lanyard_does() {
        let mut seen = 0;
        for policy in schools() {
            for clause in &policy.clauses {
                let how = How::of(clause, &[]);
                assert_eq!(how == How::Reminder, clause.check == Check::Reminder, "{}", clause.id);
                assert!(!clause.see.is_empty(), "{}", clause.id);
                assert!(words("en").has(&format!("handbook_{}", how.id())));
                seen += 1;
            }
        }
        assert_eq!(seen, 509);
    }

    #[test]
    fn a_rule_that_is_off_is_not_said_to_be_checked() {
        let policy = schools().into_iter().find(|policy| policy.school.id == "st-marylebone").unwrap();
        let clause = policy.clause("4.1.2-iii").unwrap();
        assert_eq!(How::of(clause, &["email-recipients-visible".to_owned()]), How::Checked);
        assert_eq!(How::of(clause, &["email-subject-tag".to_owned()]), How::Off);
        let shown = [clause];
        assert_eq!(counts(&shown, &["email-recipients-visible".to_owned()]), [1, 0, 0]);
    }

    #[test]
    fn a_search_finds_all_words_in_any_order_and_any_clause() {
        let policy = schools().into_iter().find(|policy| policy.school.id == "st-marylebone").unwrap();
        let ids = |query: &str| -> Vec<String> {
            chosen(&policy, Topic::Passwords, query, "en").iter().map(|clause| clause.id.clone()).collect()
        };
        assert!(ids("BCC").contains(&"4.1.2-iii".to_owned()), "{:?}", ids("BCC"));
        assert!(ids("4.1.2").len() >= 4);
        assert_eq!(ids("zebra"), Vec::<String>::new());
        assert_eq!(ids("  ").len(), chosen(&policy, Topic::Passwords, "", "en").len());
    }

    #[test]
    fn guides_say_what_the_school_says_and_begin_with_the_national_guidance_where_it_is_about_children() {
        let all = schools();
        for guide in &GUIDES {
            assert!(all.iter().any(|policy| !guide.clauses(policy).is_empty()), "{}", guide.id);
            for rule in guide.rules {
                assert!(catalogue::RULES.iter().any(|known| known.id == *rule), "{rule}");
            }
            let about_children = guide.rules.iter().any(|rule| rule.contains("pupil"));
            assert_eq!(guide.national, about_children, "{}", guide.id);
        }
    }

    #[test]
    fn people_are_named_as_the_school_shows_them() {
        let state = HandbookState {
            roles: vec![
                HandbookRole { id: "head".into(), title: "the Head Teacher".into(), email: None },
                HandbookRole { id: "lead".into(), title: "the DSL".into(), email: Some("dsl@oakfield.sch.uk".into()) },
            ],
            ..HandbookState::default()
        };
        let tell = |ids: &[&str]| titles(&state, &ids.iter().map(|&id| id.to_owned()).collect::<Vec<_>>());
        assert_eq!(tell(&["head", "lead"]).as_deref(), Some("the Head Teacher, the DSL (dsl@oakfield.sch.uk)"));
        assert_eq!(tell(&["nobody"]), None);
    }
}

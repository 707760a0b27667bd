//! What somebody's duties are, and the rules that their daily work would trip (G14).

/// A duty, and the rules that are silent for whoever has it.
pub const DUTIES: [(&str, &[&str]); 5] = [
    ("exams", &["email-shared-mailbox", "web-private-business"]),
    ("finance", &["web-personal-purchase"]),
    ("office", &["email-bulk-unnecessary", "email-impersonation", "email-shared-mailbox"]),
    ("admissions", &["email-bulk-unnecessary", "data-pupil-personal-outside"]),
    (
        "safeguarding",
        &[
            "compose-offensive-language",
            "data-confidential-disclosure",
            "data-pupil-personal-outside",
            "web-inappropriate-content",
        ],
    ),
];

/// Whether one of these duties silences the rule.
#[must_use]
pub fn silence(duties: &[String], rule: &str) -> bool {
    DUTIES.iter().any(|(duty, rules)| rules.contains(&rule) && duties.iter().any(|one| one == duty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::RULES;

    #[test]
    fn g14_a_duty_silences_what_its_work_would_trip_and_nothing_else() {
        let office = ["office".to_owned()];
        assert!(silence(&office, "email-shared-mailbox"));
        assert!(!silence(&office, "email-recipients-visible"));
        assert!(!silence(&[], "email-shared-mailbox"));
    }

    #[test]
    fn every_silenced_rule_is_in_the_catalogue() {
        for rule in DUTIES.iter().flat_map(|(_, rules)| rules.iter()) {
            assert!(RULES.iter().any(|listed| listed.id == *rule), "{rule}");
        }
    }
}

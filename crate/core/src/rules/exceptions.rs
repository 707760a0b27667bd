//! What the documents and the schools except: each one click with a reason, each for as long as
//! the school has answers kept, and none for more than it says.

use super::testing::{Desk, mail};
use crate::config::Config;
use crate::engine::Engine;
use crate::finding::Finding;
use crate::observation::{Attachment, ComposeMail};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const PEOPLE: [&str; 3] = [
    "pupil,current,Mia,Reed,mia@oakfield.sch.uk",
    "parent,current,Pat,Oak,pat@example.com",
    "staff,current,Col,League,col@oakfield.sch.uk",
];
const NOTE: &str = "Mia Reed has an EHCP and lives at 12 Baker Street.";

fn file(name: &str) -> ComposeMail {
    let mut message = mail().to(&["someone@example.org"]).build();
    message.attachments =
        vec![Attachment { r#ref: "file/1".to_owned(), name: name.to_owned(), ..Attachment::default() }];
    message
}

fn col(message: ComposeMail) -> ComposeMail {
    ComposeMail {
        account: Some("col@oakfield.sch.uk".to_owned()),
        mailbox: Some("col@oakfield.sch.uk".to_owned()),
        delegated: true,
        ..message
    }
}

fn elsewhere(message: &ComposeMail) -> ComposeMail {
    ComposeMail { thread: Some("another".to_owned()), ..message.clone() }
}

fn desk(school: &str) -> Desk {
    const MARKINGS: &str = r#"{"data-confidential-disclosure":{"markings":["Confidential"]}}"#;
    let rules = if school == "droitwich-spa" { MARKINGS } else { "{}" };
    Desk::with(school, &[("rules", rules)]).people(&PEOPLE)
}

fn by(desk: &Desk, message: &ComposeMail, rule: &str) -> Option<Finding> {
    desk.by_rule(message.clone(), rule)
}

/// School, rule, what is written, the reason, and whether it holds beyond the thread.
fn reasons() -> [(&'static str, &'static str, ComposeMail, &'static str, bool); 8] {
    let families = mail().to(&["a@example.com", "b@example.org"]).build();
    let note = mail().to(&["someone@example.org"]).text(NOTE).build();
    let secret = mail().to(&["mia@oakfield.sch.uk"]).text("Don't tell anyone.").build();
    [
        // 4.1.3: readers need to see each other.
        ("st-marylebone", "email-recipients-visible", families, "need-to-see", false),
        // "In the normal course of my duties", twice.
        ("droitwich-spa", "data-pupil-personal-outside", note.clone(), "work", false),
        ("droitwich-spa", "data-confidential-disclosure", file("Confidential.pdf"), "work", false),
        // A lawful purpose, where the document asks for care.
        ("beaudesert-park", "data-pupil-personal-outside", note, "work", false),
        // The Headteacher has agreed: for the mailbox, in every thread.
        ("droitwich-spa", "email-shared-mailbox", col(mail().to(&["a@example.com"]).build()), "agreed", true),
        // The document asks for the consent of the school.
        (
            "droitwich-spa",
            "password-share",
            mail().to(&["col@oakfield.sch.uk"]).text("The password is Sunshine12.").build(),
            "agreed",
            false,
        ),
        // Family is the school's decision: for these people, in every thread.
        ("st-marylebone", "contact-professional-boundaries", secret.clone(), "family", true),
        ("st-marylebone", "contact-professional-boundaries", secret, "fine", false),
    ]
}

#[test]
fn a_reason_is_one_click_and_holds_for_what_it_says() {
    for (school, rule, message, reason, beyond) in reasons() {
        let mut desk = desk(school);
        let finding = by(&desk, &message, rule).unwrap_or_else(|| unreachable!("{school} {rule} says nothing"));
        desk.press(&finding, reason);
        assert_eq!(by(&desk, &message, rule), None, "{school} {rule}");
        assert_eq!(by(&desk, &elsewhere(&message), rule).is_none(), beyond, "{school} {rule} in another thread");
    }
}

#[test]
fn a_reason_is_forgotten_after_180_days_or_when_the_school_says() {
    for (days, config) in [(180, None), (7, Some(7))] {
        for (school, rule, message, reason, _) in reasons() {
            let marked = rule == "data-confidential-disclosure";
            let more = if marked { r#","markings":["Confidential"]"# } else { "" };
            let set = config.map(|days: i64| format!(r#"{{"{rule}":{{"rememberDays":{days}{more}}}}}"#));
            let unset = format!(r#"{{"{rule}":{{{}}}}}"#, more.trim_start_matches(','));
            let keys = [("rules", set.as_deref().unwrap_or(&unset))];
            let mut desk = Desk::with(school, &keys).people(&PEOPLE);
            let finding = by(&desk, &message, rule).unwrap_or_else(|| unreachable!("{school} {rule} says nothing"));
            desk.press(&finding, reason);
            // The list itself runs out on the way: a rule that needs it has nothing to say then.
            desk.context.now_ms += days * DAY_MS - 1;
            assert_eq!(by(&desk, &message, rule), None, "{school} {rule} on the last day of {days}");
            desk.context.now_ms += 1;
            let listed = ["contact-professional-boundaries", "email-shared-mailbox"].contains(&rule)
                || message.text.as_deref() == Some(NOTE);
            assert!(by(&desk, &message, rule).is_some() || listed && days > 30, "{school} {rule} after {days} days");
        }
    }
}

#[test]
fn what_the_school_has_listed_needs_no_click() {
    let from = |account: &str, to: &str| {
        let mut message = mail().to(&[to]).build();
        message.account = Some(account.to_owned());
        message
    };
    let near = mail().to(&["team@county.gov.uk", "head@oakfield.sch.uk"]).build();
    let slip = {
        let mut reply = near.clone();
        reply.mode = crate::observation::ComposeMode::ReplyAll;
        reply.to.reverse();
        reply
    };
    for (what, school, rule, message, key) in [
        (
            "an approved system",
            "educating-for-life",
            "contact-school-channel",
            from("me@learn.example", "pat@example.com"),
            ("rules", r#"{"contact-school-channel":{"approvedDomains":["learn.example"]}}"#),
        ),
        (
            "an approved system, for school business",
            "educating-for-life",
            "email-school-account-only",
            from("me@learn.example", "office@oakfield.sch.uk"),
            ("rules", r#"{"email-school-account-only":{"approvedDomains":["learn.example"]}}"#),
        ),
        (
            "an official account",
            "st-marylebone",
            "email-school-account-only",
            from("news@oakfield.example", "office@oakfield.sch.uk"),
            ("officialAccounts", "news@oakfield.example"),
        ),
        (
            "a partner in a reply to all",
            "st-marylebone",
            "email-recipient-check",
            slip,
            ("partnerDomains", "county.gov.uk"),
        ),
        (
            "a partner who is told about a pupil",
            "droitwich-spa",
            "data-pupil-personal-outside",
            mail().to(&["team@county.gov.uk"]).text(NOTE).build(),
            ("partnerDomains", "county.gov.uk"),
        ),
        (
            "an exemption by the head",
            "tudhoe",
            "password-share",
            mail().to(&["col@oakfield.sch.uk"]).text("The password is Sunshine12.").build(),
            ("exemptions", r#"[{"rule":"password-share","purpose":"audit","until":"2026-11-22"}]"#),
        ),
        (
            "a duty",
            "droitwich-spa",
            "data-pupil-personal-outside",
            mail().to(&["someone@example.org"]).text(NOTE).build(),
            ("duties", "admissions"),
        ),
    ] {
        assert!(by(&Desk::of(school).people(&PEOPLE), &message, rule).is_some(), "{what}: nothing without it");
        assert_eq!(by(&Desk::with(school, &[key]).people(&PEOPLE), &message, rule), None, "{what}");
    }
}

#[test]
fn answers_are_never_kept_longer_than_180_days() {
    for days in ["0", "181", "\"long\""] {
        let rules = format!(r#"{{"email-recipients-visible":{{"rememberDays":{days}}}}}"#);
        let (config, _) = Config::parse(&[("rules".to_owned(), rules)].into());
        let (engine, problems) = Engine::new(Desk::of("st-marylebone").policy().clone(), config, None);
        let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(paths, ["rules.email-recipients-visible.rememberDays"], "{days}");
        assert_eq!(engine.kept_days("email-recipients-visible"), None, "{days}");
    }
}

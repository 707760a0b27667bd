//! What holds for every rule, every school and every input.

use proptest::prelude::*;

use super::REGISTRY;
use super::testing::{Desk, SCHOOLS};
use crate::finding::{Finding, Presentation};
use crate::observation::*;

const PEOPLE: [&str; 5] = [
    "pupil,current,Sam,Oak,sam@oakfield.sch.uk,facebook:oakfield.sam",
    "pupil,future,Fay,Elm,,facebook:fay.elm",
    "pupil,former,Lee,Ash,,facebook:lee.ash,2009-03-04",
    "parent,current,Pat,Oak,pat@example.com,facebook:pat.oak",
    "staff,current,Col,League,col@oakfield.sch.uk,facebook:col.league",
];

/// What the person has saved as their own.
const OWN: [&str; 2] = ["07700 900123", "me@example.com"];

fn surface() -> impl Strategy<Value = Surface> {
    (prop::sample::select(vec!["gmail", "roundcube", "facebook", "x", "unknown", "web"]), 1u32..4)
        .prop_map(|(site, n)| Surface { site: site.to_owned(), name: "surface".to_owned(), n })
}

fn account() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        prop::sample::select(vec!["teacher@oakfield.sch.uk", "me@example.com", "oakfieldschool"])
            .prop_map(str::to_owned),
    )
}

fn recipients(field: &'static str) -> impl Strategy<Value = Vec<Recipient>> {
    let address = prop_oneof![
        "[a-z]{1,6}@(example.com|oakfield.sch.uk|example.org)".prop_map(Some),
        "\\PC{0,12}".prop_map(Some),
        Just(None)
    ];
    prop::collection::vec((address, prop::option::of("\\PC{0,12}"), any::<bool>(), any::<bool>()), 0..6).prop_map(
        move |list| {
            let one =
                |(at, (address, name, group, unfinished)): (usize, (Option<String>, Option<String>, bool, bool))| {
                    Recipient { r#ref: format!("{field}/{at}"), address, name, group, unfinished }
                };
            list.into_iter().enumerate().map(one).collect()
        },
    )
}

fn person() -> impl Strategy<Value = Person> {
    let text = || {
        prop::option::of(prop_oneof![
            "\\PC{0,20}",
            Just("Sam Oak".to_owned()),
            Just("pat.oak".to_owned()),
            Just("lee.ash".to_owned())
        ])
    };
    (text(), text(), text(), text()).prop_map(|(name, handle, address, about)| Person { name, handle, address, about })
}

fn audience() -> impl Strategy<Value = Audience> {
    use Audience::*;
    prop::sample::select(vec![Public, FriendsOfFriends, Friends, Custom, OnlyMe])
}

fn observation() -> impl Strategy<Value = Observation> {
    use Setting::*;
    let mail = (
        surface(),
        account(),
        recipients("to"),
        recipients("cc"),
        recipients("bcc"),
        prop::option::of("[a-z]{0,4}"),
        prop::option::of(prop::sample::select(vec![
            "The password is Sunshine12.",
            "The wifi password is Guest2024.",
            "Mia Reed has an EHCP. UPN H801200001001.",
            "Ring me on 07700 900123, or write to me@example.com.",
            "Nothing to see.",
        ])),
        any::<bool>(),
    )
        .prop_map(|(surface, account, to, cc, bcc, thread, text, can_move)| {
            let signoff = text.map(|_| can_move);
            Observation::ComposeMail(ComposeMail {
                surface,
                account,
                mailbox: None,
                delegated: can_move,
                mode: ComposeMode::Unknown,
                thread,
                subject: None,
                text: text.map(str::to_owned),
                text_cut: false,
                signoff,
                to,
                cc,
                bcc,
                unplaced: vec![],
                can_move,
                attachments: Vec::new(),
            })
        });
    let request = (surface(), account(), any::<bool>(), person(), any::<bool>()).prop_map(
        |(surface, account, received, person, can_decline)| {
            let direction = if received { Direction::Received } else { Direction::Starting };
            Observation::ConnectionRequest(ConnectionRequest { surface, account, direction, person, can_decline })
        },
    );
    let words = prop::option::of(prop::sample::select(vec![
        "A day at Droitwich Spa High School with Sam Oak.",
        "Homework for 9B is due on Friday.",
        "Beaudesert Park School sports day. Col League won.",
        "With @Col League and @col.league.",
        "Nothing to see.",
    ]));
    let tagged = prop::collection::vec(person(), 0..3);
    let offered = prop::collection::vec(audience(), 0..5);
    let post = (surface(), account(), prop::option::of(audience()), offered, words, any::<bool>(), tagged).prop_map(
        |(surface, account, audience, offered, text, pictures, tagged)| {
            let text = text.map(str::to_owned);
            Observation::PostAudience(PostAudience { surface, account, audience, offered, text, pictures, tagged })
        },
    );
    let which = prop::sample::select(vec![Account, Posts, FriendList, Requests, LookUp, SearchEngines]);
    let setting = (surface(), account(), which, audience(), prop::collection::vec(audience(), 0..5)).prop_map(
        |(surface, account, setting, audience, offered)| {
            Observation::PrivacySetting(PrivacySetting { surface, account, setting, audience, offered })
        },
    );
    let message = (surface(), account(), person()).prop_map(|(surface, account, person)| {
        Observation::ComposeMessage(ComposeMessage { surface, account, person })
    });
    let part = {
        use ProfilePart::*;
        prop::sample::select(vec![Name, Email, Workplace, About, CheckIn])
    };
    let value = prop_oneof![
        "\\PC{0,20}",
        Just("Col League".to_owned()),
        Just("@oakfield.sch.uk".to_owned()),
        Just("At Droitwich Spa High School since 2019".to_owned()),
        Just("Teacher, Tudhoe Learning Trust".to_owned()),
    ];
    let field = (surface(), account(), part, value).prop_map(|(surface, account, field, value)| {
        Observation::ProfileField(ProfileField { surface, account, host: None, field, value })
    });
    let list = prop::sample::select(vec![
        "social",
        "chat",
        "blogs",
        "proxies",
        "references",
        "stores",
        "assistants",
        "file-stores",
    ]);
    let page = {
        use Page::*;
        prop::sample::select(vec![Plain, About, Relay, Recommend, InstallTunnel])
    };
    let visit = (surface(), account(), list, page, any::<bool>()).prop_map(|(surface, account, list, page, stayed)| {
        let (host, categories) = ("a.example".to_owned(), vec![list.to_owned()]);
        let held = r#"{"holds":[{"place":"visible","kind":"upn","count":1},{"place":"visible","kind":"special-needs","count":1}]}"#;
        let facts = crate::file::FileFacts::read_json(held).filter(|_| stayed);
        let files = vec![Attachment { name: "a.csv".to_owned(), facts, ..Attachment::default() }];
        Observation::PageVisit(PageVisit { surface, account, host, categories, page, stayed, files })
    });
    prop_oneof![mail, request, post, setting, message, field, visit]
}

thread_local! {
    static DESKS: Vec<Desk> = SCHOOLS.iter().map(|school| Desk::of(school).people(&PEOPLE).own(&OWN)).collect();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn findings_hold_to_their_school_and_to_the_form(observation in observation()) {
        DESKS.with(|desks| {
            for desk in desks {
                let verdict = desk.verdict(observation.clone());
                prop_assert_eq!(&verdict, &desk.verdict(observation.clone()), "same input, same findings");
                for finding in &verdict.findings {
                    holds(desk, finding)?;
                }
            }
            Ok(())
        })?;
    }
}

fn holds(desk: &Desk, finding: &Finding) -> Result<(), TestCaseError> {
    prop_assert!(!finding.clauses.is_empty(), "a finding rests on a clause");
    for cited in &finding.clauses {
        let clause = desk.policy().clause(&cited.clause);
        prop_assert!(
            clause.is_some_and(|clause| clause.audience == "staff" && clause.severity == cited.severity),
            "{} is not this school's",
            cited.clause
        );
    }
    let strongest = finding.clauses.iter().map(|cited| cited.severity).max();
    prop_assert!(Some(finding.severity) <= strongest, "never more than the document says");
    prop_assert!(finding.remedies.iter().filter(|remedy| remedy.primary).count() <= 1);
    let mut ids: Vec<&str> = finding.remedies.iter().map(|remedy| remedy.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    prop_assert_eq!(ids.len(), finding.remedies.len(), "remedy ids are unique");
    prop_assert!(!finding.ask_first || finding.presentation == Presentation::Panel);
    let entry = REGISTRY.iter().find(|entry| entry.id == finding.rule);
    let known = |key: &str| entry.is_some_and(|entry| entry.messages.contains(&key)) || key == "remedy_not_now";
    for message in [&finding.seen, &finding.advice] {
        prop_assert!(known(&message.key), "{} is not declared by its rule", message.key);
    }
    for remedy in &finding.remedies {
        for message in [Some(&remedy.label), remedy.text.as_ref(), remedy.done.as_ref(), remedy.caution.as_ref()]
            .into_iter()
            .flatten()
        {
            prop_assert!(known(&message.key), "{} is not declared by its rule", message.key);
        }
    }
    Ok(())
}

/// What a school has to set before a rule that needs its data has an opinion, for the examples.
const EXAMPLE_SETTINGS: &[(&str, &str)] = &[
    (
        "st-marylebone",
        r#"{"email-bulk-unnecessary":{"allStaff":["all-staff@oakfield.sch.uk"]},"email-subject-tag":{"groups":["all-staff@oakfield.sch.uk"]}}"#,
    ),
    (
        "droitwich-spa",
        r#"{"web-software-install":{"device":"school"},"email-signoff-disclaimer":{"text":"Sent by Oakfield School. See our privacy notice."}}"#,
    ),
    ("tudhoe", r#"{"data-confidential-disclosure":{"markings":["Confidential"]}}"#),
    ("beaudesert-park", r#"{"email-large-attachment":{"megabytes":2}}"#),
];
const HOURS: (&str, &str) = ("hours", r#"[{"days":"mon-sun","from":"08:30","to":"16:00"}]"#);

/// What a page would hand over: words, subject and files only where a rule that is on wants them.
fn as_read(desk: &Desk, mut observation: Observation) -> Observation {
    let reads = desk.reads(observation.clone());
    match &mut observation {
        Observation::ComposeMail(mail) => {
            mail.subject = mail.subject.take().filter(|_| reads.subject);
            mail.text = mail.text.take().filter(|_| reads.text);
            mail.signoff = mail.signoff.filter(|_| reads.signoff.is_some());
            mail.attachments.retain(|_| reads.files);
        }
        Observation::PostAudience(post) => post.text = post.text.take().filter(|_| reads.text),
        _ => {}
    }
    observation
}

/// The documentation's own examples: the first warns for at least one school, the second for none.
#[test]
fn examples_in_the_documentation_run() {
    let people: Vec<&str> = PEOPLE.into_iter().chain(["pupil,former,Old,Yew,,facebook:old.yew,2004-03-04"]).collect();
    let set = |school: &str| EXAMPLE_SETTINGS.iter().find(|(of, _)| *of == school).map_or("{}", |(_, rules)| rules);
    let desks: Vec<Desk> = SCHOOLS
        .iter()
        .map(|school| {
            let settings = [("rules", set(school)), HOURS, ("officialAccounts", "x:oakfieldschool")];
            Desk::with(school, &settings).people(&people).own(&OWN)
        })
        .collect();
    for entry in REGISTRY.iter().filter(|entry| !entry.kinds.is_empty()) {
        let example = |heading: &str| -> Observation {
            let (_, section) = entry.doc.split_once(heading).unwrap_or_default();
            let (_, block) = section.split_once("```json").unwrap_or_default();
            let (json, _) = block.split_once("```").unwrap_or_default();
            serde_json::from_str(json).unwrap_or_else(|error| unreachable!("{} {heading}: {error}", entry.id))
        };
        let warns =
            |heading: &str| desks.iter().filter(|desk| desk.by_rule(example(heading), entry.id).is_some()).count();
        assert!(warns("## Example that warns") > 0, "{}: the example that warns does not", entry.id);
        let read = |desk: &&Desk| {
            let seen = as_read(desk, example("## Example that warns"));
            desk.by_rule(seen, entry.id).is_some()
        };
        assert!(desks.iter().any(|desk| read(&desk)), "{}: what it rests on is read nowhere", entry.id);
        assert_eq!(warns("## Example that does not"), 0, "{}: the example that does not warn does", entry.id);
    }
}

#[test]
fn every_declared_message_has_its_words_in_both_languages() {
    for language in ["en", "cy"] {
        let path = format!("{}/../../extension/_locales/{language}/messages.json", env!("CARGO_MANIFEST_DIR"));
        let json = std::fs::read_to_string(&path).unwrap_or_else(|error| unreachable!("{path}: {error}"));
        let words = crate::words::Words::parse(language, &json).unwrap_or_else(|problem| unreachable!("{problem}"));
        for key in REGISTRY.iter().flat_map(|entry| entry.messages).chain(&SHARED) {
            assert!(words.has(key), "{language} has no {key}");
        }
    }
}

/// Keys that the engine and the words' own code use beside the rules.
const SHARED: [&str; 12] = [
    "remedy_not_now",
    "clause_label",
    "clause_label_more",
    "good_practice_label",
    "severity_prohibited",
    "severity_required",
    "severity_advised",
    "severity_informational",
    "unchecked_too_large",
    "setup_no_school_domains",
    "setup_account_check_off",
    "setup_account_check_unset",
];

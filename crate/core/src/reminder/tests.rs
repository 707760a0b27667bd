//! What comes when, at five schools.

use super::*;
use crate::observation::{Attachment, Audience, ComposeMode, Observation, Page, ProfilePart, Setting};
use crate::rules::testing::{Desk, SCHOOLS, mail, post, profile, setting, visit, wrote};

const EVERY: [(&str, &str); 1] = [("officialAccounts", "facebook:ourschool")];

fn plain() -> Observation {
    visit("mail.oakfield.sch.uk", &[], Page::Plain).into()
}

fn page(list: &str, sort: Page) -> Observation {
    visit("a.example", &[list], sort).into()
}

fn file_link(audience: Audience) -> Observation {
    let Observation::PrivacySetting(mut link) = setting("drive", Setting::FileLink, audience) else { unreachable!() };
    link.account = Some("teacher@oakfield.sch.uk".to_owned());
    Observation::PrivacySetting(link)
}

fn mail_of(mode: ComposeMode, file: bool, to: &[&str]) -> Observation {
    let mut mail = mail().to(to).build();
    mail.mode = mode;
    if file {
        mail.attachments =
            vec![Attachment { r#ref: "file/1".to_owned(), name: "a.pdf".to_owned(), ..Attachment::default() }];
    }
    mail.into()
}

fn text_of(text: &str, to: &[&str]) -> Observation {
    mail().to(to).text(text).build().into()
}

fn many(count: usize) -> Observation {
    let all: Vec<String> = (0..count).map(|n| format!("t{n}@oakfield.sch.uk")).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    mail_of(ComposeMode::New, false, &all)
}

/// A moment, what is one with what has happened, and what is nearly one.
type Row = (Moment, Observation, Option<Moment>, Observation, Option<Moment>);

/// Of each moment what is one, and what is nearly one.
fn table(school: &str) -> Vec<Row> {
    const OUT: &str = "pat@elsewhere.example";
    const IN: &str = "head@oakfield.sch.uk";
    let names = Desk::of(school).policy().school.names.first().cloned().unwrap_or_default();
    let mail = mail_of;
    let of = |moment, is: Observation, not: Observation| (moment, is, None, not, None);
    let event = |moment, other| (moment, plain(), Some(moment), plain(), other);
    vec![
        event(Moment::Print, None),
        event(Moment::PupilRequest, Some(Moment::ParentRequest)),
        event(Moment::ParentRequest, None),
        (
            Moment::RecordsReturn,
            page("records", Page::Plain),
            Some(Moment::RecordsReturn),
            page("games", Page::Plain),
            Some(Moment::RecordsReturn),
        ),
        of(Moment::Records, page("records", Page::Plain), page("games", Page::Plain)),
        of(Moment::Social, page("social", Page::Plain), page("social", Page::About)),
        of(Moment::OutsideStore, page("file-stores", Page::Files), page("file-stores", Page::Plain)),
        of(Moment::MediaRipper, page("rippers", Page::Plain), page("news", Page::Plain)),
        of(
            Moment::SocialSettings,
            setting("facebook", Setting::FriendList, Audience::OnlyMe),
            file_link(Audience::Friends),
        ),
        of(Moment::ShareLink, file_link(Audience::Public), file_link(Audience::Friends)),
        of(Moment::PublicPost, post("x", Audience::Public), post("x", Audience::Friends)),
        of(
            Moment::SchoolPost,
            wrote("x", &format!("A day at {names}.")).into(),
            wrote("x", "A day at the seaside.").into(),
        ),
        of(Moment::OfficialPost, post("facebook", Audience::OnlyMe), post("x", Audience::OnlyMe)),
        of(
            Moment::OwnProfile,
            profile("instagram", ProfilePart::About, "I knit.").into(),
            profile("instagram", ProfilePart::CheckIn, "Leeds").into(),
        ),
        of(
            Moment::SchoolAddress,
            profile("instagram", ProfilePart::Email, "@oakfield.sch.uk").into(),
            profile("instagram", ProfilePart::Email, "@example.com").into(),
        ),
        of(Moment::ForwardOutside, mail(ComposeMode::Forward, false, &[OUT]), mail(ComposeMode::Forward, false, &[IN])),
        of(Moment::FileOutside, mail(ComposeMode::New, true, &[OUT]), mail(ComposeMode::New, true, &[IN])),
        of(Moment::ManyRecipients, many(MANY_PEOPLE), many(MANY_PEOPLE - 1)),
        of(
            Moment::VideoLink,
            text_of("See https://youtu.be/abc for Friday.", &[IN]),
            text_of("See https://www.romans.example/a for Friday.", &[IN]),
        ),
    ]
}

const MANY_PEOPLE: usize = 20;

/// All clauses that may come, one after the other, each on a day of its own.
fn all(desk: &Desk, observation: &Observation, event: Option<Moment>) -> Vec<String> {
    let mut tally = Tally::default();
    let mut found = Vec::new();
    while let Some(reminder) = desk.remind(observation, event, &tally) {
        assert!(!found.contains(&reminder.clause), "{} twice in a row", reminder.clause);
        found.push(reminder.clause.clone());
        tally.know_for_tests(&reminder.clause);
    }
    found
}

impl Tally {
    fn know_for_tests(&mut self, clause: &str) {
        self.set(clause, false, |entry| "9999-12-31".clone_into(&mut entry.known));
    }
}

fn says(desk: &Desk, clause: &str, moment: Moment) -> bool {
    desk.policy().clause(clause).is_some_and(|clause| clause.moments.contains(&moment))
}

#[test]
fn every_moment_brings_its_own_clauses_at_every_school_and_its_neighbour_none_of_them() {
    let mut seen = [0; 19];
    for school in SCHOOLS {
        let mut desk = Desk::with(school, &EVERY);
        for (moment, is, event, not, other) in table(school) {
            let own: Vec<&Clause> = desk.policy().clauses.iter().filter(|c| c.moments.contains(&moment)).collect();
            if moment == Moment::Social {
                continue;
            }
            let found = all(&desk, &is, event);
            for clause in &own {
                assert!(found.contains(&clause.id), "{school}: {} does not come at {}", clause.id, moment.id());
            }
            assert!(found.iter().all(|id| table(school).iter().any(|(one, ..)| says(&desk, id, *one))));
            let found = all(&desk, &not, other);
            assert!(!found.iter().any(|id| says(&desk, id, moment)), "{school}: {} at a neighbour", moment.id());
            let at = Moment::ALL.iter().position(|one| *one == moment);
            seen[at.unwrap_or_default()] += own.len();
        }
        // A reminder is one clause a week of the term, where a visit brings it.
        let social: Vec<String> = desk
            .policy()
            .clauses
            .iter()
            .filter(|c| c.moments.contains(&Moment::Social))
            .map(|c| c.id.clone())
            .collect();
        let mut came = Vec::new();
        for _ in 0..13 {
            let found = all(&desk, &page("social", Page::Plain), None);
            assert!(found.len() <= 1, "{school}: {found:?}");
            assert!(all(&desk, &page("social", Page::About), None).is_empty());
            came.extend(found);
            desk.days_later(7);
        }
        came.sort();
        let mut expected = social.clone();
        expected.sort();
        assert_eq!(came, expected, "{school}: each once in a term");
        seen[3] += social.len();
    }
    assert!(seen.iter().all(|count| *count > 0), "a moment that no pack uses: {seen:?}");
}

#[test]
fn a_reminder_never_says_that_a_duty_was_broken_and_is_never_in_the_way() {
    for school in SCHOOLS {
        let mut desk = Desk::with(school, &EVERY);
        for (_, is, event, ..) in table(school) {
            let Some(reminder) = desk.remind(&is, event, &Tally::default()) else { continue };
            let finding = &reminder.finding;
            let clause = desk.policy().clause(&reminder.clause).cloned().unwrap_or_else(|| unreachable!());
            assert!(finding.severity <= Severity::Advised && finding.severity <= clause.severity);
            assert_ne!(finding.presentation, Presentation::Panel);
            assert!(!finding.ask_first);
            assert_eq!((clause.check, clause.audience.as_str()), (Check::Reminder, "staff"));
            let ids: Vec<&str> = finding.remedies.iter().map(|remedy| remedy.id.as_str()).collect();
            assert_eq!(ids, [KNOWN, "not-now"]);
            desk.context.quiet = true;
            let quiet = desk.remind(&is, event, &Tally::default()).map(|one| one.finding.presentation);
            assert_eq!(quiet, Some(Presentation::Mark), "G5: {school}");
            desk.context.quiet = false;
        }
    }
}

fn print(desk: &Desk, tally: &Tally, place: &str, fresh: bool) -> Option<Reminder> {
    desk.remind_at(&plain(), Some(Moment::Print), tally, place, fresh)
}

#[test]
fn one_a_day_and_the_next_day_another() {
    let mut desk = Desk::of("beaudesert-park");
    let mut tally = Tally::default();
    let mut came = Vec::new();
    for _ in 0..4 {
        let reminder = print(&desk, &tally, "a", true).unwrap_or_else(|| unreachable!());
        tally.came(&reminder, "a", &desk.context);
        assert!(print(&desk, &tally, "b", true).is_none(), "a second one on the same day");
        assert_eq!(print(&desk, &tally, "a", false).as_ref(), Some(&reminder), "it stays where it is");
        came.push(reminder.clause);
        desk.days_later(1);
        assert!(print(&desk, &tally, "a", false).is_none(), "yesterday's is over, and only an event brings one");
    }
    assert_eq!(came, ["printing", "printing-b", "printing-c", "printing"], "each in its turn");
}

#[test]
fn a_school_may_have_more_a_day_and_none_comes_twice() {
    let desk = Desk::with("beaudesert-park", &[("rules", r#"{"reminders":{"perDay":5}}"#)]);
    let mut tally = Tally::default();
    for place in ["a", "b", "c"] {
        let reminder = print(&desk, &tally, place, true).unwrap_or_else(|| unreachable!());
        tally.came(&reminder, place, &desk.context);
    }
    assert!(print(&desk, &tally, "d", true).is_none(), "there are three about printing");
}

#[test]
fn not_now_rests_for_the_day_and_i_know_this_for_the_term() {
    let mut desk = Desk::of("st-marylebone");
    let mut tally = Tally::default();
    let reminder = print(&desk, &tally, "a", true).unwrap_or_else(|| unreachable!());
    tally.came(&reminder, "a", &desk.context);
    tally.leave("a");
    assert!(print(&desk, &tally, "a", true).is_none());
    desk.days_later(1);
    let again = print(&desk, &tally, "a", true).unwrap_or_else(|| unreachable!());
    tally.came(&again, "a", &desk.context);
    desk.know(&mut tally, &again.clause);
    assert!(print(&desk, &tally, "a", false).is_none(), "gone at once");
    desk.days_later(7 * WEEKS);
    assert!(print(&desk, &tally, "a", true).is_none(), "G15: without dates a term is 13 weeks");
    tally.expire(&desk.context);
    assert!(print(&desk, &tally, "a", true).is_none(), "not forgotten meanwhile");
    desk.days_later(1);
    assert!(print(&desk, &tally, "a", true).is_some());
    desk.know(&mut tally, &again.clause);
    tally.forget(&again.clause);
    assert!(print(&desk, &tally, "a", true).is_some(), "the person took it back");
}

#[test]
fn g15_the_schools_own_terms_count() {
    let terms = r#"[{"from":"2026-09-02","to":"2026-12-18"},{"from":"2027-01-05","to":"2027-03-25"}]"#;
    let mut desk = Desk::with("st-marylebone", &[("termDates", terms)]);
    let mut tally = Tally::default();
    desk.know(&mut tally, "2.1.13");
    assert_eq!(tally.known(&desk.context), [("2.1.13", "2026-12-18")]);
    desk.days_later(26);
    assert!(print(&desk, &tally, "a", true).is_none());
    desk.days_later(1);
    assert!(print(&desk, &tally, "a", true).is_some());
    desk.know(&mut tally, "2.1.13");
    assert_eq!(tally.known(&desk.context), [("2.1.13", "2027-03-25")], "in holidays, the term to come");
    desk.days_later(365);
    desk.know(&mut tally, "2.1.13");
    assert_eq!(tally.known(&desk.context).first().map(|(_, until)| *until), Some("2028-03-19"), "all terms are over");
}

#[test]
fn what_switches_them_off() {
    for (keys, comes) in [
        (vec![("rules", r#"{"reminders":"off"}"#)], false),
        (vec![("rules", r#"{"reminders":"on"}"#)], true),
        (vec![("sites", r#"{"web":"off"}"#)], false),
        (vec![("sharedAccount", "on")], false),
        (vec![("sharedAccount", "on"), ("rules", r#"{"reminders":{"sharedAccount":true}}"#)], true),
        (vec![("audience", "staff")], true),
    ] {
        let desk = Desk::with("st-marylebone", &keys);
        assert_eq!(print(&desk, &Tally::default(), "a", true).is_some(), comes, "{keys:?}");
    }
    let desk = Desk::of("st-marylebone");
    let observed = plain();
    let none = desk.engine().without_reminders();
    assert!(
        none.remind(&observed, Some(Moment::Print), &desk.context, &Memory::new([0; 32]), &Tally::default(), "a", true)
            .is_none()
    );
    assert!(!none.watches("drive", Kind::PrivacySetting) && none.categories().iter().all(|list| *list != "records"));
    assert!(desk.engine().categories().contains(&"records"));
}

#[test]
fn a_setting_that_is_no_setting_is_a_problem_and_the_rest_works() {
    let policy = Desk::of("tudhoe").policy().clone();
    let mut problems = Vec::new();
    let setting: Value = serde_json::from_str(r#"{"perDay":0,"sharedAccount":"yes","perday":2}"#).unwrap_or_default();
    assert_eq!(per_day(&policy, Some(&setting), false, &mut problems), Some(1));
    let said: Vec<(&str, &str)> = problems.iter().map(|one| (one.code.as_str(), one.path.as_str())).collect();
    assert_eq!(
        said,
        [
            ("option", "rules.reminders.perDay"),
            ("option-unknown", "rules.reminders.perday"),
            ("option", "rules.reminders.sharedAccount"),
        ]
    );
}

#[test]
fn g10_protected_correspondence_brings_no_reminder() {
    for school in SCHOOLS {
        let desk = Desk::of(school);
        for to in [&["rep@neu.org.uk"][..], &["rep@neu.org.uk", "pat@elsewhere.example"]] {
            for mode in [ComposeMode::Forward, ComposeMode::New] {
                assert!(desk.remind(&mail_of(mode, true, to), None, &Tally::default()).is_none(), "{school}");
            }
        }
    }
}

#[test]
fn g14_mail_from_another_account_is_not_this_schools() {
    let desk = Desk::of("droitwich-spa");
    let Observation::ComposeMail(mut mail) = mail_of(ComposeMode::Forward, false, &["pat@elsewhere.example"]) else {
        unreachable!()
    };
    assert!(desk.remind(&mail.clone().into(), None, &Tally::default()).is_some());
    for account in [Some("me@example.com".to_owned()), None] {
        mail.account = account;
        assert!(desk.remind(&mail.clone().into(), None, &Tally::default()).is_none());
    }
}

#[test]
fn g9_only_school_mail_and_school_services_may_leave_a_trace() {
    for school in SCHOOLS {
        let desk = Desk::with(school, &EVERY);
        for (moment, is, event, ..) in table(school) {
            let Some(reminder) = desk.remind(&is, event, &Tally::default()) else { continue };
            let ours = matches!(is, Observation::ComposeMail(_))
                || moment == Moment::ShareLink
                || moment.list() == Some("records");
            assert_eq!(reminder.keep, ours, "{school}: {}", moment.id());
        }
    }
    // A social site stays one where its account has the school's address.
    let desk = Desk::of("beaudesert-park");
    let mut both = visit("a.example", &["records", "social"], Page::Plain);
    both.account = Some("teacher@oakfield.sch.uk".to_owned());
    let keep =
        |observed: Observation| desk.remind(&observed, Some(Moment::Print), &Tally::default()).map(|one| one.keep);
    assert_eq!(keep(both.clone().into()), Some(false));
    both.categories = vec![];
    assert_eq!(keep(both.into()), Some(true), "printed in school mail");
}

#[test]
fn what_is_kept_is_in_two_parts_that_come_back() {
    let desk = Desk::of("beaudesert-park");
    let mut tally = Tally::default();
    let reminder =
        |keep| Reminder { keep, ..print(&desk, &Tally::default(), "a", true).unwrap_or_else(|| unreachable!()) };
    tally.came(&reminder(false), "document 1 web/page#1", &desk.context);
    let json = |kept: &Kept| serde_json::to_string(kept).unwrap_or_default();
    assert_eq!(json(&tally.kept()), r#"{"version":1,"entries":[]}"#, "G9");
    assert!(json(&tally.fleeting()).contains("document 1"));
    tally.came(&reminder(true), "b", &desk.context);
    assert_eq!(
        json(&tally.kept()),
        r#"{"version":1,"entries":[{"clause":"printing","came":"2026-11-22","known":""}]}"#
    );
    desk.know(&mut tally, "printing");
    assert!(json(&tally.kept()).contains(r#""known":"2027-02-21""#));
    let back = Tally::of(Some(tally.kept()), Some(tally.fleeting()));
    assert_eq!(back.known(&desk.context), [("printing", "2027-02-21")]);
    let other = Kept { version: VERSION + 1, ..tally.kept() };
    assert!(Tally::of(Some(other), None).known(&desk.context).is_empty(), "never guessed at");
}

#[test]
fn names_in_packs_are_the_ids() {
    for moment in Moment::ALL {
        assert_eq!(serde_json::to_value(moment).ok().as_ref().and_then(Value::as_str), Some(moment.id()));
        assert_eq!(Moment::read(Value::String(moment.id().to_owned())).ok(), Some(moment));
    }
}

#[test]
fn a_page_can_tell_of_nothing_but_the_browsers_own_events() {
    let told: Vec<&str> = Moment::ALL.into_iter().filter(|one| one.is_told_by_page()).map(Moment::id).collect();
    assert_eq!(told, ["print", "records-return"]);
}

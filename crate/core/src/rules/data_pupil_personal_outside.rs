//! Rule `data-pupil-personal-outside`; its documentation is [`DOC`].

use super::mail::{self, Person, Side};
use super::options::{ASK_FIRST, OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, posts, visits};
use crate::catalogue::documented;
use crate::file::{FileFacts, Reason};
use crate::finding::{Certainty, Message, Remedy, Severity, Targets};
use crate::observation::{Kind, PageVisit, PostAudience};
use crate::policy::Clause;
use crate::roster::{Role, Status};
use crate::text::{self, Around, Found, Kind as Seen};

/// How far from the pupil a detail is still that pupil's, in bytes.
const NEAR: usize = 300;

/// Lists of hosts to which files are given: AI assistants, and file stores that are not the school's.
const ASSISTANTS: &str = "assistants";
const STORES: &str = "file-stores";

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the person's own words in a message from a school account that goes to somebody outside: what
they have just typed, without the quoted thread and the signature. Where these name a pupil (a name on the school's
list, a pupil number, a list of names) and say something about them nearby (date of birth, NHS number, home address,
special needs, health, child protection, free school meals, behaviour), it asks whether that belongs to the
work. A name alone, or a subject alone, is never asked about.

Where the document is not about e-mail alone, it asks the same of what is typed or pasted into the box of an AI assistant
on its list, and of a file that is chosen, dropped or pasted there, or on the page of a file store that is not the school's, and can be read: one that holds both a pupil and such a detail.
An assistant that the school provides, and a store that it uses, go under `approved` in the key `hosts`.

## Why

Class lists and notes about one child, sent to the wrong place, are what schools report most. Droitwich Spa
forbids confidential details by e-mail except as a normal part of the job, and its clause is about e-mail; Tudhoe asks for extra care and forbids sharing
without authorisation; the others ask that such data is kept secure. There it is a check, never a breach.

## What it cannot know

Whether the recipient has a right to know, so it asks, and remembers the answer for the thread. Partners of the school
and listed parents are not asked about; whose parent somebody is, the list does not say. A message in which a
protected correspondent takes part is not read. What an assistant's makers do with a prompt, and whether the school has
agreed with them, is not known: the question is the same for all on the list. Whether a chosen file is sent in the end is not known. A file that needs a password
is not asked about; of one that could not be read for another reason the popup says "not checked". Whose account is open in Google Drive or OneDrive for schools
the address does not tell: they are on no list, and what is uploaded there is not heard of, unless the school puts the host on its own list of file stores. What was said before is not looked at. Pupils without a pupil number are only known with the school's list.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"someone@example.com"}],
 "text":"UPN H801200001001 has an EHCP and was permanently excluded."}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"someone@example.com"}],
 "text":"The EHCP review is on Friday at 10. Pupil numbers are on the form."}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "data-pupil-personal-outside",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail, Kind::PostAudience, Kind::PageVisit],
    options: &documented_options([
        cites("clauses", "Clauses about pupils' personal data that leaves the school."),
        cites("exception", "Clauses that allow it as a normal part of the job: the answer says so."),
        cites(
            "prompts",
            "Clauses that what an AI assistant is asked or given, and a file for another file store, touch too.",
        ),
        OptionDoc {
            name: "manner",
            takes: "`forbidden` or `check`",
            description: "`forbidden`: the document forbids it but for the job. `check`: it asks for care.",
            configurable: false,
        },
        ASK_FIRST,
    ]),
    messages: documented_keys(&[
        "data_pupil_personal_outside_seen",
        "data_pupil_personal_outside_seen_prompt",
        "data_pupil_personal_outside_seen_file",
        "data_pupil_personal_outside_advice",
        "data_pupil_personal_outside_advice_prompt",
        "data_pupil_personal_outside_advice_store",
        "data_pupil_personal_outside_answer_work",
        "data_pupil_personal_outside_answer_part",
        "data_pupil_personal_outside_answer_none",
    ]),
    compile,
};

struct PersonalOutside {
    clauses: Vec<Clause>,
    prompts: Vec<Clause>,
    exception: bool,
    forbidden: bool,
    ask_first: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = PersonalOutside {
        clauses: options.clauses("clauses"),
        prompts: options.clauses("prompts"),
        exception: !options.clauses("exception").is_empty(),
        forbidden: options.word("manner", &["forbidden", "check"]).as_deref() == Some("forbidden"),
        ask_first: options.switch("askFirst", false),
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for PersonalOutside {
    fn goes_wrong(&self) -> bool {
        true
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn wants_kind(&self, kind: Kind) -> bool {
        kind == Kind::ComposeMail || !self.prompts.is_empty()
    }

    fn wants_post(&self, post: &PostAudience) -> bool {
        post.is_prompt()
    }

    fn wants_uploads(&self, _inside: bool) -> bool {
        !self.prompts.is_empty()
    }

    fn categories(&self) -> &[&'static str] {
        if self.prompts.is_empty() { &[] } else { &[ASSISTANTS, STORES] }
    }

    fn categories_with(&self, kind: Kind) -> &[&'static str] {
        // In a store nobody writes to an assistant.
        if kind == Kind::PostAudience && !self.prompts.is_empty() { &[ASSISTANTS] } else { self.categories() }
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        if let Some(post) = posts::of(case) {
            return self.check_prompt(case, post.text.as_deref().unwrap_or_default());
        }
        if let Some(visit) = visits::of(case) {
            return self.check_files(case, visit);
        }
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let Some(text) = mail::own_text(case, mail) else { return Outcome::Nothing };
        let outside: Vec<&Person<'_>> = mail::people(case).iter().filter(|person| is_outside(case, person)).collect();
        if outside.is_empty() {
            return Outcome::Nothing;
        }
        let around = Around { school: &[], roster: case.engine.roster_for(case.context) };
        if pupils_with_details(&text::scan(text, &around)).next().is_none() {
            return Outcome::Nothing;
        }
        let targets = mail::targets(case, mail, &outside, mail::thread(mail));
        if case.recall(&targets.answer).is_some() {
            return Outcome::Nothing;
        }
        let certainty = if self.forbidden { Certainty::Likely } else { Certainty::Weak };
        let answer = if self.exception {
            "data_pupil_personal_outside_answer_part"
        } else {
            "data_pupil_personal_outside_answer_work"
        };
        let draft = case
            .finding(
                &self.clauses,
                certainty,
                Message::new("data_pupil_personal_outside_seen"),
                Message::new("data_pupil_personal_outside_advice"),
            )
            .evidence(mail::refs(&outside))
            .remedy(Remedy::answer("work", Message::new(answer)))
            .remedy(Remedy::answer("none", Message::new("data_pupil_personal_outside_answer_none")));
        // A check is no accusation, however strong a clause stands behind it.
        let draft = if self.forbidden { draft } else { draft.at_most(Severity::Required) };
        draft.ask_first(self.ask_first).done(targets)
    }
}

impl PersonalOutside {
    /// Only ever a check: no document forbids an assistant.
    fn check_prompt(&self, case: &Case<'_>, text: &str) -> Outcome {
        let around = Around { school: &[], roster: case.engine.roster_for(case.context) };
        // An answer holds for these pupils, here and at other assistants, in memory alone (G9).
        let mut answer = String::new();
        for hit in pupils_with_details(&text::scan(text, &around)) {
            answer += &text.get(hit.from..hit.to).unwrap_or_default().to_lowercase();
            answer.push(',');
        }
        let advice = "data_pupil_personal_outside_advice_prompt";
        self.ask(case, answer, "text", ["data_pupil_personal_outside_seen_prompt", advice])
    }

    /// The same of files that are given to an assistant, or to a store that is not the school's.
    fn check_files(&self, case: &Case<'_>, visit: &PageVisit) -> Outcome {
        let advice = if visits::is_on(visit, &[ASSISTANTS]) {
            "data_pupil_personal_outside_advice_prompt"
        } else if visits::is_on(visit, &[STORES]) {
            "data_pupil_personal_outside_advice_store"
        } else {
            return Outcome::Nothing;
        };
        let mut answer = String::new();
        for file in visit.files.iter().filter(|file| file.facts.as_ref().is_some_and(tells_of_pupils)) {
            answer += &format!("file {} {} {},", visit.host, file.name, file.size.unwrap_or_default());
        }
        if answer.is_empty() {
            // Silence would say that there is nothing in it.
            let unread = visit.files.iter().find_map(|file| file.facts.as_ref()?.unchecked.and_then(Reason::says));
            return unread.map_or(Outcome::Nothing, |key| Outcome::Unchecked(Message::new(key)));
        }
        self.ask(case, answer, "files", ["data_pupil_personal_outside_seen_file", advice])
    }

    fn ask(&self, case: &Case<'_>, answer: String, evidence: &str, [seen, advice]: [&str; 2]) -> Outcome {
        if answer.is_empty() || case.recall(&answer).is_some() {
            return Outcome::Nothing;
        }
        case.finding(&self.prompts, Certainty::Weak, Message::new(seen), Message::new(advice))
            .at_most(Severity::Required)
            .evidence(vec![evidence.to_owned()])
            .remedy(Remedy::answer("work", Message::new("data_pupil_personal_outside_answer_work")))
            .remedy(Remedy::answer("none", Message::new("data_pupil_personal_outside_answer_none")))
            .done(Targets { now: format!("now {answer}"), answer, keep: false })
    }
}

/// Neither the school, nor a partner, nor a listed parent.
fn is_outside(case: &Case<'_>, person: &Person<'_>) -> bool {
    let parent = |found: &crate::roster::Match| found.role == Role::Parent && found.status == Status::Current;
    person.side == Side::Outside && !mail::listed(case, person).iter().any(parent)
}

fn is_pupil(kind: Seen) -> bool {
    matches!(kind, Seen::PupilName | Seen::Upn | Seen::ClassList)
}

fn is_detail(kind: Seen) -> bool {
    kind.is_special() || matches!(kind, Seen::BirthDate | Seen::NhsNumber | Seen::Address | Seen::Upn | Seen::Postcode)
}

/// Whether a file holds both a pupil and something else about one. How near they are, its facts do not say.
fn tells_of_pupils(facts: &FileFacts) -> bool {
    let pupils = facts.holds.iter().filter(|held| Seen::by_id(&held.kind).is_some_and(is_pupil));
    let mut pupils = pupils.map(|held| &held.kind);
    pupils.any(|pupil| {
        let detail = |kind: &str| Seen::by_id(kind).map_or(kind == "sensitive-column", is_detail);
        facts.holds.iter().any(|held| held.kind != *pupil && detail(&held.kind))
    })
}

/// The pupils near whom something about a pupil stands.
fn pupils_with_details(found: &Found) -> impl Iterator<Item = &text::Hit> {
    found.hits.iter().filter(move |hit| is_pupil(hit.kind)).filter(move |pupil| {
        found.hits.iter().any(|hit| {
            let near = hit.from <= pupil.to.saturating_add(NEAR) && pupil.from <= hit.to.saturating_add(NEAR);
            is_detail(hit.kind) && near && (hit.from, hit.kind) != (pupil.from, pupil.kind)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail, visit, wrote};
    use crate::file::{FileFacts, Reason};
    use crate::finding::{Certainty, Finding, Presentation, Severity};
    use crate::observation::{Attachment, Audience, ComposeMail, Kind, Page, PageVisit, PostAudience};

    const RULE: &str = "data-pupil-personal-outside";
    const NOTE: &str = "Mia Reed has an EHCP and lives at 12 Baker Street.";

    fn desk(school: &str) -> Desk {
        Desk::with(school, &[("partnerDomains", "county.gov.uk")])
            .people(&["pupil,current,Mia,Reed", "parent,current,Ada,Reed,ada@example.com"])
    }

    fn note(to: &[&str], text: &str) -> ComposeMail {
        mail().to(to).text(text).build()
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn each_school_asks_what_its_document_says() {
        use Severity::{Prohibited, Required};
        for (school, severity, certainty, presentation, clauses) in [
            ("st-marylebone", Required, Certainty::Weak, Presentation::Note, vec!["2.1.11"]),
            ("educating-for-life", Required, Certainty::Weak, Presentation::Note, vec!["para-7-d"]),
            ("tudhoe", Required, Certainty::Weak, Presentation::Note, vec!["phones-email-g", "unacceptable-14"]),
            ("droitwich-spa", Prohibited, Certainty::Likely, Presentation::Panel, vec!["4.1-must-not-6"]),
            ("beaudesert-park", Required, Certainty::Weak, Presentation::Note, vec!["app-1-personal-data"]),
        ] {
            let finding = found(&desk(school), note(&["someone@example.org"], NOTE));
            let Some(finding) = finding else { unreachable!("{school} says nothing") };
            assert_eq!((finding.severity, finding.certainty), (severity, certainty), "{school}");
            assert_eq!(finding.presentation, presentation, "{school}");
            assert_eq!(finding.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), clauses, "{school}");
            assert_eq!(finding.evidence.refs, ["to/1"], "{school}");
            assert_eq!(
                finding.remedies.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(),
                ["work", "none", "not-now"],
                "{school}"
            );
        }
    }

    #[test]
    fn what_an_assistant_is_told_is_a_check_where_the_document_is_not_about_mail_alone() {
        for (school, clauses) in BEYOND_MAIL {
            let desk = desk(school);
            assert_eq!(desk.reads(wrote("web", "")).text, clauses.is_some(), "{school}");
            let lists: Vec<_> = desk.engine().lists_with(Kind::PostAudience).collect();
            assert_eq!(lists.contains(&"assistants"), clauses.is_some(), "{school}");
            let found = desk.all(wrote("web", NOTE));
            let said = found.first().map(|f| f.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>());
            assert_eq!(said, clauses.map(|ids| ids.to_vec()), "{school}");
            assert!(found.iter().all(|f| f.rule == RULE && f.severity == Severity::Required), "{school}: {found:?}");
            assert!(found.iter().all(|f| f.certainty == Certainty::Weak && f.presentation == Presentation::Note));
            for text in [
                "Plan a lesson on the water cycle for Year 7, with a starter and three questions.",
                "Mia Reed can join the trip: write a letter.",
                "Explain what an EHCP is to a new teacher.",
                "Write to Beaudesert Park School about Ada Reed.",
                "",
            ] {
                assert!(desk.all(wrote("web", text)).is_empty(), "{school}: {text}");
            }
        }
    }

    #[test]
    fn a_post_is_not_looked_at_for_it_and_a_prompt_for_nothing_else() {
        for school in SCHOOLS {
            let desk = desk(school);
            assert!(desk.by_rule(wrote("facebook", NOTE), RULE).is_none(), "{school}");
            let words = format!("{NOTE} @Mia Reed, homework at {}", desk.policy().school.names.join(" "));
            let public = PostAudience { audience: Some(Audience::Public), ..wrote("web", &words) };
            assert!(desk.all(public).iter().all(|f| f.rule == RULE), "{school}");
        }
    }

    #[test]
    fn g9_an_answer_about_a_prompt_holds_for_these_pupils_and_is_kept_in_memory_alone() {
        let people = ["pupil,current,Mia,Reed", "pupil,current,Sam,Oak"];
        for answer in ["work", "none"] {
            let mut desk = Desk::of("tudhoe").people(&people);
            let finding = desk.one(wrote("web", NOTE));
            assert!(!finding.targets.keep && !format!("{finding:?}").contains("Mia"));
            desk.press(&finding, answer);
            assert!(desk.all(wrote("web", "Shorter: Mia Reed has an EHCP.")).is_empty(), "{answer}");
            assert_eq!(desk.all(wrote("web", "Sam Oak has an EHCP.")).len(), 1, "{answer}");
        }
    }

    #[test]
    fn a_name_alone_a_subject_alone_and_daily_work_are_silent() {
        for school in SCHOOLS {
            let desk = desk(school);
            for (to, text) in [
                ("someone@example.org", "Mia Reed can join the trip."),
                ("someone@example.org", "Mia Reed is late; call me on 01632 960123."),
                ("someone@example.org", "The EHCP review is on Friday. Free school meals forms are due."),
                ("someone@example.org", "Please fill in: name, date of birth, UPN, medical needs."),
                ("someone@example.org", ""),
                ("office@oakfield.sch.uk", NOTE),
                ("sen@county.gov.uk", NOTE),
                ("ada@example.com", NOTE),
            ] {
                assert!(found(&desk, note(&[to], text)).is_none(), "{school} {to}: {text}");
            }
        }
    }

    #[test]
    fn a_detail_far_from_the_name_is_not_that_pupils() {
        let far = format!("Mia Reed sings.\n{}\nAnother child has an EHCP.", "The concert was long. ".repeat(30));
        for school in SCHOOLS {
            assert!(found(&desk(school), note(&["someone@example.org"], &far)).is_none(), "{school}");
        }
    }

    #[test]
    fn pupil_numbers_and_lists_need_no_roster() {
        let list = "Amy Smith, 12/03/2014\nBen Field, 01/04/2014\nChloe Brown, 02/05/2014\nDaniel Ash, 03/06/2014\nEmma Wood, 04/07/2014";
        for school in SCHOOLS {
            let desk = Desk::of(school);
            assert!(found(&desk, note(&["a@example.org"], "UPN H801200001001 was permanently excluded")).is_some());
            assert!(found(&desk, note(&["a@example.org"], list)).is_some(), "{school}");
            assert!(found(&desk, note(&["a@example.org"], NOTE)).is_none(), "{school}: nobody is known");
        }
    }

    #[test]
    fn the_answer_holds_for_the_thread() {
        for school in SCHOOLS {
            for answer in ["work", "none"] {
                let mut desk = desk(school);
                let message = note(&["someone@example.org"], NOTE);
                let finding = found(&desk, message.clone()).unwrap();
                desk.press(&finding, answer);
                assert!(found(&desk, message.clone()).is_none(), "{school}");
                let mut other = message;
                other.thread = Some("another".to_owned());
                assert!(found(&desk, other).is_some(), "{school}");
            }
        }
    }

    #[test]
    fn g10_nothing_is_read_where_a_protected_correspondent_takes_part() {
        for school in SCHOOLS {
            let desk = desk(school);
            for protected in ["rep@neu.org.uk", "mash@county.gov.uk", "nurse@surgery.nhs.uk", "pc@west.police.uk"] {
                let message = note(&["someone@example.org", protected], NOTE);
                assert!(!desk.reads(message.clone()).text, "{school} {protected}");
                assert!(found(&desk, message).is_none(), "{school} {protected}");
            }
        }
    }

    #[test]
    fn g14_safeguarding_and_admissions_are_not_asked() {
        for duty in ["safeguarding", "admissions"] {
            let desk = Desk::with("droitwich-spa", &[("duties", duty)]).people(&["pupil,current,Mia,Reed"]);
            assert!(found(&desk, note(&["someone@example.org"], NOTE)).is_none(), "{duty}");
        }
    }

    fn given(holds: &str) -> PageVisit {
        let mut page = visit("chatgpt.com", &["assistants"], Page::Plain);
        let facts =
            FileFacts::read_json(&format!(r#"{{"format":"spreadsheet","protection":"none","holds":[{holds}]}}"#));
        let name = "Mia Reed review.xlsx".to_owned();
        page.files = vec![Attachment { r#ref: "file/1".to_owned(), name, size: Some(9), facts }];
        page
    }

    const REVIEW: &str =
        r#"{"place":"visible","kind":"pupil-name","count":1},{"place":"visible","kind":"special-needs","count":2}"#;

    #[test]
    fn a_file_for_an_assistant_is_asked_about_where_its_box_is_and_holds_nothing_of_its_name() {
        for school in SCHOOLS {
            let mut desk = desk(school);
            let finding = desk.by_rule(given(REVIEW), RULE);
            assert_eq!(finding.is_some(), school != "droitwich-spa", "{school}");
            let Some(finding) = finding else { continue };
            assert_eq!((finding.severity, finding.certainty), (Severity::Required, Certainty::Weak), "{school}");
            assert!(!format!("{:?}", finding.seen).contains("Mia") && !finding.targets.keep, "{school}: G6, G9");
            desk.press(&finding, "work");
            assert!(desk.by_rule(given(REVIEW), RULE).is_none(), "{school}");
        }
    }

    /// The clause of each school that is not about mail alone.
    const BEYOND_MAIL: [(&str, Option<[&str; 1]>); 5] = [
        ("st-marylebone", Some(["2.1.11"])),
        ("educating-for-life", Some(["para-7-d"])),
        ("tudhoe", Some(["unacceptable-14"])),
        ("droitwich-spa", None),
        ("beaudesert-park", Some(["app-1-personal-data"])),
    ];

    fn stored(holds: &str) -> PageVisit {
        let mut page = given(holds);
        (page.host, page.categories) = ("app.box.com".to_owned(), vec!["file-stores".to_owned()]);
        page
    }

    #[test]
    fn a_file_for_another_store_is_asked_about_by_what_is_in_it_where_the_document_is_not_about_mail_alone() {
        for (school, clauses) in BEYOND_MAIL {
            let mut desk = desk(school);
            let finding = desk.by_rule(stored(REVIEW), RULE);
            let cited = finding.as_ref().map(|f| f.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>());
            assert_eq!(cited, clauses.map(|ids| ids.to_vec()), "{school}");
            assert!(desk.by_rule(stored(""), RULE).is_none(), "{school}: a worksheet");
            // In a store nobody writes to an assistant: its page is not looked at for a prompt.
            assert!(desk.engine().lists_with(Kind::PostAudience).all(|list| list != "file-stores"), "{school}");
            let Some(finding) = finding else { continue };
            assert_eq!((finding.severity, finding.presentation), (Severity::Required, Presentation::Note), "{school}");
            assert!(finding.advice.key.ends_with("advice_store") && !finding.targets.keep, "{school}");
            assert!(!format!("{:?}{:?}", finding.seen, finding.advice).contains("Mia"), "{school}: G6");
            desk.press(&finding, "work");
            assert!(desk.by_rule(stored(REVIEW), RULE).is_none(), "{school}");
            assert!(desk.by_rule(given(REVIEW), RULE).is_some(), "{school}: an assistant is another matter");
        }
    }

    #[test]
    fn a_given_file_that_could_not_be_read_is_not_checked_and_a_protected_one_is_silent() {
        for page in [given(""), stored("")] {
            for (reason, said) in [
                (Reason::NotGiven, Some("unchecked_file_not_given")),
                (Reason::Format, Some("unchecked_file_format")),
                (Reason::Protected, None),
            ] {
                for school in SCHOOLS {
                    let mut page = page.clone();
                    let facts = FileFacts { unchecked: Some(reason), ..FileFacts::default() };
                    page.files.iter_mut().for_each(|file| file.facts = Some(facts.clone()));
                    let verdict = desk(school).verdict(page);
                    let said = said.filter(|_| school != "droitwich-spa");
                    assert_eq!(verdict.unchecked.map(|why| why.key).as_deref(), said, "{school} {reason:?}");
                }
            }
        }
    }

    #[test]
    fn a_file_with_one_of_the_two_one_that_was_not_read_and_one_for_another_page_is_silent() {
        let desk = desk("tudhoe");
        for holds in [
            "",
            r#"{"place":"visible","kind":"pupil-name","count":9}"#,
            r#"{"place":"visible","kind":"upn","count":30}"#,
            r#"{"place":"visible","kind":"special-needs","count":2}"#,
        ] {
            assert!(desk.by_rule(given(holds), RULE).is_none(), "{holds}");
        }
        let mut page = given(REVIEW);
        page.categories = vec!["shops".to_owned()];
        assert!(desk.by_rule(page.clone(), RULE).is_none());
        page.categories = vec!["assistants".to_owned()];
        page.files.iter_mut().for_each(|file| file.facts = None);
        assert!(desk.by_rule(page, RULE).is_none());
    }

    #[test]
    fn g6_no_word_of_the_text_is_in_the_finding() {
        for school in SCHOOLS {
            let said = format!("{:?}", desk(school).all(note(&["someone@example.org"], NOTE)));
            assert!(!said.contains("Mia") && !said.contains("Baker") && !said.contains("EHCP"), "{school}: {said}");
        }
    }
}

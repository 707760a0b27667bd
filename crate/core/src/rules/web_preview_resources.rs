//! Rule `web-preview-resources`; its documentation is [`DOC`].

use super::mail::{self, Person};
use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, visits};
use crate::catalogue::documented;
use crate::category::APPROVED;
use crate::finding::{Certainty, Message, Remedy, Targets};
use crate::observation::Kind;
use crate::policy::Clause;
use crate::protected::is_under;
use crate::roster::{Role, Status};
use crate::site::web_host;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the person's own words in a message from a school account to pupils. Where these hold a link to a site, it asks once
whether the person has looked at it; the answer holds for that site.

## Why

St Marylebone's document advises staff always to check websites before they give the addresses to students. The others do not
name it, and Lanyard is silent there.

## What it cannot know

Whether the site was looked at, here or elsewhere: no history is kept and none is read, so it asks. What a site is like,
whether it is trusted, and its age rating: all of that is the person's. Links put into Classroom or another platform are not
seen. Who is a pupil comes from the roster, or from `groupAddresses`; with neither it has no opinion. The school's
own sites, documents in Google's and Microsoft's office, meetings, and what the school approves with `approved`
in the key `hosts` never count.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"sam@oakfield.sch.uk"}],
 "text":"For Friday read https://www.romans.example/forum and make notes."}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"head@oakfield.sch.uk"}],
 "text":"Is https://www.romans.example/forum any good for Year 7?"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-preview-resources",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "groupAddresses",
            takes: "addresses",
            description: "Addresses that reach pupils, such as a class list. Unset: only pupils whom the roster lists.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "web_preview_resources_seen",
        "web_preview_resources_advice",
        "web_preview_resources_answer_looked",
        "web_preview_resources_answer_school",
    ]),
    compile,
};

#[derive(Debug)]
struct PreviewResources {
    clauses: Vec<Clause>,
    groups: Vec<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule =
        PreviewResources { clauses: options.clauses(visits::CLAUSES.name), groups: options.texts("groupAddresses") };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for PreviewResources {
    fn wants_text(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let Some(text) = mail::own_text(case, mail) else { return Outcome::Nothing };
        let pupils: Vec<&Person<'_>> = mail::people(case).iter().filter(|person| self.is_pupil(case, person)).collect();
        if pupils.is_empty() {
            return Outcome::Nothing;
        }
        let Some(host) = links(case, text).find(|host| case.recall(host).is_none()) else { return Outcome::Nothing };
        case.finding(
            &self.clauses,
            Certainty::Likely,
            Message::new("web_preview_resources_seen").with("host", &host),
            Message::new("web_preview_resources_advice"),
        )
        .evidence(mail::refs(&pupils))
        .remedy(Remedy::answer("looked", Message::new("web_preview_resources_answer_looked")))
        .remedy(Remedy::answer("school", Message::new("web_preview_resources_answer_school")))
        .done(Targets {
            now: format!("link {host} {}", mail.thread.as_deref().unwrap_or("")),
            answer: host,
            keep: true,
        })
    }
}

impl PreviewResources {
    fn is_pupil(&self, case: &Case<'_>, person: &Person<'_>) -> bool {
        let pupil = |found: &crate::roster::Match| found.role == Role::Pupil && found.status != Status::Former;
        self.groups.contains(&person.address) || mail::listed(case, person).iter().any(pupil)
    }
}

/// Where documents of one's own and meetings are, with everything under them.
const OWN: [&str; 9] = [
    "classroom.google.com",
    "docs.google.com",
    "drive.google.com",
    "forms.gle",
    "meet.google.com",
    "office.com",
    "sharepoint.com",
    "teams.microsoft.com",
    "zoom.us",
];

/// A site that nobody has to look at first: the school's own, what it approves, one's own documents.
fn is_known(case: &Case<'_>, host: &str) -> bool {
    let config = case.engine.config();
    let approved = config.hosts.get(APPROVED).map_or(&[][..], Vec::as_slice);
    let ours = config.school_domains.iter().chain(approved).map(|name| name.trim_start_matches("*."));
    ours.chain(OWN).any(|known| is_under(host, known))
}

/// Hosts that a text links to, without those that nobody has to look at first.
pub(crate) fn links<'a>(case: &'a Case<'_>, text: &'a str) -> impl Iterator<Item = String> + 'a {
    text.split(is_edge).filter_map(linked).filter(|host| !is_known(case, host))
}

/// What stands around an address in a text.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || "<>()[]\"'“”‘’,;".contains(c)
}

/// The host that a word of the text links to.
fn linked(word: &str) -> Option<String> {
    let word = word.trim_end_matches(['.', ':', '!', '?']).to_lowercase();
    let address = if word.starts_with("www.") { "https://".to_owned() + &word } else { word };
    let (_, host) = web_host(&address)?;
    let host = host.trim_start_matches("www.");
    host.contains('.').then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use super::{is_edge, linked};
    use crate::finding::{Certainty, Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "web-preview-resources";
    const LINK: &str = "For Friday read https://www.romans.example/forum and make notes.";

    fn desk(keys: &[(&str, &str)]) -> Desk {
        Desk::with("st-marylebone", keys).people(&[
            "pupil,current,Sam,Oak,sam@oakfield.sch.uk",
            "pupil,former,Lee,Ash,lee@oakfield.sch.uk",
            "parent,current,Pat,Oak,pat@example.com",
        ])
    }

    fn found(desk: &Desk, to: &str, text: &str) -> Option<Finding> {
        desk.by_rule(mail().to(&[to]).text(text).build(), RULE)
    }

    #[test]
    fn only_st_marylebone_advises_it_and_only_asks() {
        for school in SCHOOLS {
            let desk = Desk::of(school).people(&["pupil,current,Sam,Oak,sam@oakfield.sch.uk"]);
            let finding = found(&desk, "sam@oakfield.sch.uk", LINK);
            let said = finding.map(|f| (f.severity, f.certainty, f.presentation, f.ask_first));
            let asks = (Severity::Advised, Certainty::Likely, Presentation::Note, false);
            assert_eq!(said, (school == "st-marylebone").then_some(asks), "{school}");
        }
    }

    #[test]
    fn colleagues_families_leavers_and_mail_without_a_link_are_silent() {
        for to in ["head@oakfield.sch.uk", "pat@example.com", "lee@oakfield.sch.uk"] {
            assert!(found(&desk(&[]), to, LINK).is_none(), "{to}");
        }
        assert!(found(&desk(&[]), "sam@oakfield.sch.uk", "Well done. See you at 10.30, room B.12").is_none());
        let groups = [("rules", r#"{"web-preview-resources":{"groupAddresses":["7b@oakfield.sch.uk"]}}"#)];
        assert!(found(&desk(&groups), "7b@oakfield.sch.uk", LINK).is_some());
        assert!(found(&desk(&[]), "7b@oakfield.sch.uk", LINK).is_none(), "nobody knows who that is");
    }

    #[test]
    fn the_schools_own_what_it_approves_and_documents_of_ones_own_are_silent() {
        let desk = desk(&[("hosts", r#"{"approved":["maths.example"]}"#)]);
        for link in [
            "https://www.oakfield.sch.uk/homework",
            "https://docs.google.com/document/d/1",
            "https://oakfield.sharepoint.com/x",
            "www.maths.example",
            "https://play.maths.example/7",
        ] {
            assert!(found(&desk, "sam@oakfield.sch.uk", link).is_none(), "{link}");
        }
        assert!(found(&desk, "sam@oakfield.sch.uk", "https://oakfield.sch.uk.other.example/").is_some());
    }

    #[test]
    fn an_answer_holds_for_the_site_in_every_message_and_the_next_site_is_asked_about() {
        for answer in ["looked", "school"] {
            let mut desk = desk(&[]);
            let two = "https://www.romans.example/forum, then http://greeks.example/";
            let finding = desk.one(mail().to(&["sam@oakfield.sch.uk"]).text(two).build());
            assert_eq!(finding.seen.params.get("host").map(String::as_str), Some("romans.example"));
            desk.press(&finding, "not-now");
            let later = desk.one(mail().to(&["sam@oakfield.sch.uk"]).text(two).build());
            assert_eq!((later.seen, later.presentation), (finding.seen.clone(), Presentation::Mark));
            desk.press(&finding, answer);
            let next = desk.one(mail().to(&["sam@oakfield.sch.uk"]).text(two).build());
            assert_eq!(next.seen.params.get("host").map(String::as_str), Some("greeks.example"));
            assert!(found(&desk, "sam@oakfield.sch.uk", "romans.example again: https://romans.example/x").is_none());
        }
    }

    #[test]
    fn g10_g14_another_account_and_protected_mail_are_not_read() {
        let mut own: ComposeMail = mail().to(&["sam@oakfield.sch.uk"]).text(LINK).build();
        own.account = Some("me@example.com".to_owned());
        assert!(desk(&[]).by_rule(own, RULE).is_none());
        let protected = mail().to(&["sam@oakfield.sch.uk", "rep@neu.org.uk"]).text(LINK).build();
        assert!(desk(&[]).by_rule(protected, RULE).is_none());
    }

    #[test]
    fn links_are_found_as_people_write_them() {
        for (text, host) in [
            ("see https://www.Romans.example/a?b=c.", Some("romans.example")),
            ("(www.romans.example)", Some("romans.example")),
            ("<http://romans.example:8080/>", Some("romans.example")),
            ("“https://romans.example”!", Some("romans.example")),
            ("mail sam@romans.example", None),
            ("romans.example", None),
            ("https:// nothing", None),
            ("www. nothing", None),
        ] {
            assert_eq!(text.split(is_edge).find_map(linked).as_deref(), host, "{text}");
        }
    }
}

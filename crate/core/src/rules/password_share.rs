//! Rule `password-share`; its documentation is [`DOC`].

use super::mail::{self, Person};
use super::options::{ASK_FIRST, OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message, Remedy};
use crate::observation::{ComposeMail, Kind};
use crate::policy::Clause;
use crate::roster::Role;
use crate::text::{self, Around, Kind as Seen};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the person's own words in a message from a school account: what they have just typed, without
the quoted thread and the signature. Where these give an account's password with its value ("the password
is …", "pw: …") or hand over a login ("login details below"), it asks whose it is. The key of a wireless network
counts for the one school whose document speaks of it.

It says that a password is there. It keeps and shows no part of it.

## Why

Whoever has a colleague's password is that colleague to every system of the school. Four of the five documents
forbid passing one on; Droitwich Spa unless the school agrees, Beaudesert Park except to an authorised system
manager. The 2016 document has no such clause, so the rule is off there.

## What it cannot know

Whose password it is, and whether somebody agreed. Passcodes and PINs of meetings, files and doors are meant to be given
and are never asked about; nor is a password that is mentioned beside a meeting or a file, or a pupil's own that is given to
listed pupils alone ("your new password is …"). A message in which a
protected correspondent takes part is not read.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"cover@oakfield.sch.uk"}],
 "text":"Use my login for the register, the password is Sunshine12."}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"parent@example.com"}],
 "text":"The file password is Sunshine12. The Zoom passcode: 482913."}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "password-share",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("account", "Clauses about giving an account's password to somebody else."),
        cites("wifi", "Clauses about giving the key of the school's wireless network. Unset: not looked for."),
        cites("pupils", "Clauses about giving pupils a login, cited where a listed pupil is a recipient."),
        OptionDoc {
            name: "unless",
            takes: "`agreed` or `manager`",
            description: "What the document allows: that the school agrees, or that the recipient manages the system.",
            configurable: false,
        },
        OptionDoc {
            name: "authorised",
            takes: "addresses",
            description: "Role addresses that may be given passwords, such as IT support. Unset: none.",
            configurable: true,
        },
        ASK_FIRST,
    ]),
    messages: documented_keys(&[
        "password_share_seen_password",
        "password_share_seen_login",
        "password_share_seen_wifi",
        "password_share_advice_password",
        "password_share_advice_wifi",
        "password_share_answer_other",
        "password_share_answer_reset",
        "password_share_answer_agreed",
        "password_share_answer_manager",
        "password_share_answer_authorised",
    ]),
    compile,
};

struct PasswordShare {
    account: Vec<Clause>,
    wifi: Vec<Clause>,
    pupils: Vec<Clause>,
    unless: Option<String>,
    authorised: Vec<String>,
    ask_first: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = PasswordShare {
        account: options.clauses("account"),
        wifi: options.clauses("wifi"),
        pupils: options.clauses("pupils"),
        unless: options.word("unless", &["agreed", "manager"]),
        authorised: options.texts("authorised"),
        ask_first: options.switch("askFirst", false),
    };
    (!rule.account.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for PasswordShare {
    fn goes_wrong(&self) -> bool {
        true
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let Some(text) = mail::own_text(case, mail) else { return Outcome::Nothing };
        let people: Vec<&Person<'_>> =
            mail::people(case).iter().filter(|person| !self.authorised.contains(&person.address)).collect();
        if people.is_empty() {
            return Outcome::Nothing;
        }
        // A pupil is told their own new password: that is how one is reset.
        if people.iter().all(|person| is_pupil(case, person)) && is_readers_own(text) {
            return Outcome::Nothing;
        }
        let found = text::scan(text, &Around::default());
        let passwords = found.count(Seen::Password);
        let account = passwords + found.count(Seen::LoginDetails);
        let wifi = found.count(Seen::WifiKey);
        if account > 0 {
            let seen = if passwords > 0 { "password_share_seen_password" } else { "password_share_seen_login" };
            self.ask(case, mail, &people, seen, account)
        } else if wifi > 0 && !self.wifi.is_empty() {
            self.ask_wifi(case, mail, &people, wifi)
        } else {
            Outcome::Nothing
        }
    }
}

impl PasswordShare {
    fn ask(&self, case: &Case<'_>, mail: &ComposeMail, all: &[&Person<'_>], seen: &str, count: usize) -> Outcome {
        let targets = mail::targets(case, mail, all, format!("password {}", mail.thread.as_deref().unwrap_or("")));
        if case.recall(&targets.answer).is_some() {
            return Outcome::Nothing;
        }
        let mut clauses = self.account.clone();
        if all.iter().any(|person| is_pupil(case, person)) {
            clauses.extend(self.pupils.iter().cloned());
        }
        let mut draft = case
            .finding(&clauses, Certainty::Likely, Message::new(seen), Message::new("password_share_advice_password"))
            .evidence(mail::refs(all))
            .count(count)
            .remedy(Remedy::answer("other", Message::new("password_share_answer_other")))
            .remedy(Remedy::answer("reset", Message::new("password_share_answer_reset")));
        match self.unless.as_deref() {
            Some("agreed") => {
                draft = draft.remedy(Remedy::answer("agreed", Message::new("password_share_answer_agreed")));
            }
            Some("manager") => {
                draft = draft.remedy(Remedy::answer("manager", Message::new("password_share_answer_manager")));
            }
            _ => {}
        }
        draft.ask_first(self.ask_first).done(targets)
    }

    fn ask_wifi(&self, case: &Case<'_>, mail: &ComposeMail, all: &[&Person<'_>], count: usize) -> Outcome {
        let targets = mail::targets(case, mail, all, format!("wifi {}", mail.thread.as_deref().unwrap_or("")));
        if case.recall(&targets.answer).is_some() {
            return Outcome::Nothing;
        }
        case.finding(
            &self.wifi,
            Certainty::Likely,
            Message::new("password_share_seen_wifi"),
            Message::new("password_share_advice_wifi"),
        )
        .evidence(mail::refs(all))
        .count(count)
        .remedy(Remedy::answer("authorised", Message::new("password_share_answer_authorised")))
        .ask_first(self.ask_first)
        .done(targets)
    }
}

/// Whether the school's list has the address as a pupil's.
fn is_pupil(case: &Case<'_>, person: &Person<'_>) -> bool {
    mail::listed(case, person).iter().any(|found| found.role == Role::Pupil)
}

/// Whether the words speak of the reader's password and of nobody else's.
fn is_readers_own(text: &str) -> bool {
    let mut yours = false;
    for word in text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'') {
        match word.to_ascii_lowercase().as_str() {
            "your" => yours = true,
            "my" | "our" | "mine" | "his" | "her" | "their" => return false,
            _ => {}
        }
    }
    yours
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "password-share";

    fn saying(text: &str) -> ComposeMail {
        mail().to(&["cover@oakfield.sch.uk"]).text(text).build()
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn a_pupils_own_new_password_is_theirs_to_be_told() {
        let people = ["pupil,current,Sam,Oak,sam@oakfield.sch.uk"];
        for school in SCHOOLS {
            let desk = Desk::of(school).people(&people);
            let says = |to: &[&str], text: &str| found(&desk, mail().to(to).text(text).build()).is_some();
            let asks = school != "educating-for-life";
            for text in ["Your new password is Trees123, please change it.", "I have reset your password: Trees123"] {
                assert!(!says(&["sam@oakfield.sch.uk"], text), "{school}: {text}");
                assert_eq!(says(&["sam@oakfield.sch.uk", "cover@oakfield.sch.uk"], text), asks, "{school}: {text}");
            }
            for text in ["Use my login, the password is Trees123.", "The staff password is Trees123."] {
                assert_eq!(says(&["sam@oakfield.sch.uk"], text), asks, "{school}: {text}");
            }
        }
    }

    #[test]
    fn each_school_asks_what_its_document_says() {
        for (school, clauses, buttons) in [
            ("st-marylebone", vec!["2.1.8"], vec!["other", "reset", "not-now"]),
            ("educating-for-life", vec![], vec![]),
            ("tudhoe", vec!["passwords-e"], vec!["other", "reset", "not-now"]),
            (
                "droitwich-spa",
                vec!["4.1-must-not-3", "4.1-must-not-4", "4.2-bullet-6"],
                vec!["other", "reset", "agreed", "not-now"],
            ),
            ("beaudesert-park", vec!["passwords", "app-1-passwords"], vec!["other", "reset", "manager", "not-now"]),
        ] {
            let finding = found(&Desk::of(school), saying("My login is jsmith, the password is Sunshine12."));
            assert_eq!(finding.is_some(), !clauses.is_empty(), "{school}");
            let Some(finding) = finding else { continue };
            assert_eq!(finding.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), clauses, "{school}");
            assert_eq!(finding.remedies.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), buttons, "{school}");
            assert_eq!(finding.severity, Severity::Prohibited, "{school}");
            assert_eq!((finding.presentation, finding.evidence.count), (Presentation::Panel, 1), "{school}");
            assert!(!finding.ask_first, "{school}");
        }
    }

    #[test]
    fn what_is_meant_to_be_given_is_never_asked_about() {
        for school in SCHOOLS {
            for text in [
                "The file password is Sunshine12.",
                "Zoom passcode: 482913",
                "The password for the attached spreadsheet is Term3!",
                "Your password must have 12 characters. Use the reset link: https://reset.example/abc12.",
                "I forgot my password. The password is required.",
                "The PIN is 4821.",
                "",
            ] {
                assert!(found(&Desk::of(school), saying(text)).is_none(), "{school}: {text}");
            }
        }
    }

    #[test]
    fn a_wifi_key_is_asked_about_where_the_document_speaks_of_one() {
        for school in SCHOOLS {
            let finding = found(&Desk::of(school), saying("The wifi password is Guest2024."));
            assert_eq!(finding.is_some(), school == "tudhoe", "{school}");
            let Some(finding) = finding else { continue };
            assert_eq!(finding.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), ["internet-b"]);
            assert_eq!(finding.remedies.first().map(|r| r.id.as_str()), Some("authorised"));
        }
    }

    #[test]
    fn an_answer_holds_for_the_thread() {
        let mut desk = Desk::of("droitwich-spa");
        let message = saying("pw: Sunshine12");
        let finding = found(&desk, message.clone()).unwrap();
        desk.press(&finding, "agreed");
        assert!(found(&desk, message.clone()).is_none());
        let mut other = message;
        other.thread = Some("another".to_owned());
        assert!(found(&desk, other).is_some());
    }

    #[test]
    fn a_listed_pupil_brings_the_clause_about_pupils() {
        let desk = Desk::of("droitwich-spa").people(&["pupil,current,Mia,Reed,mia@oakfield.sch.uk"]);
        let message = mail().to(&["mia@oakfield.sch.uk"]).text("pw: Sunshine12").build();
        let clauses: Vec<String> = found(&desk, message).unwrap().clauses.into_iter().map(|c| c.clause).collect();
        assert!(clauses.contains(&"7-must-not-7-b".to_owned()), "{clauses:?}");
    }

    #[test]
    fn it_support_that_the_school_names_may_be_told() {
        let keys = [("rules", r#"{"password-share":{"authorised":["it@oakfield.sch.uk"]}}"#)];
        let desk = Desk::with("beaudesert-park", &keys);
        assert!(found(&desk, mail().to(&["it@oakfield.sch.uk"]).text("pw: Sunshine12").build()).is_none());
        assert!(
            found(&desk, mail().to(&["it@oakfield.sch.uk", "a@b.example"]).text("pw: Sunshine12").build()).is_some()
        );
    }

    #[test]
    fn g10_nothing_is_read_where_a_protected_correspondent_takes_part() {
        for school in SCHOOLS {
            let desk = Desk::of(school);
            for to in [["rep@neu.org.uk", "cover@oakfield.sch.uk"], ["cover@oakfield.sch.uk", "casework@ico.org.uk"]] {
                let message = mail().to(&to).text("The password is Sunshine12.").build();
                assert!(!desk.reads(message.clone()).text, "{school}");
                assert!(found(&desk, message).is_none(), "{school}");
            }
        }
    }

    #[test]
    fn g14_only_school_mail_with_somebody_on_it_is_read() {
        let desk = Desk::of("tudhoe");
        assert!(desk.reads(saying("")).text);
        let off = [(
            "rules",
            r#"{"contact-professional-boundaries":"off","data-pupil-personal-outside":"off","compose-offensive-language":"off"}"#,
        )];
        assert!(!Desk::with("educating-for-life", &off).reads(saying("")).text, "no rule");
        assert!(!desk.reads(mail().build()).text, "nobody");
        let mut private = saying("The password is Sunshine12.");
        private.account = Some("me@example.com".to_owned());
        assert!(!desk.reads(private.clone()).text);
        assert!(found(&desk, private).is_none());
        let mut unknown = saying("The password is Sunshine12.");
        unknown.account = None;
        assert!(!desk.reads(unknown).text);
    }

    #[test]
    fn no_word_of_the_text_is_in_the_finding() {
        for school in SCHOOLS {
            let said = format!("{:?}", Desk::of(school).all(saying("The password is Sunshine12, wifi key: Guest2024")));
            assert!(!said.contains("Sunshine") && !said.contains("Guest2024"), "{school}");
        }
    }
}

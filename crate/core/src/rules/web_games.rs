//! Rule `web-games`; its documentation is [`DOC`].

use super::options::Options;
use super::visits::{self, ASKS, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::finding::Certainty;
use crate::observation::{Kind, Page};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at pages on which a game is played, on sites made for playing. It says what it looks like and
takes "It is educational" for an answer.

## Why

Droitwich Spa's document forbids computer games unless they were made for educational use. The others
do not name games, and Lanyard is silent there.

## What it cannot know

Whether a game was made for teaching, and who plays. Quizzes, coding sites, chess, reviews and news of
games are on no list; a school approves a site with `approved` in the key `hosts`.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"poki.com","categories":["games"],"page":"play"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"poki.com","categories":["games"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-games",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[visits::CLAUSES],
    messages: &["web_games_seen", "web_games_advice", "web_leave", "web_games_answer_educational"],
    compile,
};

const WORDS: Words = Words {
    lists: &["games"],
    seen: &[(Some(Page::Play), "web_games_seen")],
    certainty: Certainty::Likely,
    advice: "web_games_advice",
    answers: &[("educational", "web_games_answer_educational")],
    ..ASKS
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    visits::compile(options, &WORDS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Action, Presentation, Severity};
    use crate::observation::Page;

    #[test]
    fn only_droitwich_names_games() {
        for school in SCHOOLS {
            let found = Desk::of(school).by_rule(visit("poki.com", &["games"], Page::Play), "web-games");
            let found = found.map(|f| (f.severity, f.presentation, f.ask_first));
            let forbids = school == "droitwich-spa";
            assert_eq!(found, forbids.then_some((Severity::Prohibited, Presentation::Panel, false)), "{school}");
        }
    }

    #[test]
    fn what_is_not_play_and_what_is_educational_is_silent() {
        let mut desk = Desk::of("droitwich-spa");
        for page in [Page::Plain, Page::About, Page::Checkout] {
            assert!(desk.all(visit("poki.com", &["games"], page)).is_empty(), "{page:?}");
        }
        let finding = desk.one(visit("poki.com", &["games"], Page::Play));
        assert!(finding.remedies.iter().any(|r| r.action == Action::LeavePage && r.primary));
        assert!(!finding.targets.keep, "G9");
        desk.press(&finding, "educational");
        assert!(desk.all(visit("poki.com", &["games"], Page::Play)).is_empty());
        assert_eq!(desk.all(visit("armorgames.com", &["games"], Page::Play)).len(), 1);
    }
}

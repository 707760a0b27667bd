//! Rule `web-filter-bypass`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options};
use super::visits::{self, ASKS, Fix, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::finding::Certainty;
use crate::observation::{Kind, Page};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at two sorts of page: a proxy on the web while it fetches another site, which its address
shows, and a store's page of an extension or application that calls itself a VPN or a proxy. It says
"looks like", and offers a note to copy for whoever looks after the filter.

## Why

St Marylebone's document forbids to conceal network identities and to breach safeguards, Tudhoe's to
bypass the school's filter, Beaudesert Park's to circumvent the network by proxy sites. The other two
do not name it, and Lanyard is silent there.

## What it cannot know

Whether the page that was fetched would have been blocked, whether an extension was installed, and
whether it is the school's own remote access: that, a computing lesson and what IT has agreed to are one
click each. Searches, articles and the front page of a proxy never count. Tudhoe's wider clause on
safeguards cannot be seen from a browser. On a store of the browser's own nothing can be drawn: the
popup lists it.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.proxysite.com","categories":["proxies"],"page":"relay"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.proxysite.com","categories":["proxies"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-filter-bypass",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[OptionDoc {
        name: "clauses",
        takes: "clause ids",
        description: "Clauses about going around the school's filter or network.",
        configurable: false,
    }],
    messages: &[
        "web_filter_bypass_seen_relay",
        "web_filter_bypass_seen_install",
        "web_filter_bypass_advice",
        "web_copy_for_it",
        "web_filter_bypass_note",
        "remedy_copied",
        "web_filter_bypass_answer_own_access",
        "web_filter_bypass_answer_lesson",
        "web_answer_agreed_it",
    ],
    compile,
};

const WORDS: Words = Words {
    lists: &["proxies", "stores"],
    seen: &[
        (Some(Page::Relay), "web_filter_bypass_seen_relay"),
        (Some(Page::InstallTunnel), "web_filter_bypass_seen_install"),
    ],
    certainty: Certainty::Likely,
    advice: "web_filter_bypass_advice",
    fix: Fix::Note("web_copy_for_it", "web_filter_bypass_note"),
    answers: &[
        ("own-access", "web_filter_bypass_answer_own_access"),
        ("lesson", "web_filter_bypass_answer_lesson"),
        ("agreed", "web_answer_agreed_it"),
    ],
    ..ASKS
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    visits::compile(options, &WORDS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::Page;

    const RULE: &str = "web-filter-bypass";

    #[test]
    fn each_school_gives_its_own_answer() {
        for (school, forbids) in [
            ("st-marylebone", true),
            ("educating-for-life", false),
            ("tudhoe", true),
            ("droitwich-spa", false),
            ("beaudesert-park", true),
        ] {
            for (list, page) in [("proxies", Page::Relay), ("stores", Page::InstallTunnel)] {
                let found = Desk::of(school).by_rule(visit("a.example", &[list], page), RULE);
                let found = found.map(|f| (f.severity, f.certainty, f.presentation, f.ask_first));
                let expected = (Severity::Prohibited, Certainty::Likely, Presentation::Panel, false);
                assert_eq!(found, forbids.then_some(expected), "{school} {page:?}");
            }
        }
    }

    #[test]
    fn reading_about_a_proxy_other_installs_and_other_lists_are_silent() {
        for school in SCHOOLS {
            for (list, page) in [
                ("proxies", Page::Plain),
                ("proxies", Page::About),
                ("stores", Page::Install),
                ("stores", Page::Plain),
                ("shops", Page::Relay),
            ] {
                let found = Desk::of(school).by_rule(visit("a.example", &[list], page), RULE);
                assert_eq!(found.map(|f| f.seen.key), None, "{school} {list} {page:?}");
            }
        }
    }

    #[test]
    fn g9_an_answer_holds_for_the_host_and_is_never_kept_on_disk() {
        for answer in ["own-access", "lesson", "agreed"] {
            let mut desk = Desk::of("tudhoe");
            let finding = desk.one(visit("a.example", &["proxies"], Page::Relay));
            assert!(!finding.targets.keep);
            desk.press(&finding, answer);
            assert!(desk.all(visit("a.example", &["proxies"], Page::Relay)).is_empty(), "{answer}");
            assert_eq!(desk.all(visit("b.example", &["proxies"], Page::Relay)).len(), 1);
        }
    }

    #[test]
    fn an_exemption_by_the_head_silences_it_until_its_last_day() {
        let until = |day: &str| format!(r#"[{{"rule":"{RULE}","purpose":"ICT-CLUB","until":"{day}"}}]"#);
        for (day, silent) in [("2026-11-22", true), ("2026-11-21", false)] {
            let desk = Desk::with("tudhoe", &[("exemptions", &until(day))]);
            assert_eq!(desk.all(visit("a.example", &["proxies"], Page::Relay)).is_empty(), silent, "{day}");
        }
    }
}

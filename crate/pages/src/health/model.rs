//! What the health page says, decided without a browser. What is copied is what stands on the page, but of a
//! problem only its code and its key: what else it says may be a value that somebody has typed.

use lanyard_core::config::keys::KEYS;
use lanyard_core::finding::Message;
use lanyard_core::policy::School;
use lanyard_core::problem::Problem;
use lanyard_core::protocol::{HealthState, Working};
use lanyard_core::roster::Date;
use lanyard_core::show;
use lanyard_core::words::Words;
use serde_json::Value;

use crate::language;
use crate::popup::model::roster;

/// What was asked of worker, browser and package.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) version: String,
    /// The browser's version, its first number.
    pub(super) browser: String,
    /// `admin`, `normal`, `development`…
    pub(super) installed: String,
    /// What the worker says; nothing where it does not answer.
    pub(super) state: Option<HealthState>,
    pub(super) school: Option<School>,
    /// Of the policy as it stands in the package or in the configuration.
    pub(super) hash: String,
    /// Day and time, in words.
    pub(super) since: Option<(String, String)>,
    /// When the school's address was asked for its list, the same.
    pub(super) asked: Option<(String, String)>,
    /// Id of each content script that is registered, and for how many addresses.
    pub(super) scripts: Vec<(String, usize)>,
    /// Site files: id, and the day on which its facts were last held against evidence.
    pub(super) verified: Vec<(String, String)>,
    /// Open tabs that the browser's own policy keeps the extension off.
    pub(super) blocked: usize,
    pub(super) now_ms: i64,
}

/// One line of the page and of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    /// Whether it is something to look into.
    pub(super) look: bool,
}

/// Everything that is said, in order.
pub(super) fn facts(known: &Known, words: &Words) -> Vec<Fact> {
    let mut facts = Facts { words, all: Vec::new() };
    let say = |key: &str| words.text(&Message::new(key));
    facts.put("version", &known.version);
    facts.put("browser", &known.browser);
    let installed = match known.installed.as_str() {
        "admin" => "health_installed_admin",
        "normal" | "sideload" => "health_installed_hand",
        "development" => "health_installed_development",
        _ => "health_unknown",
    };
    facts.put("installed", &say(installed));
    let Some(health) = &known.state else {
        facts.put("working", &say("state_unreachable"));
        facts.last_to_look_into();
        facts.of_browser(known);
        return facts.all;
    };
    let state = &health.state;
    facts.put("working", &say(language::idle(state.state).map_or("state_active", |(title, _)| title)));
    if state.state == Working::Broken {
        facts.last_to_look_into();
    }
    if let Some(school) = &known.school {
        facts.put("school", &school.name);
        facts.put("policy", &school.policy);
        facts.put("dated", &language::month(words, &school.dated));
        if let Some(review) = &school.review {
            let past = is_past(review, known.now_ms);
            let key = if past { "health_review_past" } else { "health_review_due" };
            let message = Message::new(key).with("date", language::month(words, review));
            facts.put("review", &words.text(&message));
            if past {
                facts.last_to_look_into();
            }
        }
        facts.put("hash", &known.hash);
    }
    facts.put("source", &say(source(&state.source)));
    facts.put("since", &when(words, known.since.as_ref()));
    let list = match (state.roster_days, health.people) {
        (Some(days), Some(people)) => {
            let built = Date::of_ms(known.now_ms).plus_days(-days);
            let built = format!("{:04}-{:02}-{:02}", built.year(), built.month(), built.day());
            let message =
                Message::new("health_roster_made").count(people as usize).with("day", show::day(&built, words));
            words.text(&message)
        }
        _ => roster(words, state.roster_days),
    };
    facts.put("roster", &list);
    if known.asked.is_some() {
        facts.put("asked", &when(words, known.asked.as_ref()));
    }
    facts.of_browser(known);
    if health.unread.is_empty() {
        facts.put("unread", &say("health_unread_none"));
    }
    for unread in &health.unread {
        facts.put("unread", &format!("{} · {}", unread.surface, unread.reason));
        facts.last_to_look_into();
    }
    for (surface, count) in health.missed.as_object().into_iter().flatten() {
        let site = surface.split('/').next().unwrap_or_default();
        let day = known.verified.iter().find(|(id, _)| id == site).map(|(_, day)| show::day(day, words));
        let count = usize::try_from(count.as_u64().unwrap_or_default()).unwrap_or_default();
        let message = Message::new("health_missed_count").count(count).with("surface", surface);
        facts.put("missed", &words.text(&message.with("day", day.unwrap_or_else(|| say("health_unknown")))));
        facts.last_to_look_into();
    }
    for note in &state.notes {
        facts.put("note", note);
    }
    let count = state.problems.len();
    if count == 0 {
        facts.put("problems", &say("health_problems_none"));
    } else {
        facts.put("problems", &words.text(&Message::new("health_problems_count").count(count)));
        facts.last_to_look_into();
    }
    facts.all
}

struct Facts<'a> {
    words: &'a Words,
    all: Vec<Fact>,
}

impl Facts<'_> {
    fn put(&mut self, id: &'static str, value: &str) {
        let label = self.words.text(&Message::new(&format!("health_{id}")));
        self.all.push(Fact { id, label, value: value.to_owned(), look: false });
    }

    fn last_to_look_into(&mut self) {
        if let Some(fact) = self.all.last_mut() {
            fact.look = true;
        }
    }

    /// What the browser says, whatever the worker does.
    fn of_browser(&mut self, known: &Known) {
        let scripts: Vec<String> = known.scripts.iter().map(|(id, count)| format!("{id} ({count})")).collect();
        let all = scripts.join(", ");
        let none = self.words.text(&Message::new("health_sites_none"));
        self.put("sites", if scripts.is_empty() { &none } else { &all });
        let days: Vec<String> = known
            .verified
            .iter()
            .filter(|(id, _)| known.scripts.iter().any(|(script, _)| script == id))
            .map(|(id, day)| format!("{id} {}", show::day(day, self.words)))
            .collect();
        if !days.is_empty() {
            self.put("verified", &days.join(", "));
        }
        let blocked = match known.blocked {
            0 => self.words.text(&Message::new("health_blocked_none")),
            count => self.words.text(&Message::new("health_blocked_some").count(count)),
        };
        self.put("blocked", &blocked);
        if known.blocked > 0 {
            self.last_to_look_into();
        }
        let incognito = self.words.text(&Message::new("health_incognito_never"));
        self.put("incognito", &incognito);
    }
}

fn source(source: &str) -> &'static str {
    match source {
        "managed" => "popup_source_managed",
        "device" => "popup_source_device",
        _ => "popup_source_none",
    }
}

fn when(words: &Words, at: Option<&(String, String)>) -> String {
    match at {
        Some((day, time)) => words.text(&Message::new("health_when").with("day", day).with("time", time)),
        None => words.text(&Message::new("health_unknown")),
    }
}

/// Whether this month, `YYYY-MM`, is over.
fn is_past(month: &str, now_ms: i64) -> bool {
    let now = Date::of_ms(now_ms);
    month < format!("{:04}-{:02}", now.year(), now.month()).as_str()
}

/// Ids of the registered content scripts with the number of their addresses; of a site, the site file's id.
pub(super) fn scripts(registered: &Value) -> Vec<(String, usize)> {
    let scripts = registered.as_array().map_or(&[][..], Vec::as_slice);
    let mut all: Vec<(String, usize)> = scripts
        .iter()
        .filter_map(|script| {
            let id = script["id"].as_str()?;
            let id = id.strip_prefix("site-").unwrap_or(id);
            Some((id.to_owned(), script["matches"].as_array().map_or(0, Vec::len)))
        })
        .collect();
    all.sort();
    all
}

/// Id and `verified` of each site file, from their index.
pub(super) fn verified(index: &Value) -> Vec<(String, String)> {
    let text = |site: &Value, key: &str| site[key].as_str().map(str::to_owned);
    let sites = index.as_array().map_or(&[][..], Vec::as_slice);
    sites.iter().filter_map(|site| Some((text(site, "id")?, text(site, "verified")?))).collect()
}

/// Where a problem is: the key alone. Inside a value may stand what somebody has typed.
fn key_of(problem: &Problem) -> &str {
    let key = problem.path.split(['.', '[']).next().unwrap_or_default();
    if KEYS.iter().any(|known| known.name == key) { key } else { "?" }
}

/// The report as text.
pub(super) fn report(facts: &[Fact], problems: &[Problem]) -> String {
    let mut lines: Vec<String> = facts.iter().map(|fact| format!("{}: {}", fact.label, fact.value)).collect();
    lines.extend(problems.iter().map(|problem| format!("- {} {}", problem.code, key_of(problem))));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use lanyard_core::protocol::{Looked, PopupState};
    use serde_json::json;

    use super::*;
    use crate::language::tests::words;

    /// 2026-11-30.
    const NOW_MS: i64 = 1_796_040_000_000;

    fn known() -> Known {
        let unread = vec![Looked {
            surface: "roundcube/compose#1".to_owned(),
            label: "Message".to_owned(),
            reason: "the page has changed".to_owned(),
        }];
        let problems = vec![
            Problem::new(
                "personal-address",
                "contacts.anna-smith.email",
                "a role mailbox; found anna.smith@oakfield.sch.uk",
            ),
            Problem::new("key-unknown", "annaSmith", "a key"),
        ];
        let state = PopupState {
            state: Working::Active,
            source: "managed".to_owned(),
            roster_days: Some(3),
            problems,
            notes: vec!["A note.".to_owned()],
            ..PopupState::default()
        };
        let school: School = serde_json::from_value(json!({
            "id": "oakfield", "name": "Oakfield School", "policy": "Acceptable use", "dated": "2024-09", "review": "2025-09",
            "zone": "Europe/London", "nation": "england", "lead": "DSL", "route": [], "names": [], "binds": ["staff"],
        })).unwrap();
        Known {
            version: "0.1.0".to_owned(),
            browser: "156".to_owned(),
            installed: "admin".to_owned(),
            state: Some(HealthState { state, people: Some(412), unread, missed: json!({"roundcube/compose": 3}) }),
            school: Some(school),
            hash: "0123456789abcdef".to_owned(),
            since: Some(("1 November 2026".to_owned(), "09:30".to_owned())),
            asked: None,
            scripts: vec![("gmail".to_owned(), 1), ("pages".to_owned(), 300)],
            verified: verified(
                &json!([{"id": "gmail", "verified": "2026-11-22"}, {"id": "roundcube", "verified": "2026-11-24"}, {"id": "x"}]),
            ),
            blocked: 2,
            now_ms: NOW_MS,
        }
    }

    #[test]
    fn everything_that_support_asks_about_is_said() {
        let facts = facts(&known(), &words("en"));
        let report = report(&facts, &known().state.unwrap().state.problems);
        for part in [
            "0.1.0",
            "156",
            "Acceptable use",
            "September 2024",
            "0123456789abcdef",
            "1 November 2026",
            "09:30",
            "27 November 2026",
            "412",
            "gmail (1), pages (300)",
            "roundcube/compose#1",
            "gmail 22 November 2026",
            "roundcube/compose: 3 times",
            "24 November 2026",
            "2 open tabs",
            "A note.",
        ] {
            assert!(report.contains(part), "{part} in:\n{report}");
        }
        assert!(!report.contains('{'), "{report}");
        let looks: Vec<_> = facts.iter().filter(|fact| fact.look).map(|fact| fact.id).collect();
        assert_eq!(looks, ["review", "blocked", "unread", "missed", "problems"]);
    }

    #[test]
    fn no_value_that_somebody_has_typed_is_in_the_report() {
        let problems = known().state.unwrap().state.problems;
        let report = report(&facts(&known(), &words("en")), &problems);
        assert!(report.contains("- personal-address contacts\n- key-unknown ?"), "{report}");
        assert!(!report.to_lowercase().contains("anna"), "{report}");
    }

    #[test]
    fn a_review_is_past_once_its_month_is_over() {
        assert!(is_past("2026-10", NOW_MS) && !is_past("2026-11", NOW_MS) && !is_past("2027-01", NOW_MS));
    }

    #[test]
    fn without_a_worker_there_is_still_what_the_browser_says() {
        let known = Known { state: None, school: None, ..known() };
        let facts = facts(&known, &words("en"));
        let ids: Vec<_> = facts.iter().map(|fact| fact.id).collect();
        assert_eq!(ids, ["version", "browser", "installed", "working", "sites", "verified", "blocked", "incognito"]);
    }

    #[test]
    fn every_word_is_there_in_both_languages() {
        for state in
            [Some(Working::Active), Some(Working::NoPolicy), Some(Working::NotThisAccount), Some(Working::Broken), None]
        {
            for installed in ["admin", "normal", "development", ""] {
                let mut known =
                    Known { installed: installed.to_owned(), asked: Some(("a".to_owned(), "b".to_owned())), ..known() };
                match (&mut known.state, state) {
                    (Some(health), Some(state)) => health.state.state = state,
                    (health, _) => *health = None,
                }
                for language in ["en", "cy"] {
                    for fact in facts(&known, &words(language)) {
                        assert!(
                            !fact.label.contains("health_") && !fact.value.contains("health_"),
                            "{language}: {fact:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn scripts_are_named_by_their_site_file() {
        let registered = json!([{"id": "site-x", "matches": ["a", "b"]}, {"id": "pages", "matches": ["c"]}]);
        assert_eq!(scripts(&registered), [("pages".to_owned(), 1), ("x".to_owned(), 2)]);
        assert_eq!(scripts(&Value::Null), []);
    }
}

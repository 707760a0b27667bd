//! What is kept in the browser's storage, and what the page says of it, decided without a browser.

use lanyard_core::reminder::RULE;
use serde_json::{Map, Value};

/// What may be in the browser's storage: its key, and whether clearing takes it.
const KEYS: [(&str, bool); 19] = [
    ("managed", false),
    ("config", false),
    ("kept", true),
    ("fleeting", true),
    ("own", true),
    ("reminders", true),
    ("reminding", true),
    ("remindersOff", false),
    ("counts", true),
    ("missed", true),
    ("firstSeen", false),
    ("quietUntil", false),
    ("secret", true),
    ("hosted", false),
    ("sealed", false),
    ("badge", false),
    ("reached", false),
    ("since", false),
    ("version", false),
];

/// One thing that is stored.
#[derive(Debug, PartialEq)]
pub(super) struct Stored {
    pub(super) key: String,
    /// Words for it.
    pub(super) says: String,
    /// How many entries, where it is a list.
    pub(super) entries: Option<usize>,
    pub(super) bytes: usize,
    /// Whether it is the person's, and clearing takes it.
    pub(super) theirs: bool,
    /// A file in the extension's own folder.
    pub(super) file: bool,
}

/// Everything that is stored in one area. What we have no words for is listed too.
pub(super) fn stored(values: &Map<String, Value>) -> Vec<Stored> {
    let mut all = Vec::new();
    let known = KEYS.iter().filter(|(key, _)| values.contains_key(*key)).map(|(key, theirs)| (*key, Some(*theirs)));
    let rest = values.keys().filter(|key| !KEYS.iter().any(|(known, _)| known == key)).map(|key| (key.as_str(), None));
    for (key, theirs) in known.chain(rest) {
        let value = &values[key];
        let entries = value["entries"].as_array().map(Vec::len);
        let says = theirs.map_or("sees_key_other".to_owned(), |_| format!("sees_key_{}", key.to_ascii_lowercase()));
        let bytes = serde_json::to_string(value).map_or(0, |json| json.len());
        all.push(Stored { key: key.to_owned(), says, entries, bytes, theirs: theirs == Some(true), file: false });
    }
    all
}

/// Every file in the extension's own folder, of these names and sizes.
pub(super) fn files(files: Vec<(String, usize)>) -> impl Iterator<Item = Stored> {
    files.into_iter().map(|(key, bytes)| {
        let says = if key == "sealed" { "sees_key_sealed" } else { "sees_key_other" }.to_owned();
        Stored { key, says, entries: None, bytes, theirs: false, file: true }
    })
}

/// A rule of which less is shown.
#[derive(Debug, PartialEq)]
pub(super) struct Less {
    pub(super) rule: String,
    /// By which the worker takes it back.
    pub(super) key: String,
    /// The last day, `YYYY-MM-DD`.
    pub(super) until: String,
}

/// Rules of which the person wanted to be shown less, in both areas.
pub(super) fn less(local: &Map<String, Value>, session: &Map<String, Value>, today: &str) -> Vec<Less> {
    let mut all: Vec<Less> = Vec::new();
    for kept in [local.get("reminders"), session.get("reminders"), session.get("reminding")].into_iter().flatten() {
        for entry in kept["entries"].as_array().into_iter().flatten() {
            let (key, until) =
                (entry["clause"].as_str().unwrap_or_default(), entry["known"].as_str().unwrap_or_default());
            let Some(rule) = key.strip_prefix(RULE).filter(|_| until >= today) else { continue };
            if !all.iter().any(|known| known.rule == rule) {
                all.push(Less { rule: rule.to_owned(), key: key.to_owned(), until: until.to_owned() });
            }
        }
    }
    all
}

/// How often each rule spoke, the latest week first: its Monday, the rule, how often.
pub(super) fn counted(local: &Map<String, Value>) -> Vec<(String, String, u64)> {
    let mut all: Vec<(String, String, u64)> = Vec::new();
    for (week, rules) in local.get("counts").and_then(Value::as_object).into_iter().flatten() {
        let rules = rules.as_object().into_iter().flatten();
        all.extend(rules.filter_map(|(rule, count)| Some((week.clone(), rule.clone(), count.as_u64()?))));
    }
    all.sort_by(|a, b| (&b.0, &a.1).cmp(&(&a.0, &b.1)));
    all
}

/// The same as a file for a spreadsheet. Rule ids and days need no quotes.
pub(super) fn as_csv(counted: &[(String, String, u64)]) -> String {
    let rows: String = counted.iter().map(|(week, rule, count)| format!("{week},{rule},{count}\r\n")).collect();
    format!("week,rule,count\r\n{rows}")
}

/// An answer that is remembered.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) key: String,
    pub(super) rule: String,
    /// Words for what was answered.
    pub(super) says: &'static str,
    pub(super) until: i64,
    /// Whether it is on disk, or in the browser's memory until it closes.
    pub(super) on_disk: bool,
}

/// The answers that hold now. What is counted of messages to many stands among them.
pub(super) fn answers(local: &Map<String, Value>, session: &Map<String, Value>, now_ms: i64) -> Vec<Answer> {
    let parts = [(local.get("kept"), true), (session.get("kept"), false), (session.get("fleeting"), false)];
    let mut all = Vec::new();
    for (kept, on_disk) in parts {
        for entry in kept.and_then(|kept| kept["entries"].as_array()).into_iter().flatten() {
            let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
            let code = text("code");
            let says = match code.as_str() {
                "not-now" => "sees_answer_not_now",
                code if code.bytes().all(|byte| byte.is_ascii_digit()) => "sees_answer_counted",
                _ => "sees_answer_reason",
            };
            let until = entry["until"].as_i64().unwrap_or_default();
            if until > now_ms {
                all.push(Answer { key: text("key"), rule: text("rule"), says, until, on_disk });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::words;
    use serde_json::json;

    #[test]
    fn what_is_stored_is_listed_to_the_last_key() {
        let values = json!({"kept": {"version": 1, "entries": [{}, {}]}, "version": 1, "surprise": "x", "config": {}});
        let stored = stored(values.as_object().unwrap());
        let told: Vec<_> = stored.iter().map(|one| (one.key.as_str(), one.entries, one.theirs)).collect();
        assert_eq!(
            told,
            [("config", None, false), ("kept", Some(2), true), ("version", None, false), ("surprise", None, false)]
        );
        assert_eq!(stored.last().unwrap().says, "sees_key_other");
        for (key, _) in KEYS {
            let says = format!("sees_key_{}", key.to_ascii_lowercase());
            assert!(words("en").has(&says) && words("cy").has(&says), "{says}");
        }
    }

    #[test]
    fn every_file_is_listed() {
        let files: Vec<_> = files(vec![("sealed".to_owned(), 7), ("else".to_owned(), 0)]).collect();
        let told: Vec<_> = files.iter().map(|one| (one.key.as_str(), one.says.as_str(), one.bytes, one.file)).collect();
        assert_eq!(told, [("sealed", "sees_key_sealed", 7, true), ("else", "sees_key_other", 0, true)]);
        assert!(words("en").has("sees_as_file") && words("cy").has("sees_as_file"));
    }

    #[test]
    fn answers_are_listed_while_they_hold() {
        let entry = |key: &str, code: &str, until: i64| json!({"key": key, "code": code, "rule": "r", "until": until});
        let local = json!({"kept": {"version": 1, "entries": [entry("a", "not-now", 10), entry("b", "needed", 5), entry("c", "3", 10)]}});
        let session = json!({"fleeting": {"version": 1, "entries": [entry("d", "not-pupil", 10)]}});
        let all = answers(local.as_object().unwrap(), session.as_object().unwrap(), 5);
        let told: Vec<_> = all.iter().map(|one| (one.key.as_str(), one.says, one.on_disk)).collect();
        assert_eq!(
            told,
            [
                ("a", "sees_answer_not_now", true),
                ("c", "sees_answer_counted", true),
                ("d", "sees_answer_reason", false)
            ]
        );
    }

    #[test]
    fn counts_are_listed_with_the_latest_week_first_and_saved_as_rows() {
        let local = json!({"counts": {"2026-11-23": {"password-share": 1}, "2026-11-30": {"email-recipients-visible": 4, "email-subject-tag": 2}}});
        let counted = counted(local.as_object().unwrap());
        let rules: Vec<&str> = counted.iter().map(|(_, rule, _)| rule.as_str()).collect();
        assert_eq!(rules, ["email-recipients-visible", "email-subject-tag", "password-share"]);
        assert_eq!(
            as_csv(&counted),
            "week,rule,count\r\n2026-11-30,email-recipients-visible,4\r\n2026-11-30,email-subject-tag,2\r\n2026-11-23,password-share,1\r\n"
        );
    }

    #[test]
    fn less_of_a_rule_is_listed_once_and_only_while_it_holds() {
        let local = json!({"reminders": {"version": 1, "entries": [
            {"clause": "rule:email-subject-tag", "came": "", "known": "2026-12-18"},
            {"clause": "rule:password-share", "came": "", "known": "2026-11-01"},
            {"clause": "data-protection", "came": "", "known": "2026-12-18"}]}});
        let session = json!({"reminding": {"version": 1, "entries": [{"clause": "rule:email-subject-tag", "came": "", "known": "2026-12-18"}]}});
        let all = less(local.as_object().unwrap(), session.as_object().unwrap(), "2026-11-30");
        assert_eq!(
            all.iter().map(|one| (one.rule.as_str(), one.until.as_str())).collect::<Vec<_>>(),
            [("email-subject-tag", "2026-12-18")]
        );
    }
}

//! What the person has answered, as keyed hashes.
//!
//! An entry is HMAC-SHA256(install secret, school, rule, site, target), the rule's id with a fixed
//! reason code, so that the person can see it in a list and take it back, and an expiry. No text of a page can be read back from it; whoever holds the secret can
//! still try guesses, so these are personal data all the same.
//!
//! The person's own numbers and addresses are kept in the same way, where they have saved some.

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Sha256;

use crate::engine::{Context, Engine};
use crate::finding::{Action, Finding, Remedy};
use crate::protocol::OwnDetail;
use crate::read::{Fields, Readable, Wrong, readable};
use crate::text::{Kind, own};

/// Version of [`Kept`].
pub const VERSION: u32 = 1;

/// How long an answer about a mail thread is kept, unless the school says less.
const KEPT_DAYS: i64 = 180;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Most own numbers and addresses that are kept.
const MAX_OWN: usize = 10;

/// A number of days for which answers may be kept.
pub(crate) fn days(value: &Value) -> Option<i64> {
    value.as_i64().filter(|days| (1..=KEPT_DAYS).contains(days))
}

/// The code that "Not now" is remembered by.
pub const NOT_NOW: &str = "not-now";

/// One answer. They are few: a list of them is looked through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Keyed hash of what it is about.
    key: String,
    /// Reason code; of an own detail its kind, with a number's last two digits or an address's first letter.
    code: String,
    /// Id of the rule that was answered; empty for an own detail, and in what an older version wrote.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    rule: String,
    /// When it is forgotten, milliseconds since 1970.
    until: i64,
    /// Whether it may go to disk.
    #[serde(skip)]
    keep: bool,
}

/// The part of the memory that may go to disk: school mail only (G9).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    version: u32,
    #[serde(default)]
    entries: Vec<Entry>,
}

readable!(Kept only { version "version", entries "entries" });

impl Readable for Entry {
    fn read(value: Value) -> Result<Self, Wrong> {
        let mut fields = Fields::of(value)?;
        let read = Self {
            key: fields.field("key")?,
            code: fields.field("code")?,
            rule: fields.field_or("rule", String::new)?,
            until: fields.field("until")?,
            keep: false,
        };
        fields.end(read)
    }
}

impl Kept {
    /// Reads what was stored. `None` when it has another shape.
    #[must_use]
    pub fn read(value: Value) -> Option<Self> {
        Readable::read(value).ok()
    }
}

/// Answers and dismissals.
#[derive(Clone)]
pub struct Memory {
    secret: [u8; 32],
    entries: Vec<Entry>,
    own: Vec<Entry>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Memory {
    /// An empty memory, keyed by the installation's secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self { secret, entries: Vec::new(), own: Vec::new() }
    }

    /// What was answered about this target, if anything.
    #[must_use]
    pub fn recall(&self, school: &str, rule: &str, site: &str, target: &str, now_ms: i64) -> Option<&str> {
        if self.entries.is_empty() {
            return None;
        }
        let key = self.key(school, rule, site, target);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (entry.until > now_ms).then_some(entry.code.as_str())
    }

    /// Remembers a pressed remedy. False when there is nothing to remember about it.
    pub fn remember(&mut self, engine: &Engine, finding: &Finding, remedy: &Remedy, context: &Context) -> bool {
        let Some((target, code)) = target_of(finding, remedy) else { return false };
        let kept = || engine.kept_days(&finding.rule).unwrap_or(KEPT_DAYS);
        let days = if finding.targets.keep { kept() } else { 1 };
        let key = self.key(&engine.policy().school.id, &finding.rule, site_of(finding), target);
        let until = context.now_ms.saturating_add(days * DAY_MS);
        self.put(Entry { key, code: code.to_owned(), rule: finding.rule.clone(), until, keep: finding.targets.keep });
        true
    }

    /// Takes back what [`Memory::remember`] did.
    pub fn forget(&mut self, engine: &Engine, finding: &Finding, remedy: &Remedy) {
        if let Some((target, _)) = target_of(finding, remedy) {
            let key = self.key(&engine.policy().school.id, &finding.rule, site_of(finding), target);
            self.entries.retain(|entry| entry.key != key);
        }
    }

    /// A text that may stand in a target: its keyed hash, from which no word can be read back.
    pub(crate) fn fingerprint(&self, text: &str) -> String {
        self.key("", "words", "", text)
    }

    /// Counts one more time that something has happened; forgotten after so many days without. It may go to
    /// disk where it is about the school's own mail.
    pub(crate) fn count(&mut self, [school, rule, site, target]: [&str; 4], days: i64, keep: bool, now_ms: i64) {
        let before = self.recall(school, rule, site, target, now_ms).and_then(|code| code.parse().ok()).unwrap_or(0u32);
        let key = self.key(school, rule, site, target);
        let until = now_ms.saturating_add(days * DAY_MS);
        self.put(Entry { key, code: before.saturating_add(1).to_string(), rule: rule.to_owned(), until, keep });
    }

    /// Drops what has expired.
    pub fn expire(&mut self, now_ms: i64) {
        self.entries.retain(|entry| entry.until > now_ms);
    }

    /// The part that may go to disk.
    #[must_use]
    pub fn kept(&self) -> Kept {
        self.part(true)
    }

    /// The other part: it may be in the browser's memory, never on disk (G9).
    #[must_use]
    pub fn fleeting(&self) -> Kept {
        self.part(false)
    }

    /// Takes in what was on disk. Another version is dropped, never guessed at.
    pub fn load(&mut self, kept: Kept) {
        self.take(kept, true);
    }

    /// Takes in what was in the browser's memory.
    pub fn load_fleeting(&mut self, fleeting: Kept) {
        self.take(fleeting, false);
    }

    /// Keeps a number or an address as the person's own: a keyed hash, and as much of it as they need to
    /// know it again. False where it is neither, or where there are too many.
    pub fn add_own(&mut self, text: &str) -> bool {
        let Some((kind, normal)) = own::whole(text).filter(|_| self.own.len() < MAX_OWN) else { return false };
        let key = self.own_key(kind, &normal);
        let end = normal.len().saturating_sub(2);
        let hint: String = match kind {
            Kind::Phone => normal.chars().skip(end).collect(),
            _ => normal.chars().take(1).collect(),
        };
        let code = format!("{} {hint}", kind.id());
        self.own.retain(|known| known.key != key);
        self.own.push(Entry { key, code, rule: String::new(), until: 0, keep: true });
        true
    }

    /// Erases what is kept under this key: one of them, or an answer. True where it was an answer.
    pub fn erase(&mut self, key: &str) -> bool {
        let before = self.entries.len();
        for entries in [&mut self.own, &mut self.entries] {
            entries.retain(|known| known.key != key);
        }
        self.entries.len() != before
    }

    /// Whether there are any.
    #[must_use]
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// What may be shown of them.
    #[must_use]
    pub fn own_shown(&self) -> Vec<OwnDetail> {
        let mut shown = Vec::new();
        for Entry { key, code, .. } in &self.own {
            let (kind, hint) = code.split_once(' ').unwrap_or_default();
            shown.push(OwnDetail { id: key.clone(), phone: kind == Kind::Phone.id(), hint: hint.to_owned() });
        }
        shown
    }

    /// They as they are stored.
    #[must_use]
    pub fn own(&self) -> Kept {
        Kept { version: VERSION, entries: self.own.clone() }
    }

    /// Takes in what was stored of them.
    pub fn load_own(&mut self, kept: Kept) {
        if kept.version == VERSION {
            self.own = kept.entries;
        }
    }

    /// Kinds of own details that stand in a text, but for addresses that `except` knows.
    pub(crate) fn own_in(&self, text: &str, except: impl Fn(&str) -> bool) -> Vec<Kind> {
        let mut kinds = Vec::new();
        if self.own.is_empty() {
            return kinds;
        }
        for (kind, normal) in own::all(text) {
            if kinds.contains(&kind) || kind == Kind::Email && except(&normal) {
                continue;
            }
            let key = self.own_key(kind, &normal);
            if self.own.iter().any(|known| known.key == key) {
                kinds.push(kind);
            }
        }
        kinds
    }

    fn own_key(&self, kind: Kind, normal: &str) -> String {
        self.key("", "own", kind.id(), normal)
    }

    fn part(&self, keep: bool) -> Kept {
        let entries = self.entries.iter().filter(|entry| entry.keep == keep).cloned().collect();
        Kept { version: VERSION, entries }
    }

    fn take(&mut self, kept: Kept, keep: bool) {
        if kept.version == VERSION {
            kept.entries.into_iter().for_each(|entry| self.put(Entry { keep, ..entry }));
        }
    }

    fn put(&mut self, entry: Entry) {
        self.entries.retain(|known| known.key != entry.key);
        self.entries.push(entry);
    }

    fn key(&self, school: &str, rule: &str, site: &str, target: &str) -> String {
        // HMAC takes a key of any length; the error type is there for other MACs.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return String::new() };
        for part in [school, rule, site, target] {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

fn target_of<'a>(finding: &'a Finding, remedy: &'a Remedy) -> Option<(&'a str, &'a str)> {
    match remedy.action {
        Action::NotNow => Some((&finding.targets.now, NOT_NOW)),
        // A remedy that acts may carry an answer with it ("It is a pupil: delete it").
        _ => remedy
            .value
            .as_deref()
            .map(|code| (remedy.about.as_ref().unwrap_or(&finding.targets.answer).as_str(), code)),
    }
}

fn site_of(finding: &Finding) -> &str {
    finding.surface.split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_not_run_together() {
        let memory = Memory::new([7; 32]);
        assert_ne!(memory.key("ab", "c", "d", "e"), memory.key("a", "bc", "d", "e"));
        assert_ne!(memory.key("a", "b", "c", "d"), Memory::new([8; 32]).key("a", "b", "c", "d"));
    }

    #[test]
    fn g9_what_came_from_memory_never_goes_to_disk() {
        let mut memory = Memory::new([7; 32]);
        let entry =
            Entry { key: "a".to_owned(), code: "x".to_owned(), rule: "r".to_owned(), until: i64::MAX, keep: false };
        memory.load_fleeting(Kept { version: VERSION, entries: vec![entry] });
        assert_eq!(memory.kept().entries.len(), 0);
        assert_eq!(memory.fleeting().entries.len(), 1);
    }

    #[test]
    fn g7_an_own_number_is_kept_as_a_hash_with_two_digits() {
        let mut memory = Memory::new([7; 32]);
        assert!(
            memory.add_own("07700 900123") && memory.add_own("+44 7700 900123") && memory.add_own("Me@example.com")
        );
        assert!(!memory.add_own("900123") && !memory.add_own("me"));
        let stored = serde_json::to_string(&memory.own()).unwrap();
        for part in ["900", "7700", "me@", "example"] {
            let hashes: String = memory.own_shown().into_iter().map(|own| own.id).collect();
            assert!(!stored.contains(part) || hashes.contains(part), "{stored}");
        }
        let mut again = Memory::new([7; 32]);
        again.load_own(Kept::read(serde_json::from_str(&stored).unwrap()).unwrap());
        let hints =
            |memory: &Memory| memory.own_shown().into_iter().map(|own| (own.phone, own.hint)).collect::<Vec<_>>();
        assert_eq!(hints(&again), [(true, "23".to_owned()), (false, "m".to_owned())]);
        let text = "Ring 07700900123 or 020 7946 0000, me@example.com";
        assert_eq!(again.own_in(text, |_| false), [Kind::Phone, Kind::Email]);
        assert_eq!(again.own_in(text, |address| address.ends_with("@example.com")), [Kind::Phone]);
        assert_eq!(Memory::new([8; 32]).own_in(text, |_| false), []);
        let mut other = Memory::new([8; 32]);
        other.load_own(memory.own());
        assert_eq!(other.own_in(text, |_| false), [], "under another key they say nothing");
        assert!(!again.erase(&memory.own_shown()[0].id), "it was no answer");
        assert_eq!(hints(&again), [(false, "m".to_owned())]);
        for n in 0..20 {
            again.add_own(&format!("07700 9001{n:02}"));
        }
        assert_eq!(again.own_shown().len(), MAX_OWN);
    }

    #[test]
    fn another_version_is_dropped() {
        let mut memory = Memory::new([7; 32]);
        let key = memory.key("s", "r", "t", "u");
        let entries = vec![Entry { key, code: "x".to_owned(), rule: String::new(), until: i64::MAX, keep: true }];
        memory.load(Kept { version: VERSION + 1, entries: entries.clone() });
        assert_eq!(memory.recall("s", "r", "t", "u", 0), None);
        memory.load(Kept { version: VERSION, entries });
        assert_eq!(memory.recall("s", "r", "t", "u", 0), Some("x"));
        let key = memory.key("s", "r", "t", "u");
        assert!(memory.erase(&key) && !memory.erase(&key));
        assert_eq!(memory.recall("s", "r", "t", "u", 0), None);
    }

    #[test]
    fn what_an_older_version_kept_is_read() {
        let stored = r#"{"version":1,"entries":[{"key":"k","code":"not-now","until":5}]}"#;
        let kept = Kept::read(serde_json::from_str(stored).unwrap()).unwrap();
        assert_eq!(kept.entries[0].rule, "");
        assert_eq!(serde_json::to_string(&kept).unwrap(), stored);
    }
}

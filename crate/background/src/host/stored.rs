//! What is on disk and in session storage, with its version.
//!
//! | key | area | what |
//! | --- | --- | --- |
//! | `version` | local | [`VERSION`]; another one erases everything but `config` |
//! | `managed` | local, or session where the profile is shared | last good managed configuration |
//! | `secret` | the same | key of the hashes in `kept` and `fleeting` |
//! | `kept` | the same | answers about school mail, as keyed hashes with their rule |
//! | `own` | the same | own numbers and addresses that the person has saved, as keyed hashes |
//! | `fleeting` | session | all other answers: memory of the browser, never disk (G9) |
//! | `quietUntil` | session | until when marks only are shown |
//! | `reminders` | the same | which reminders came in school mail and school services, and which are known |
//! | `reminding` | session | the same of everywhere else (G9), and where one stands now |
//! | `remindersOff` | as `managed` | the person wants none |
//! | `firstSeen` | as `managed` | the introduction has been shown |
//! | `hosted` | the same | when the hosted roster was asked for, its validators, what was refused, whether there is a file of it |
//! | `sealed` | session, where the profile is shared | the last good hosted roster, encrypted, as text; its key is elsewhere |
//! | a file of that name | the extension's own folder on the disk | the same where the profile is not shared. A version before had it as text in local, which is taken over |
//! | `counts` | local | how often each rule spoke in school mail and school services, by week, where the school wants it |
//! | `missed` | session | how often a surface could not be read, by site and surface |
//! | `badge` | as `managed` | the person wants the number of warnings on Lanyard's icon |
//! | `reached` | session | pages that were open when Lanyard was loaded have been given its script |
//! | `since` | local | when the configuration was last another one |
//! | `config` | local | what was set on this device; written by people, never by us |

use lanyard_core::memory::Kept;
use lanyard_core::problem::Problem;
use lanyard_core::reminder::Kept as Reminders;
use lanyard_core::sorted::{ByName, take};
use serde_json::{Map, Value};

use super::reminders::Reminding;
use super::{Area, hosted};

/// Version of what is stored.
pub(super) const VERSION: u32 = 1;

/// Configuration as it arrives: text by key.
pub(super) type Texts = ByName<String>;

/// Both areas, read as far as they can be.
#[derive(Debug, Default)]
pub(super) struct Stored {
    /// Last good managed configuration: with the roster from session storage where it is
    /// there, else from disk.
    pub(super) managed: Option<Texts>,
    pub(super) on_disk: Option<Texts>,
    pub(super) in_session: Option<Texts>,
    /// What was set on this device.
    pub(super) device: Option<Value>,
    /// On disk.
    pub(super) local: Answers,
    /// In session storage.
    pub(super) session: Answers,
    /// Answers that never go to disk.
    pub(super) fleeting: Option<Kept>,
    /// Reminders.
    pub(super) reminding: Reminding,
    /// Counts, as they are.
    pub(super) counts: Option<Value>,
    /// How often a surface could not be read.
    pub(super) missed: Map<String, Value>,
    /// The introduction has been shown.
    pub(super) first_seen: bool,
    /// The number of warnings stands on the icon.
    pub(super) badge: bool,
    /// Pages that were open when Lanyard was loaded have been given its script.
    pub(super) reached: bool,
    /// The hosted roster.
    pub(super) hosted: hosted::Kept,
    /// Until when marks only are shown.
    pub(super) quiet_until: Option<i64>,
    /// Whether something of another version is on disk and has to go.
    pub(super) stale: bool,
    /// Whether nothing of this version is on disk.
    pub(super) unknown: bool,
}

/// Answers and their key.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    pub(super) secret: Option<[u8; 32]>,
    pub(super) kept: Option<Kept>,
    /// Own numbers and addresses.
    pub(super) own: Option<Kept>,
}

impl Stored {
    /// Takes what has the right version and shape; the rest is as if it were not there.
    pub(super) fn read(mut local: Map<String, Value>, mut session: Map<String, Value>) -> Self {
        let device = take(&mut local, "config");
        let known = local.get("version").and_then(Value::as_u64) == Some(u64::from(VERSION));
        let stale = !known && local.values().any(|value| !value.is_null());
        if !known {
            local.clear();
        }
        let on_disk = all_texts(take(&mut local, "managed"));
        let in_session = all_texts(take(&mut session, "managed"));
        let hosted = read_hosted(&mut local, &mut session);
        let told = |value: Option<Value>| value.and_then(Reminders::read);
        let is_set = |name: &str| [&local, &session].iter().any(|v| v.get(name).and_then(Value::as_bool) == Some(true));
        let (off, first_seen, badge) = (is_set("remindersOff"), is_set("firstSeen"), is_set("badge"));
        let reminding = Reminding {
            off,
            local: told(take(&mut local, "reminders")),
            session: told(take(&mut session, "reminders")),
            fleeting: told(take(&mut session, "reminding")),
            ..Reminding::default()
        };
        Self {
            reminding,
            counts: take(&mut local, "counts"),
            missed: match take(&mut session, "missed") {
                Some(Value::Object(missed)) => missed,
                _ => Map::new(),
            },
            first_seen,
            badge,
            reached: session.get("reached").and_then(Value::as_bool) == Some(true),
            managed: in_session.clone().or_else(|| on_disk.clone()),
            on_disk,
            in_session,
            device,
            local: Answers::read(&mut local),
            session: Answers::read(&mut session),
            fleeting: kept(take(&mut session, "fleeting")),
            quiet_until: session.get("quietUntil").and_then(Value::as_f64).map(|ms| ms as i64),
            hosted,
            stale,
            unknown: !known,
        }
    }
}

impl Answers {
    fn read(values: &mut Map<String, Value>) -> Self {
        let secret = values.get("secret").and_then(Value::as_str).and_then(unhex);
        Self { secret, kept: kept(take(values, "kept")), own: kept(take(values, "own")) }
    }
}

/// The hosted roster. Of its texts, that which lies with what is said of it goes before.
fn read_hosted(local: &mut Map<String, Value>, session: &mut Map<String, Value>) -> hosted::Kept {
    let [(local_said, local_text), (session_said, session_text)] = [local, session].map(|values| {
        let mut there = |key| take(values, key).filter(|value| !value.is_null());
        (there("hosted"), there("sealed").is_some())
    });
    let on_disk = local_said.map(|said| (said, Area::Local));
    let said = on_disk.or_else(|| session_said.map(|said| (said, Area::Session)));
    let mut texts = [(Area::Local, local_text), (Area::Session, session_text)];
    if said.as_ref().is_some_and(|(_, area)| *area == Area::Session) {
        texts.reverse();
    }
    hosted::Kept::read(said, texts.into_iter().filter(|(_, there)| *there).map(|(area, _)| area))
}

fn kept(value: Option<Value>) -> Option<Kept> {
    value.and_then(Kept::read)
}

fn all_texts(value: Option<Value>) -> Option<Texts> {
    let Value::Object(values) = value? else { return None };
    let (texts, problems) = texts(values);
    problems.is_empty().then_some(texts)
}

/// The keys of a configuration. Chrome's schema makes managed values strings; what is set on
/// a device may be anything.
pub(super) fn texts(values: Map<String, Value>) -> (Texts, Vec<Problem>) {
    let mut texts = Texts::new();
    let mut problems = Vec::new();
    for (name, value) in values {
        match value {
            Value::String(text) => {
                texts.insert(name, text);
            }
            _ => problems.push(Problem::new(
                "text",
                &name,
                "text; every key of the configuration is text, structured ones are JSON as text",
            )),
        }
    }
    (texts, problems)
}

/// Bytes as they are stored.
pub(super) fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(local: Value) -> Stored {
        let Value::Object(local) = local else { panic!("an object") };
        Stored::read(local, Map::new())
    }

    #[test]
    fn another_version_is_erased_never_guessed_at() {
        let stored = read(json!({"version": 2, "managed": {"school": "tudhoe"}, "config": {"school": "tudhoe"}}));
        assert!(stored.stale && stored.managed.is_none());
        assert!(stored.device.is_some(), "what people set stays");
        let stored = read(json!({"managed": {"school": "tudhoe"}}));
        assert!(stored.stale && stored.managed.is_none());
        let stored = read(json!({"version": 1, "managed": {"school": "tudhoe"}}));
        assert!(!stored.stale && stored.managed.is_some());
        assert!(!read(json!({"config": {}})).stale);
    }

    #[test]
    fn a_value_of_the_wrong_shape_is_as_if_it_were_not_there() {
        let stored = read(json!({"version": 1, "managed": {"school": 5}, "secret": "zz", "kept": []}));
        assert!(stored.managed.is_none() && stored.local.secret.is_none() && stored.local.kept.is_none());
    }

    #[test]
    fn a_secret_comes_back_as_it_was() {
        let secret: [u8; 32] = std::array::from_fn(|at| at as u8 * 7);
        assert_eq!(unhex(&hex(&secret)), Some(secret));
        assert_eq!(unhex("00"), None);
        assert_eq!(unhex("é".repeat(32).as_str()), None);
    }
}

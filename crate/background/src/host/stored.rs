//! What is on disk and in session storage, with its version.
//!
//! | key | area | what |
//! | --- | --- | --- |
//! | `version` | local | [`VERSION`]; another one erases everything but `config` |
//! | `managed` | local, or session where the profile is shared | last good managed configuration |
//! | `secret` | the same | key of the hashes in `kept` and `fleeting` |
//! | `kept` | the same | answers about school mail, as keyed hashes |
//! | `fleeting` | session | all other answers: memory of the browser, never disk (G9) |
//! | `quietUntil` | session | until when marks only are shown |
//! | `config` | local | what was set on this device; written by people, never by us |

use std::collections::BTreeMap;

use lanyard_core::memory::Kept;
use lanyard_core::problem::Problem;
use serde::Deserialize;
use serde_json::Value;

/// Version of what is stored.
pub(super) const VERSION: u32 = 1;

/// Configuration as it arrives: text by key.
pub(super) type Texts = BTreeMap<String, String>;

/// `storage.local`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Local {
    version: Option<Value>,
    managed: Option<Value>,
    secret: Option<Value>,
    kept: Option<Value>,
    config: Option<Value>,
}

/// `storage.session`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Session {
    managed: Option<Value>,
    secret: Option<Value>,
    kept: Option<Value>,
    fleeting: Option<Value>,
    quiet_until: Option<Value>,
}

/// Both, read as far as they can be.
#[derive(Clone, Debug, Default)]
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
    /// Until when marks only are shown.
    pub(super) quiet_until: Option<i64>,
    /// Whether something of another version is on disk and has to go.
    pub(super) stale: bool,
}

/// Answers and their key.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    pub(super) secret: Option<[u8; 32]>,
    pub(super) kept: Option<Kept>,
}

impl Stored {
    /// Takes what has the right version and shape; the rest is as if it were not there.
    pub(super) fn read(local: Local, session: Session) -> Self {
        let known = local.version.as_ref().and_then(Value::as_u64) == Some(u64::from(VERSION));
        let stale = !known && [&local.version, &local.managed, &local.secret, &local.kept].into_iter().any(Option::is_some);
        let on_disk: Option<Texts> = local.managed.filter(|_| known).and_then(|value| serde_json::from_value(value).ok());
        let in_session: Option<Texts> = session.managed.and_then(|value| serde_json::from_value(value).ok());
        Self {
            managed: in_session.clone().or_else(|| on_disk.clone()),
            on_disk,
            in_session,
            device: local.config,
            local: Answers::read(local.secret.filter(|_| known), local.kept.filter(|_| known)),
            session: Answers::read(session.secret, session.kept),
            fleeting: session.fleeting.and_then(|value| serde_json::from_value(value).ok()),
            quiet_until: session.quiet_until.as_ref().and_then(Value::as_f64).map(|ms| ms as i64),
            stale,
        }
    }
}

impl Answers {
    fn read(secret: Option<Value>, kept: Option<Value>) -> Self {
        Self {
            secret: secret.as_ref().and_then(Value::as_str).and_then(unhex),
            kept: kept.and_then(|value| serde_json::from_value(value).ok()),
        }
    }
}

/// The keys of a configuration. Chrome's schema makes managed values strings; what is set on
/// a device may be anything.
pub(super) fn texts(values: BTreeMap<String, Value>) -> (Texts, Vec<Problem>) {
    let mut texts = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, value) in values {
        match value {
            Value::String(text) => {
                texts.insert(name, text);
            }
            _ => problems.push(Problem::new("text", &name, "text; every key of the configuration is text, structured ones are JSON as text")),
        }
    }
    (texts, problems)
}

/// Bytes as they are stored.
pub(super) fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> =
        (0..text.len()).step_by(2).map(|at| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok())).collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn local(value: Value) -> Local {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn another_version_is_erased_never_guessed_at() {
        let stored = Stored::read(local(json!({"version": 2, "managed": {"school": "tudhoe"}, "config": {"school": "tudhoe"}})), Session::default());
        assert!(stored.stale && stored.managed.is_none());
        assert!(stored.device.is_some(), "what people set stays");
        let stored = Stored::read(local(json!({"managed": {"school": "tudhoe"}})), Session::default());
        assert!(stored.stale && stored.managed.is_none());
        let stored = Stored::read(local(json!({"version": 1, "managed": {"school": "tudhoe"}})), Session::default());
        assert!(!stored.stale && stored.managed.is_some());
        assert!(!Stored::read(Local::default(), Session::default()).stale);
    }

    #[test]
    fn a_value_of_the_wrong_shape_is_as_if_it_were_not_there() {
        let stored = Stored::read(local(json!({"version": 1, "managed": {"school": 5}, "secret": "zz", "kept": []})), Session::default());
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

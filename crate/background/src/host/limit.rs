//! How much one document may ask.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use lanyard_core::observation::Observation;

const BURST: f64 = 200.0;
const PER_SECOND: f64 = 20.0;

/// Distinct look-ups in the roster that a document has in a minute (G16). A text is one: what is
/// said of it tells no more than whether somebody in it is listed.
pub(super) const LOOK_UPS: usize = 60;
const MINUTE_MS: i64 = 60_000;

/// Messages of one document: a burst, then a steady rate.
#[derive(Debug)]
pub(super) struct Bucket {
    left: f64,
    at: i64,
}

impl Bucket {
    pub(super) fn new(now_ms: i64) -> Self {
        Self { left: BURST, at: now_ms }
    }

    /// Whether one more message is heard.
    pub(super) fn take(&mut self, now_ms: i64) -> bool {
        let seconds = now_ms.saturating_sub(self.at).max(0) as f64 / 1000.0;
        self.at = now_ms;
        self.left = (self.left + seconds * PER_SECOND).min(BURST);
        let enough = self.left >= 1.0;
        if enough {
            self.left -= 1.0;
        }
        enough
    }
}

/// People whom one document has had looked up, as hashes, for a minute.
#[derive(Debug, Default)]
pub(super) struct LookUps {
    recent: VecDeque<(i64, u64)>,
}

impl LookUps {
    /// Whether everyone in the observation may be looked up. Those who were looked up in the
    /// last minute are free; a refused observation costs nothing.
    pub(super) fn allow(&mut self, observation: &Observation, now_ms: i64) -> bool {
        // A clock that was put back leaves some in the future: they are over as well.
        while self.recent.front().is_some_and(|(at, _)| !(0..=MINUTE_MS).contains(&(now_ms - at))) {
            self.recent.pop_front();
        }
        let before = self.recent.len();
        for person in people(observation) {
            if self.recent.iter().any(|(_, known)| *known == person) {
                continue;
            }
            if self.recent.len() == LOOK_UPS {
                self.recent.truncate(before);
                return false;
            }
            self.recent.push_back((now_ms, person));
        }
        true
    }
}

fn people(observation: &Observation) -> Vec<u64> {
    let hash = |thing: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        thing(&mut hasher);
        hasher.finish()
    };
    match observation {
        Observation::ComposeMail(mail) => mail
            .recipients()
            .filter_map(|(_, one)| one.address.as_ref())
            .chain(mail.text.as_ref())
            .map(|what| hash(&|h| what.hash(h)))
            .collect(),
        Observation::PostAudience(post) => post
            .tagged
            .iter()
            .map(|person| hash(&|h| (&person.name, &person.handle, &person.address).hash(h)))
            .chain(post.text.as_ref().map(|text| hash(&|h| text.hash(h))))
            .collect(),
        Observation::ProfileField(field) => vec![hash(&|h| field.value.hash(h))],
        other => {
            let person = other.person();
            person
                .map(|person| hash(&|h| (&person.name, &person.handle, &person.address).hash(h)))
                .into_iter()
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_heard_and_then_a_steady_rate() {
        let mut bucket = Bucket::new(0);
        assert_eq!((0..1000).filter(|_| bucket.take(0)).count(), 200);
        assert_eq!((0..1000).filter(|_| bucket.take(1000)).count(), 20);
        assert!(!bucket.take(500), "a clock that goes back gives nothing");
    }

    fn asks(name: &str) -> Observation {
        let json = format!(
            r#"{{"kind":"connectionRequest","surface":{{"site":"x","name":"request","n":1}},"direction":"received","person":{{"name":"{name}"}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn g16_at_most_sixty_texts_a_minute() {
        let typed = |n: usize| -> Observation {
            let surface = r#"{"site":"x","name":"compose","n":1}"#;
            let json = format!(r#"{{"kind":"composeMail","surface":{surface},"text":"Is Mia Reed {n} listed?"}}"#);
            serde_json::from_str(&json).unwrap()
        };
        let mut look_ups = LookUps::default();
        assert_eq!((0..100).filter(|n| look_ups.allow(&typed(*n), 0)).count(), LOOK_UPS);
    }

    #[test]
    fn g16_a_box_for_writing_to_somebody_and_a_name_on_a_profile_count_too() {
        for (kind, rest) in [
            ("composeMessage", r#""person":{"name":"Person NUMBER"}"#),
            ("profileField", r#""field":"name","value":"Person NUMBER""#),
        ] {
            let json = |n: usize| {
                format!(
                    r#"{{"kind":"{kind}","surface":{{"site":"x","name":"a","n":1}},{}}}"#,
                    rest.replace("NUMBER", &n.to_string())
                )
            };
            let mut look_ups = LookUps::default();
            let allowed = (0..100).filter(|n| look_ups.allow(&serde_json::from_str(&json(*n)).unwrap(), 0)).count();
            assert_eq!(allowed, LOOK_UPS, "{kind}");
        }
    }

    #[test]
    fn g16_at_most_sixty_distinct_people_a_minute() {
        let mut look_ups = LookUps::default();
        let allowed = (0..100).filter(|n| look_ups.allow(&asks(&format!("Person {n}")), 0)).count();
        assert_eq!(allowed, LOOK_UPS);
        assert!(look_ups.allow(&asks("Person 5"), 30_000), "somebody looked up already is free");
        assert!(!look_ups.allow(&asks("Person 70"), 60_000));
        assert!(look_ups.allow(&asks("Person 70"), 60_001));
    }
}

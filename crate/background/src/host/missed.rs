//! How often something that should be on a page could not be read there: by site and surface, in the
//! browser's memory until it closes, for the person. Health names the school's own places alone (G9).

use lanyard_core::observation::Surface;
use serde_json::{Map, Value};

use super::{Area, Effect, Host};

/// Name of the counts in session storage.
const MISSED: &str = "missed";
/// The school's own mail and services, and everywhere else.
const SCHOOL: &str = "school";
const ELSEWHERE: &str = "elsewhere";

impl Host {
    /// A surface of this document has just been found unreadable.
    pub(super) fn count_missed(&mut self, id: &str, surface: &Surface) {
        let part = if self.is_schools_place(id) { SCHOOL } else { ELSEWHERE };
        let counts = self.missed.entry(part).or_insert_with(|| Value::Object(Map::new()));
        let Some(counts) = counts.as_object_mut() else { return };
        let name = format!("{}/{}", surface.site, surface.name);
        let count = counts.get(&name).and_then(Value::as_u64).unwrap_or_default();
        counts.insert(name, count.saturating_add(1).into());
        let missed = self.missed.clone();
        self.write(Area::Session, MISSED, &missed);
    }

    /// The counts of the school's own places.
    pub(super) fn missed_at_school(&self) -> Value {
        self.missed.get(SCHOOL).cloned().unwrap_or_default()
    }

    pub(super) fn forget_missed(&mut self) {
        if !std::mem::take(&mut self.missed).is_empty() {
            self.effects.push(Effect::Remove(Area::Session, vec![MISSED]));
        }
    }
}

//! How often each rule has spoken, by week, where the school wants it counted (`counters`): in school
//! mail and school services alone (G9), for a term. No name, no time of day, nothing of a page.

use serde_json::{Map, Value};

use crate::engine::Context;
use crate::roster::Date;

/// How long a week is kept: a term without dates (G15).
const WEEKS: i64 = 13;

/// Counts by the Monday of a week, `YYYY-MM-DD`, then by rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts(Map<String, Value>);

impl Counts {
    /// Takes in what was stored; what has another shape is as if it were not there.
    #[must_use]
    pub fn of(stored: Option<Value>) -> Self {
        match stored {
            Some(Value::Object(weeks)) if weeks.values().all(Value::is_object) => Self(weeks),
            _ => Self::default(),
        }
    }

    /// As it is stored and shown.
    #[must_use]
    pub fn weeks(&self) -> &Map<String, Value> {
        &self.0
    }

    /// A rule has spoken.
    pub fn add(&mut self, rule: &str, context: &Context) {
        let week = self.0.entry(monday(context).to_string()).or_insert_with(|| Value::Object(Map::new()));
        let Some(week) = week.as_object_mut() else { return };
        let count = week.get(rule).and_then(Value::as_u64).unwrap_or_default();
        week.insert(rule.to_owned(), count.saturating_add(1).into());
    }

    /// Drops the weeks that are over for longer than a term; whether there was one.
    pub fn purge(&mut self, context: &Context) -> bool {
        let oldest = monday(context).plus_days(-7 * WEEKS).to_string();
        let before = self.0.len();
        self.0.retain(|week, _| *week > oldest);
        self.0.len() < before
    }
}

/// The first day of the week, where the school is.
fn monday(context: &Context) -> Date {
    let civil = &context.civil;
    let today = Date::new(civil.year, civil.month, civil.day).unwrap_or_else(|| Date::of_ms(context.now_ms));
    today.plus_days(1 - i64::from(civil.weekday))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Civil;
    use serde_json::json;

    fn at(year: i32, month: u8, day: u8, weekday: u8) -> Context {
        let civil = Civil { year, month, day, hour: 9, minute: 30, weekday };
        Context { now_ms: 0, civil, quiet: false, may_look_up: true, has_own: false }
    }

    #[test]
    fn a_week_begins_on_its_monday() {
        let mut counts = Counts::default();
        counts.add("password-share", &at(2026, 11, 30, 1));
        counts.add("password-share", &at(2026, 12, 6, 7));
        counts.add("email-recipients-visible", &at(2026, 12, 2, 3));
        counts.add("password-share", &at(2026, 12, 7, 1));
        let expected = json!({"2026-11-30": {"password-share": 2, "email-recipients-visible": 1}, "2026-12-07": {"password-share": 1}});
        assert_eq!(Value::Object(counts.weeks().clone()), expected);
        assert_eq!(Counts::of(Some(expected)), counts);
    }

    #[test]
    fn after_a_term_a_week_goes() {
        let mut counts = Counts::default();
        counts.add("password-share", &at(2026, 8, 31, 1));
        counts.add("password-share", &at(2026, 9, 7, 1));
        assert!(!counts.purge(&at(2026, 11, 29, 7)));
        assert!(counts.purge(&at(2026, 11, 30, 1)), "13 weeks after its Monday");
        assert_eq!(counts.weeks().keys().collect::<Vec<_>>(), ["2026-09-07"]);
    }

    #[test]
    fn another_shape_is_nothing() {
        for stored in [json!(3), json!({"2026-11-30": 4}), json!([])] {
            assert_eq!(Counts::of(Some(stored)), Counts::default());
        }
        let mut odd = Counts::of(Some(json!({"2026-11-30": {"password-share": "many"}})));
        odd.add("password-share", &at(2026, 11, 30, 1));
        assert_eq!(odd.weeks()["2026-11-30"]["password-share"], 1);
    }
}

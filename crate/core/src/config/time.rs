//! School hours and terms. Working time is never inferred (G15): without hours of the school's
//! own nothing here says yes or no.

use serde_json::{Map, Value};

use crate::engine::Civil;
use crate::problem::Problem;

/// Days of the week with a stretch of time that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// One bit a day, Monday first.
    days: u8,
    /// Minutes after midnight.
    from: u16,
    /// The same; not part of it any more.
    to: u16,
}

/// First and last day of a term, `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    from: String,
    to: String,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// Reads `{"days":"mon-fri","from":"08:30","to":"16:00"}`.
    pub(crate) fn read(entry: &Map<String, Value>) -> Result<Self, &'static str> {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
        if entry.keys().any(|key| !["days", "from", "to"].contains(&key.as_str())) {
            return Err("`days`, `from` and `to`, and no other key");
        }
        let days = days(text("days")).ok_or("`days` such as `mon-fri` or `mon, wed`")?;
        let (from, to) = (minutes(text("from")), minutes(text("to")));
        match (from, to) {
            (Some(from), Some(to)) if from < to => Ok(Self { days, from, to }),
            _ => Err("`from` before `to`, each as `08:30`"),
        }
    }

    /// Whether this moment is part of it.
    #[must_use]
    pub fn holds(&self, civil: &Civil) -> bool {
        let now = u16::from(civil.hour) * 60 + u16::from(civil.minute);
        let day = (1..=7).contains(&civil.weekday) && self.days & (1 << (civil.weekday - 1)) != 0;
        day && (self.from..self.to).contains(&now)
    }
}

impl Term {
    /// Reads `{"from":"2026-09-02","to":"2026-12-18"}`.
    pub(crate) fn read(entry: &Map<String, Value>) -> Result<Self, &'static str> {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (from, to) = (text("from"), text("to"));
        let good = entry.len() == 2 && super::is_day(&from) && super::is_day(&to) && from <= to;
        good.then_some(Self { from, to }).ok_or("`from` and `to`, each as YYYY-MM-DD, in order")
    }

    /// First and last day.
    pub(super) fn days(&self) -> (&str, &str) {
        (&self.from, &self.to)
    }

    fn holds(&self, day: &str) -> bool {
        self.from.as_str() <= day && day <= self.to.as_str()
    }
}

/// Whether this moment is in school time: `None` where the school has not said.
pub(super) fn school_time(hours: &[Hours], terms: &[Term], civil: &Civil) -> Option<bool> {
    if hours.is_empty() {
        return None;
    }
    let day = civil.day_text();
    let term = terms.is_empty() || terms.iter().any(|term| term.holds(&day));
    Some(term && hours.iter().any(|hours| hours.holds(civil)))
}

/// The entries that are right, and a problem for each that is not.
pub(super) fn entries<T>(
    name: &str,
    all: &[Map<String, Value>],
    read: fn(&Map<String, Value>) -> Result<T, &'static str>,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let mut good = Vec::new();
    for (at, entry) in all.iter().enumerate() {
        match read(entry) {
            Ok(one) => good.push(one),
            Err(expected) => problems.push(Problem::new("time", &format!("{name}[{at}]"), expected)),
        }
    }
    good
}

/// `mon-fri`, `mon, wed`, `fri-mon`.
fn days(text: &str) -> Option<u8> {
    let day = |name: &str| DAYS.iter().position(|day| *day == name.trim().to_lowercase());
    let mut found = 0;
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        let mut at = first;
        found |= 1 << at;
        while at != last {
            at = (at + 1) % 7;
            found |= 1 << at;
        }
    }
    Some(found)
}

fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str| (text.len() == 2).then(|| text.parse::<u16>().ok()).flatten();
    let (hour, minute) = (number(hour)?, number(minute)?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::engine::Civil;
    use crate::sorted::ByName;

    fn config(hours: &str, terms: &str) -> (Config, Vec<String>) {
        let values: ByName<String> = [("hours", hours), ("termDates", terms)]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        let (config, problems) = Config::parse(&values);
        (config, problems.into_iter().map(|problem| format!("{} {}", problem.code, problem.path)).collect())
    }

    fn at(day: u8, hour: u8, minute: u8, weekday: u8) -> Civil {
        Civil { year: 2026, month: 11, day, hour, minute, weekday }
    }

    #[test]
    fn g15_without_hours_nothing_is_said_of_working_time() {
        let (config, problems) = config("", r#"[{"from":"2026-09-02","to":"2026-12-18"}]"#);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.school_time(&at(23, 10, 0, 1)), None);
    }

    #[test]
    fn hours_have_ends_breaks_and_days() {
        let hours =
            r#"[{"days":"mon-fri","from":"08:30","to":"12:15"},{"days":"mon, tue,Thu","from":"13:00","to":"16:00"}]"#;
        let (config, problems) = config(hours, "");
        assert_eq!(problems, Vec::<String>::new());
        for (civil, expected) in [
            (at(23, 8, 29, 1), false),
            (at(23, 8, 30, 1), true),
            (at(23, 12, 14, 1), true),
            (at(23, 12, 15, 1), false),
            (at(23, 13, 0, 1), true),
            (at(25, 13, 0, 3), false),
            (at(22, 10, 0, 7), false),
        ] {
            assert_eq!(config.school_time(&civil), Some(expected), "{civil:?}");
        }
    }

    #[test]
    fn outside_term_no_hour_is_a_school_hour() {
        let hours = r#"[{"days":"mon-sun","from":"00:00","to":"24:00"}]"#;
        let (config, _) = config(hours, r#"[{"from":"2026-11-10","to":"2026-11-20"}]"#);
        assert_eq!(config.school_time(&at(20, 10, 0, 5)), Some(true));
        assert_eq!(config.school_time(&at(21, 10, 0, 6)), Some(false));
    }

    #[test]
    fn a_bad_entry_costs_that_entry_alone() {
        let hours = r#"[{"days":"mon-fri","from":"8:30","to":"16:00"},{"days":"workdays","from":"08:30","to":"16:00"},
            {"days":"mon","from":"16:00","to":"08:30"},{"days":"mon","from":"08:00","to":"25:00"},
            {"days":"mon","from":"08:00","to":"09:00","name":"x"},{"days":"mon","from":"10:00","to":"11:00"}]"#;
        let (config, problems) =
            config(hours, r#"[{"from":"2026-12-18","to":"2026-09-02"},{"from":"autumn","to":"2026-09-02"}]"#);
        assert_eq!(
            problems,
            [
                "time hours[0]",
                "time hours[1]",
                "time hours[2]",
                "time hours[3]",
                "time hours[4]",
                "time termDates[0]",
                "time termDates[1]"
            ]
        );
        assert_eq!(config.school_time(&at(23, 10, 30, 1)), Some(true));
        assert_eq!(config.school_time(&at(23, 8, 45, 1)), Some(false));
    }
}

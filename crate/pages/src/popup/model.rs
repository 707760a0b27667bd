//! What the popup says, decided without a browser.

use lanyard_core::finding::Message;
use lanyard_core::protocol::PopupState;
use lanyard_core::words::Words;

/// What is said above the parts of the page that were looked at, or in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looked {
    /// Nothing: what was found or not checked says it all.
    Unsaid,
    /// A list, beside what was found.
    List,
    /// A list, and nothing was found in it. Never more than that: silence is not approval.
    NothingFound,
    /// The page is watched, but has nothing open that a rule looks at.
    NothingYet,
    /// No rule of the school watches the page.
    NotCovered,
}

impl Looked {
    pub(crate) fn of(state: &PopupState) -> Self {
        match (state.looked.is_empty(), state.findings.is_empty()) {
            (false, false) => Self::List,
            (false, true) => Self::NothingFound,
            (true, _) if !state.findings.is_empty() || !state.unchecked.is_empty() => Self::Unsaid,
            (true, _) if state.covered => Self::NothingYet,
            (true, _) => Self::NotCovered,
        }
    }
}

/// Which of the two switches is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quiet {
    Off,
    /// For an hour.
    Lesson,
    /// For the rest of the day.
    Presenting,
}

/// How long "Quiet this lesson" holds.
const LESSON_MS: f64 = 3_600_000.0;

/// The shortest that "I'm presenting" holds: late in the evening it runs over midnight.
const PRESENTING_MS: f64 = 7_200_000.0;

impl Quiet {
    /// The worker keeps an instant only, so the switch is told by it: presenting ends at
    /// midnight, a lesson never does.
    pub(crate) fn of(until: Option<f64>, now: f64, midnight: impl Fn(f64) -> bool) -> Self {
        match until {
            Some(until) if until > now && midnight(until) => Self::Presenting,
            Some(until) if until > now => Self::Lesson,
            _ => Self::Off,
        }
    }

    /// When this ends if it is switched on now. `midnight_after` gives the midnight that
    /// ends the day so many days from today.
    pub(crate) fn until(self, now: f64, midnight_after: impl Fn(u32) -> f64) -> Option<f64> {
        match self {
            Self::Off => None,
            Self::Lesson => {
                let until = now + LESSON_MS;
                Some(if until == midnight_after(0) { until + 1.0 } else { until })
            }
            Self::Presenting => {
                let tonight = midnight_after(0);
                Some(if tonight - now < PRESENTING_MS { midnight_after(1) } else { tonight })
            }
        }
    }
}

/// Time of day, in 24 hours.
pub(crate) fn time(hours: u32, minutes: u32) -> String {
    format!("{hours:02}:{minutes:02}")
}

/// How old the school's list is, in a sentence.
pub(crate) fn roster(words: &Words, days: Option<i64>) -> String {
    match days {
        None => words.text(&Message::new("popup_roster_none")),
        Some(days) if days < 1 => words.text(&Message::new("popup_roster_today")),
        Some(days) => words.text(&Message::new("popup_roster").with("count", days)),
    }
}

#[cfg(test)]
mod tests {
    use lanyard_core::protocol::Looked as Surface;

    use super::*;
    use crate::language::tests::words;

    fn surface() -> Surface {
        Surface {
            surface: "roundcube/compose#1".to_owned(),
            label: "Message being written".to_owned(),
            reason: String::new(),
        }
    }

    #[test]
    fn silence_is_never_all_clear() {
        let mut state = PopupState::default();
        assert_eq!(Looked::of(&state), Looked::NotCovered);
        state.covered = true;
        assert_eq!(Looked::of(&state), Looked::NothingYet);
        state.unchecked.push(surface());
        assert_eq!(Looked::of(&state), Looked::Unsaid);
        state.looked.push(surface());
        assert_eq!(Looked::of(&state), Looked::NothingFound);
    }

    #[test]
    fn an_hour_is_a_lesson_and_midnight_is_presenting() {
        const DAY: f64 = 86_400_000.0;
        let midnight = |at: f64| at % DAY == 0.0;
        let after = |days: u32| DAY * (1.0 + f64::from(days));
        let nine = 9.0 * LESSON_MS;
        for quiet in [Quiet::Off, Quiet::Lesson, Quiet::Presenting] {
            assert_eq!(Quiet::of(quiet.until(nine, after), nine, midnight), quiet);
        }
        assert_eq!(Quiet::Presenting.until(nine, after), Some(DAY));
        // At 23:00 an hour ends at midnight, and a day would end too soon.
        let eleven = 23.0 * LESSON_MS;
        assert_eq!(Quiet::of(Quiet::Lesson.until(eleven, after), eleven, midnight), Quiet::Lesson);
        assert_eq!(Quiet::Presenting.until(eleven, after), Some(2.0 * DAY));
        // What has passed is off.
        assert_eq!(Quiet::of(Some(nine), eleven, midnight), Quiet::Off);
    }

    #[test]
    fn the_age_of_the_list_is_counted_in_the_language() {
        assert_eq!(roster(&words("en"), None), "No school list in use.");
        assert_eq!(roster(&words("en"), Some(0)), "School list made today.");
        assert_eq!(roster(&words("en"), Some(1)), "School list 1 day old.");
        assert_eq!(roster(&words("en"), Some(34)), "School list 34 days old.");
        assert_eq!(roster(&words("cy"), Some(2)), "Rhestr yr ysgol yn 2 ddiwrnod oed.");
    }

    #[test]
    fn every_text_of_the_popup_is_there() {
        let source =
            [include_str!("view.rs"), include_str!("setup.rs"), include_str!("mod.rs"), include_str!("model.rs")]
                .concat();
        let mut found = 0;
        for word in source.split('"').skip(1).step_by(2) {
            let prefixed =
                ["popup_", "state_"].iter().any(|prefix| word.starts_with(prefix) && word.len() > prefix.len());
            if prefixed && word.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                found += 1;
                assert!(words("en").has(word) && words("cy").has(word), "{word}");
            }
        }
        assert!(found > 30, "only {found} keys were looked for");
    }
}

//! The introduction: three panels that say what Lanyard is, shown once.

use serde_json::Value;

use crate::problem::Problem;

/// The name of the setting beside those of rules: `{"rules": {"first-run": "off"}}`.
pub const SETTING: &str = "first-run";

/// How the introduction comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Not by itself: the popup has a link to it.
    Off,
    /// On top of the popup, when it is opened for the first time.
    Popup,
    /// In a tab behind the one in front, once.
    Tab,
}

/// How it comes at this school. It is off where several people share a profile, unless the
/// school says otherwise (G15).
pub(crate) fn first(setting: Option<&Value>, shared: bool, problems: &mut Vec<Problem>) -> First {
    let mut first = First::Popup;
    let mut when_shared = false;
    match setting {
        Some(Value::String(word)) if word == "off" => return First::Off,
        Some(Value::Object(options)) => {
            for (name, value) in options {
                let path = format!("rules.{SETTING}.{name}");
                match (name.as_str(), value.as_bool()) {
                    ("tab", Some(true)) => first = First::Tab,
                    ("tab", Some(false)) => {}
                    ("sharedAccount", Some(given)) => when_shared = given,
                    ("tab" | "sharedAccount", None) => problems.push(Problem::new("option", &path, "true or false")),
                    _ => problems.push(Problem::new("option-unknown", &path, "`tab` or `sharedAccount`")),
                }
            }
        }
        _ => {}
    }
    if shared && !when_shared { First::Off } else { first }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_comes_in_the_popup_unless_the_school_wants_a_tab_or_none() {
        let read = |setting: Value| first(Some(&setting), false, &mut Vec::new());
        assert_eq!(first(None, false, &mut Vec::new()), First::Popup);
        assert_eq!(read(json!("on")), First::Popup);
        assert_eq!(read(json!("off")), First::Off);
        assert_eq!(read(json!({"tab": true})), First::Tab);
        assert_eq!(read(json!({"tab": false})), First::Popup);
    }

    #[test]
    fn g15_in_a_shared_profile_it_is_off_unless_the_school_says_so() {
        let shared = |setting: Value| first(Some(&setting), true, &mut Vec::new());
        assert_eq!(first(None, true, &mut Vec::new()), First::Off);
        assert_eq!(shared(json!({"tab": true})), First::Off);
        assert_eq!(shared(json!({"sharedAccount": true})), First::Popup);
        assert_eq!(shared(json!({"tab": true, "sharedAccount": true})), First::Tab);
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_works() {
        let mut problems = Vec::new();
        let setting = json!({"tab": "yes", "shared": true, "sharedAccount": true});
        assert_eq!(first(Some(&setting), true, &mut problems), First::Popup);
        let paths: Vec<_> = problems.iter().map(|problem| (problem.code.as_str(), problem.path.as_str())).collect();
        assert_eq!(paths, [("option-unknown", "rules.first-run.shared"), ("option", "rules.first-run.tab")]);
    }
}

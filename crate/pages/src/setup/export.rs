//! What the set-up page gives out: the same configuration in the shape that each place wants.

use lanyard_core::sorted::ByName;
use serde_json::{Map, Value, json};

/// Where a configuration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The paste box "Policy for extensions" of the Google Admin console.
    Console,
    /// Bare JSON: `lanyard config check`, and whatever wants it so.
    Plain,
    /// The GAM command line.
    Gam,
    /// A request to the Chrome Policy API.
    Api,
    /// A policy file of Chrome on Linux.
    Linux,
    /// A registry file for Chrome on Windows.
    Windows,
    /// A property list for Chrome on macOS.
    MacOs,
}

impl Place {
    pub(super) const ALL: [Self; 7] =
        [Self::Console, Self::Plain, Self::Gam, Self::Api, Self::Linux, Self::Windows, Self::MacOs];

    /// Its id in the page.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Plain => "plain",
            Self::Gam => "gam",
            Self::Api => "api",
            Self::Linux => "linux",
            Self::Windows => "windows",
            Self::MacOs => "macos",
        }
    }

    pub(super) fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.id() == id)
    }

    /// Name of the file that is saved. `school` names it where there can be several.
    pub(super) fn file(self, school: &str, extension: &str) -> String {
        match self {
            Self::Console => format!("{school}-console.json"),
            Self::Plain => format!("{school}.json"),
            Self::Gam => format!("{school}-gam.sh"),
            Self::Api => format!("{school}-policy-api.json"),
            Self::Linux => format!("lanyard-{school}.json"),
            Self::Windows => format!("lanyard-{school}.reg"),
            // Chrome reads the domain from the file's name.
            Self::MacOs => format!("com.google.Chrome.extensions.{extension}.plist"),
        }
    }
}

/// What is pushed: every key that holds something, and the list of them, so that one that Chrome
/// drops is noticed.
pub(super) fn pushed(values: &ByName<String>) -> ByName<String> {
    let mut all = ByName::new();
    for (key, value) in values.iter().filter(|(key, value)| key.as_str() != "configKeys" && !value.trim().is_empty()) {
        all.insert(key.clone(), value.trim().to_owned());
    }
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        all.insert("configKeys".to_owned(), names);
    }
    all
}

/// The configuration as the place wants it. `extension` is the extension's id, `update_url` where
/// it updates from, `unit` the organisational unit of the staff.
pub(super) fn text(place: Place, values: &ByName<String>, extension: &str, update_url: &str) -> String {
    let all = pushed(values);
    let bare: Map<String, Value> = all.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
    match place {
        Place::Console => pretty(&wrapped(&all)),
        Place::Plain => pretty(&Value::Object(bare)),
        Place::Gam => format!(
            "gam update chromepolicy chrome.users.apps.ManagedConfiguration \\\n  managedConfiguration {} \\\n  ou \"/Staff\" appid chrome:{extension}\n",
            shell(&wrapped(&all).to_string())
        ),
        Place::Api => pretty(&json!({
            "requests": [{
                "policyTargetKey": {
                    "targetResource": "orgunits/ID_OF_THE_STAFF_UNIT",
                    "additionalTargetKeys": { "app_id": format!("chrome:{extension}") },
                },
                "policyValue": {
                    "policySchema": "chrome.users.apps.ManagedConfiguration",
                    "value": { "managedConfiguration": wrapped(&all).to_string() },
                },
                "updateMask": "managedConfiguration",
            }],
        })),
        Place::Linux => pretty(&json!({
            "ExtensionInstallForcelist": [format!("{extension};{update_url}")],
            "3rdparty": { "extensions": { extension: bare } },
        })),
        Place::Windows => registry(&all, extension, update_url),
        Place::MacOs => property_list(&all),
    }
}

fn wrapped(all: &ByName<String>) -> Value {
    Value::Object(all.iter().map(|(key, value)| (key.clone(), json!({ "Value": value }))).collect())
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// One word for a shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Chrome's policy hive; a value's quotation marks and backslashes are escaped, line breaks go in
/// as spaces, which JSON does not mind.
fn registry(all: &ByName<String>, extension: &str, update_url: &str) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\r', '\n'], " ");
    let mut lines = vec![
        "Windows Registry Editor Version 5.00".to_owned(),
        String::new(),
        r"[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Google\Chrome\ExtensionInstallForcelist]".to_owned(),
        format!("\"1\"=\"{}\"", escaped(&format!("{extension};{update_url}"))),
        String::new(),
        format!(r"[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Google\Chrome\3rdparty\extensions\{extension}\policy]"),
    ];
    lines.extend(all.iter().map(|(key, value)| format!("\"{key}\"=\"{}\"", escaped(value))));
    lines.push(String::new());
    lines.join("\r\n")
}

fn property_list(all: &ByName<String>) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n",
    );
    for (key, value) in all.iter() {
        text += &format!("  <key>{key}</key>\n  <string>{}</string>\n", escaped(value));
    }
    text + "</dict>\n</plist>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::config::unwrap_console;

    const ID: &str = "abcdefghijklmnopabcdefghijklmnop";
    const URL: &str = "https://www.oakfield.sch.uk/update.xml";

    fn values() -> ByName<String> {
        [
            ("school", "tudhoe"),
            ("schoolDomains", "[\"oakfield.sch.uk\"]"),
            ("contacts", "{\"head-teacher\":{\"title\":\"the Head's \\\"office\\\" & <friends>\"}}"),
            ("zone", " "),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
    }

    #[test]
    fn what_goes_to_the_console_comes_back_as_it_was() {
        let pushed = pushed(&values());
        assert_eq!(pushed.get("configKeys").map(String::as_str), Some("contacts, school, schoolDomains"));
        assert!(!pushed.contains_key("zone"), "an empty key is none");
        for place in [Place::Console, Place::Plain] {
            assert_eq!(unwrap_console(&text(place, &values(), ID, URL)).unwrap(), pushed);
        }
        let console: Value = serde_json::from_str(&text(Place::Console, &values(), ID, URL)).unwrap();
        assert_eq!(console["school"], json!({ "Value": "tudhoe" }));
    }

    #[test]
    fn every_other_place_holds_the_same_texts() {
        let pushed = pushed(&values());
        let api: Value = serde_json::from_str(&text(Place::Api, &values(), ID, URL)).unwrap();
        let inside = api["requests"][0]["policyValue"]["value"]["managedConfiguration"].as_str().unwrap();
        assert_eq!(unwrap_console(inside).unwrap(), pushed);
        let linux: Value = serde_json::from_str(&text(Place::Linux, &values(), ID, URL)).unwrap();
        assert_eq!(unwrap_console(&linux["3rdparty"]["extensions"][ID].to_string()).unwrap(), pushed);
        assert_eq!(linux["ExtensionInstallForcelist"][0], format!("{ID};{URL}"));

        let gam = text(Place::Gam, &values(), ID, URL);
        let quoted = gam.split_once("managedConfiguration '").unwrap().1.rsplit_once("' \\\n  ou").unwrap().0;
        assert_eq!(unwrap_console(&quoted.replace("'\\''", "'")).unwrap(), pushed, "one word for a shell");

        let windows = text(Place::Windows, &values(), ID, URL);
        let line = windows.split("\r\n").find(|line| line.starts_with("\"contacts\"=")).unwrap();
        let value = line.strip_prefix("\"contacts\"=\"").unwrap().strip_suffix('"').unwrap();
        assert_eq!(&value.replace("\\\"", "\"").replace("\\\\", "\\"), pushed.get("contacts").unwrap());
        assert!(windows.contains(&format!(r"3rdparty\extensions\{ID}\policy]")), "{windows}");

        let mac = text(Place::MacOs, &values(), ID, URL);
        assert!(mac.contains("&amp; &lt;friends&gt;"), "{mac}");
        assert!(Place::MacOs.file("oak", ID).contains(ID));
    }
}

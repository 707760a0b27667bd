//! The key `sites`: what of a site is off, and what the school sets in place of a fact of its
//! site file. Whether a fact can be right is looked at in `site/changes.rs`, beside the file.

use serde_json::{Map, Value};

use super::{Reader, short};
use crate::catalogue::nearest_of;
use crate::problem::Problem;
use crate::read::json;
use crate::site::changes::FACTS;
use crate::sorted::{ByName, Set};

/// What holds the surfaces of a site, beside its facts.
const SURFACES: &str = "surfaces";
/// What an object may hold beside names of surfaces.
const KNOWN: [&str; 5] = [SURFACES, FACTS[0], FACTS[1], FACTS[2], FACTS[3]];

impl Reader<'_> {
    /// What is off, and what is changed.
    pub(super) fn sites(&mut self) -> (Set<String>, ByName<Value>) {
        let (mut off, mut changed) = (Set::new(), ByName::new());
        for (site, value) in self.object("sites") {
            let path = format!("sites.{site}");
            match value {
                Value::Object(set) => {
                    let mut change = Map::new();
                    for (key, value) in set {
                        let path = format!("{path}.{key}");
                        match value {
                            Value::Object(surfaces) if key == SURFACES => {
                                for (surface, value) in &surfaces {
                                    if !value.is_object() {
                                        self.off(&mut off, &site, surface, value, &format!("{path}.{surface}"));
                                    }
                                }
                                change.insert(key, Value::Object(surfaces));
                            }
                            value if FACTS.contains(&key.as_str()) => {
                                change.insert(key, value);
                            }
                            // As it was before there were facts: surfaces by their names, `on` or `off`.
                            value => self.off(&mut off, &site, &key, &value, &path),
                        }
                    }
                    if !change.is_empty() {
                        changed.insert(site, Value::Object(change));
                    }
                }
                Value::String(word) if word == "off" => {
                    off.insert(site);
                }
                Value::String(word) if word == "on" => {}
                other => self.problem(Problem::new(
                    "site",
                    &path,
                    &format!("`on`, `off` or an object; found `{}`", short(&json(&other))),
                )),
            }
        }
        (off, changed)
    }

    fn off(&mut self, off: &mut Set<String>, site: &str, surface: &str, value: &Value, path: &str) {
        match value.as_str() {
            Some("off") => {
                off.insert(format!("{site}/{surface}"));
            }
            Some("on") => {}
            _ => {
                let suggestion = match surface {
                    "hosts" => Some("the key `hosts` names hosts of the school's own".to_owned()),
                    SURFACES => None,
                    _ => nearest_of(surface, KNOWN.iter().copied()),
                };
                let expected = format!("`on` or `off`; an object under `surfaces`; or one of {}", FACTS.join(", "));
                self.problem(Problem::new("site", path, &expected).suggest(suggestion));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    #[test]
    fn off_changed_and_wrong_are_told_apart() {
        let sites = r#"{"x":"off","linkedin":"on","gmail":7,
            "facebook":{"setting":"off","post":"on","hosts":["evil.example"],"lables":{"a":["b"]},"labels":{"a":["b"]},
                "surfaces":{"post":"off","request":{"expect":[]},"profile":"of"}},
            "instagram":{"surfaces":"off"}}"#;
        let (config, problems) = Config::parse(&[("sites".to_owned(), sites.to_owned())].into());
        let off: Vec<&str> = config.sites_off.iter().map(String::as_str).collect();
        assert_eq!(off, ["facebook/post", "facebook/setting", "instagram/surfaces", "x"]);
        let changed: Vec<&String> = config.sites_changed.keys().collect();
        assert_eq!(changed, ["facebook"]);
        let said: Vec<String> = problems
            .iter()
            .map(|one| format!("{} {} {}", one.code, one.path, one.suggestion.clone().unwrap_or_default()))
            .collect();
        assert_eq!(
            said,
            [
                "site sites.facebook.hosts the key `hosts` names hosts of the school's own",
                "site sites.facebook.lables did you mean `labels`?",
                "site sites.facebook.surfaces.profile ",
                "site sites.gmail ",
            ]
        );
    }
}

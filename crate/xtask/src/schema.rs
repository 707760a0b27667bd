//! managed_schema.json, from the registry of configuration keys.
//!
//! Chrome drops a whole key whose value has the wrong type, and refuses the whole extension
//! over a keyword that it does not like: so every key is a string, and nothing else is said.

use lanyard_core::config::keys::KEYS;
use serde_json::{Map, Value, json};

use crate::generated::Generated;
use crate::project::pretty;

pub(crate) fn generate() -> Generated {
    let properties: Map<String, Value> = KEYS
        .iter()
        .map(|key| {
            let description = format!("{} Takes {}.", key.description, key.shape.describe());
            (key.name.to_owned(), json!({ "type": "string", "title": key.title, "description": description }))
        })
        .collect();
    let schema = json!({ "type": "object", "properties": properties });
    Generated { path: "extension/managed_schema.json".into(), text: pretty(&schema).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_a_string_and_no_keyword_is_one_that_chrome_refuses() {
        let schema: Value = serde_json::from_str(&generate().text).expect("JSON");
        let keys = schema["properties"].as_object().expect("an object");
        assert_eq!(keys.len(), KEYS.len());
        for (name, key) in keys {
            assert_eq!(key["type"], "string", "{name}");
            let words: Vec<&str> = key.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(words, ["description", "title", "type"], "{name}");
        }
    }
}

//! Resolves message keys to text from the packaged `_locales`.
//!
//! The files have Chrome's own shape, `{"key": {"message": …, "description": …}}`, so that
//! the manifest can use them too; parameters are written `{name}`, because Chrome's `$name$`
//! has no plural forms.

use serde_json::{Map, Value};

use crate::finding::Message;
use crate::problem::Problem;
use crate::sorted::ByName;

/// What stands in a key between the text and the site that it is worded for.
pub const ON_SITE: &str = "_in_";

/// The texts of one language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    language: String,
    texts: ByName<String>,
}

impl Words {
    /// Reads a `messages.json`.
    ///
    /// # Errors
    /// When it is not JSON of that shape.
    pub fn parse(language: &str, json: &str) -> Result<Self, Problem> {
        let wrong = |what: &str| Problem::new("locale-json", &format!("_locales/{language}/messages.json"), what);
        let entries: Map<String, Value> = crate::read::parse(json).map_err(|error| wrong(&error.to_string()))?;
        let mut texts = ByName::new();
        for (key, mut entry) in entries {
            let Some(Value::String(message)) = entry.get_mut("message").map(Value::take) else {
                return Err(wrong(&format!("a text: {key}.message")));
            };
            texts.insert(key, message);
        }
        Ok(Self { language: language.to_owned(), texts })
    }

    /// BCP 47 language of the texts.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// All texts whose key begins with `prefix`.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts
            .from(prefix)
            .take_while(move |(key, _)| key.starts_with(prefix))
            .map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// The same, with the texts of another language where this one has none.
    #[must_use]
    pub fn or(mut self, fallback: Self) -> Self {
        const FORMS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];
        for (key, text) in fallback.texts {
            // A plural form that this language does without is no gap.
            let bare = FORMS.iter().find_map(|form| key.strip_suffix(form)).unwrap_or(&key);
            if !self.has(bare) && !self.has(&key) {
                self.texts.insert(key, text);
            }
        }
        self
    }

    /// Whether there is a text for this key, in the bare form or in a plural form.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key) || self.texts.contains_key(&format!("{key}_other"))
    }

    /// The key of the text that is worded for one site, `KEY_in_SITE`: a button is called by the
    /// word that stands on the site's own. Nothing where the text is the same everywhere.
    #[must_use]
    pub fn key_on(&self, key: &str, site: &str) -> Option<String> {
        let own = format!("{key}{ON_SITE}{site}");
        self.texts.contains_key(&own).then_some(own)
    }

    /// The text of a message. A key without text comes back as the key itself, so that a
    /// gap is seen; a test holds that there is none.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        let template = message
            .params
            .get("count")
            .and_then(|count| count.parse::<u64>().ok())
            .and_then(|count| self.texts.get(&format!("{}_{}", message.key, plural(&self.language, count))))
            .or_else(|| {
                self.texts.get(&format!("{}_other", message.key)).filter(|_| message.params.contains_key("count"))
            })
            .or_else(|| self.texts.get(&message.key));
        match template {
            Some(template) => fill(template, &message.params),
            None => message.key.clone(),
        }
    }
}

/// Puts parameters in place of `{name}`, in one pass: a value is never searched for names.
fn fill(template: &str, params: &ByName<String>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) if params.contains_key(name) => {
                text.push_str(params.get(name).map_or("", String::as_str));
                rest = tail;
            }
            _ => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Plural category of a whole number, as in Unicode CLDR.
fn plural(language: &str, count: u64) -> &'static str {
    if language.starts_with("cy") {
        return match count {
            0 => "zero",
            1 => "one",
            2 => "two",
            3 => "few",
            6 => "many",
            _ => "other",
        };
    }
    if count == 1 { "one" } else { "other" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: &str) -> Words {
        let json = r#"{"a_one":{"message":"{count} family"},"a_other":{"message":"{count} families"},"a_two":{"message":"{count} deulu"},"b":{"message":"{x} and {y} {z"}}"#;
        Words::parse(language, json).unwrap_or_default()
    }

    #[test]
    fn plural_forms_follow_the_language() {
        assert_eq!(words("en").text(&Message::new("a").count(1)), "1 family");
        assert_eq!(words("en").text(&Message::new("a").count(2)), "2 families");
        assert_eq!(words("cy").text(&Message::new("a").count(2)), "2 deulu");
        assert_eq!(words("cy").text(&Message::new("a").count(6)), "6 families");
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        let message = Message::new("b").with("x", "{y}").with("y", "1");
        assert_eq!(words("en").text(&message), "{y} and 1 {z");
    }

    #[test]
    fn gaps_are_filled_from_another_language_and_plural_forms_are_none() {
        let welsh = r#"{"a_other":{"message":"{count} deulu"}}"#;
        let words = Words::parse("cy", welsh).unwrap_or_default().or(words("en"));
        assert_eq!(words.text(&Message::new("a").count(1)), "1 deulu");
        assert_eq!(words.text(&Message::new("b").with("x", "1").with("y", "2")), "1 and 2 {z");
        assert_eq!(words.language(), "cy");
    }

    #[test]
    fn a_gap_is_seen() {
        assert_eq!(words("en").text(&Message::new("none")), "none");
    }
}

//! The shape of a pack: which keys there are, and what they may hold.

use lanyard_core::catalogue::nearest_of;
use lanyard_core::policy::{Clause, Policy, Role, School};
use lanyard_core::problem::Problem;
use lanyard_core::sorted::ByName;
use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use crate::Mistake;
use crate::source::Source;

const TABLES: [&str; 4] = ["school", "role", "clause", "rules"];

/// Reads the document table by table, so that a mistake in one does not hide those in the others.
pub(crate) fn policy(source: &Source<'_>) -> Result<Policy, Vec<Mistake>> {
    let mut reader = Reader { source, mistakes: Vec::new() };
    let mut school: Option<School> = None;
    let mut roles: Vec<Role> = Vec::new();
    let mut clauses: Vec<Clause> = Vec::new();
    let mut rules: ByName<Value> = ByName::new();

    for (key, value) in source.document.get_ref() {
        match key.get_ref().as_ref() {
            "school" => school = reader.one("school", value),
            "role" => roles = reader.each("role", value),
            "clause" => clauses = reader.each("clause", value),
            "rules" => rules = reader.one("rules", value).unwrap_or_default(),
            other => {
                let suggestion = nearest_of(other, TABLES.into_iter());
                let problem = Problem::new(
                    "pack-shape",
                    other,
                    "no such key: a pack holds `[school]`, `[[role]]`, `[[clause]]` and `[rules]`",
                );
                reader.mistakes.push(source.at(key.span().start, problem.suggest(suggestion)));
            }
        }
    }
    if school.is_none() && source.document.get_ref().get("school").is_none() {
        reader.mistakes.push(source.at(0, Problem::new("pack-shape", "school", "a `[school]` table")));
    }

    reader.mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    match school {
        Some(school) if reader.mistakes.is_empty() => Ok(Policy { school, roles, clauses, rules }),
        _ => Err(reader.mistakes),
    }
}

struct Reader<'s, 'a> {
    source: &'s Source<'a>,
    mistakes: Vec<Mistake>,
}

impl<'a> Reader<'_, 'a> {
    fn each<T: DeserializeOwned>(&mut self, path: &str, value: &Spanned<DeValue<'a>>) -> Vec<T> {
        let DeValue::Array(array) = value.get_ref() else {
            let problem = Problem::new("pack-shape", path, &format!("`[[{path}]]` tables"));
            self.mistakes.push(self.source.locate(problem));
            return Vec::new();
        };
        array.iter().enumerate().filter_map(|(at, item)| self.one(&format!("{path}[{at}]"), item)).collect()
    }

    fn one<T: DeserializeOwned>(&mut self, path: &str, value: &Spanned<DeValue<'a>>) -> Option<T> {
        let error = match serde_path_to_error::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let inside = error.path().to_string();
        let said = explain(error.inner().message());
        let mut path = path.to_owned();
        if inside != "." {
            path = format!("{path}.{inside}");
        }
        if let Some(key) = said.key.filter(|key| path.rsplit('.').next() != Some(key.as_str())) {
            path = format!("{path}.{key}");
        }
        let problem = Problem::new("pack-shape", &path, &said.expected).suggest(said.suggestion);
        self.mistakes.push(self.source.locate(problem));
        None
    }
}

/// What serde said of a shape, for people who do not know serde.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The key that the message is about, where it names one that the path does not.
    pub key: Option<String>,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub suggestion: Option<String>,
}

/// Puts serde's words about a shape plainly. The words are part of serde's own API
/// (`serde::de::Error`), so that they can be relied on; unknown ones pass through.
#[must_use]
pub fn explain(message: &str) -> Explained {
    let plain = |expected: String| Explained { key: None, expected, suggestion: None };
    if let Some(rest) = message.strip_prefix("missing field ") {
        let key = quoted(rest).next().unwrap_or_default().to_owned();
        return Explained { expected: format!("the key `{key}`, which is missing"), key: Some(key), suggestion: None };
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let mut words = quoted(rest);
        let key = words.next().unwrap_or_default();
        let known: Vec<&str> = words.collect();
        let suggestion = nearest_of(key, known.iter().copied())
            .unwrap_or_else(|| format!("take it out; the keys here are {}", known.join(", ")));
        return Explained {
            key: Some(key.to_owned()),
            expected: "no key of this name".to_owned(),
            suggestion: Some(suggestion),
        };
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let mut words = quoted(rest);
        let word = words.next().unwrap_or_default();
        let known: Vec<&str> = words.collect();
        let expected =
            format!("one of {}, not `{word}`", known.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "));
        let suggestion = nearest_of(word, known.iter().copied());
        return Explained { key: None, expected, suggestion };
    }
    for prefix in ["invalid type: ", "invalid value: ", "invalid length "] {
        if let Some((got, expected)) = message.strip_prefix(prefix).and_then(|rest| rest.split_once(", expected ")) {
            return plain(format!("{}, not {}", plain_type(expected), plain_type(got)));
        }
    }
    plain(message.to_owned())
}

/// Words between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// serde names Rust's types; a person who writes a pack or a configuration knows other names.
fn plain_type(text: &str) -> String {
    let text = text.strip_suffix(" with 1 element").unwrap_or(text);
    match text {
        "string \"\"" => "an empty text".to_owned(),
        "a string" => "a text in quotes".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" | "sequence" => "a list in [ ]".to_owned(),
        "a map" | "map" => "a table".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more".to_owned(),
        "i8" | "i16" | "i32" | "i64" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "null" | "unit value" => "nothing".to_owned(),
        _ => match text.strip_prefix("struct ") {
            Some(name) => format!("a table ({name})"),
            None => text.to_owned(),
        },
    }
}

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
use crate::base::{Find, Merged, Named, NoBase, overlaid, without};
use crate::source::Source;

const TABLES: [&str; 6] = ["extends", "without", "school", "role", "clause", "rules"];

/// Where the tables of a merged pack stand.
#[derive(Debug)]
pub(crate) struct Places {
    /// The pack that is extended, as it is named.
    base: Option<String>,
    roles: Merged<Role>,
    clauses: Merged<Clause>,
}

impl Places {
    /// The problem with its place. What is about a table of the base is said where the base is named:
    /// the base is in order by itself, so that it is what stands here that does not fit.
    pub(crate) fn locate(&self, source: &Source<'_>, mut problem: Problem) -> Mistake {
        let path = self.clauses.path("clause", &problem.path).or_else(|| self.roles.path("role", &problem.path));
        let inherited = match (path, &self.base) {
            (Some(Ok(path)), _) => {
                problem.path = path;
                None
            }
            (Some(Err(what)), Some(base)) => Some((what, base)),
            (None, Some(base)) if !source.holds(&problem.path) => Some((problem.path.clone(), base)),
            _ => None,
        };
        if let Some((what, base)) = inherited {
            problem.expected = format!("{} (for {what}, which comes from `{base}`)", problem.expected);
            problem.path = "extends".to_owned();
        }
        source.locate(problem)
    }
}

/// Reads the document table by table, so that a mistake in one does not hide those in the others.
pub(crate) fn policy(source: &Source<'_>, find: Find<'_>) -> Result<(Policy, Places), Vec<Mistake>> {
    let mut reader = Reader { source, mistakes: Vec::new() };
    let document = source.document.get_ref();
    let named: Option<String> = document.get("extends").and_then(|value| reader.one("extends", value, None));
    let mut base = match named.as_deref().map(find) {
        None => None,
        Some(Ok(base)) => Some(base),
        Some(Err(NoBase::Name(problem))) => {
            reader.mistakes.push(source.locate(problem));
            return Err(reader.mistakes);
        }
        Some(Err(NoBase::Mistakes(mistakes))) => return Err(mistakes),
    };
    if let Some(value) = document.get("without") {
        reader.without(value, base.as_mut());
    }
    let base_school = base.as_ref().and_then(|base| serde_json::to_value(&base.school).ok());
    let (roles, clauses, mut rules) = base.map(|base| (base.roles, base.clauses, base.rules)).unwrap_or_default();
    let (mut roles, mut clauses) = (Merged::new(roles), Merged::new(clauses));
    let mut school: Option<School> = None;

    for (key, value) in document {
        match key.get_ref().as_ref() {
            "extends" | "without" => {}
            "school" => school = reader.one("school", value, base_school.clone()),
            "role" => reader.each("role", value, &mut roles),
            "clause" => reader.each("clause", value, &mut clauses),
            "rules" => {
                let own: ByName<Value> = reader.one("rules", value, None).unwrap_or_default();
                for (rule, settings) in own {
                    let under = rules.remove(&rule).unwrap_or_default();
                    rules.insert(rule, overlaid(under, settings));
                }
            }
            other => {
                let suggestion = nearest_of(other, TABLES.into_iter());
                let problem = Problem::new(
                    "pack-shape",
                    other,
                    "no such key: a pack holds `[school]`, `[[role]]`, `[[clause]]` and `[rules]`, and may hold `extends` and `without`",
                );
                reader.mistakes.push(source.at(key.span().start, problem.suggest(suggestion)));
            }
        }
    }
    if school.is_none() && document.get("school").is_none() {
        reader.mistakes.push(source.at(0, Problem::new("pack-shape", "school", "a `[school]` table")));
    }

    reader.mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    match school {
        Some(school) if reader.mistakes.is_empty() => {
            let policy = Policy { school, roles: roles.all.clone(), clauses: clauses.all.clone(), rules };
            Ok((policy, Places { base: named, roles, clauses }))
        }
        _ => Err(reader.mistakes),
    }
}

struct Reader<'s, 'a> {
    source: &'s Source<'a>,
    mistakes: Vec<Mistake>,
}

impl<'a> Reader<'_, 'a> {
    /// Reads `[[path]]` tables, each over the one of the same id that is there already.
    fn each<T: DeserializeOwned + Named>(&mut self, path: &str, value: &Spanned<DeValue<'a>>, into: &mut Merged<T>) {
        let DeValue::Array(array) = value.get_ref() else {
            let problem = Problem::new("pack-shape", path, &format!("`[[{path}]]` tables"));
            self.mistakes.push(self.source.locate(problem));
            return;
        };
        for (at, item) in array.iter().enumerate() {
            let id = match item.get_ref() {
                DeValue::Table(table) => table.get("id").and_then(|id| id.get_ref().as_str()),
                _ => None,
            };
            let under = into.all.iter().find(|known| Some(known.id()) == id);
            let under = under.and_then(|known| serde_json::to_value(known).ok());
            if let Some(table) = self.one(&format!("{path}[{at}]"), item, under) {
                into.lay(table, at);
            }
        }
    }

    /// Takes out what the pack says it does not have.
    fn without(&mut self, value: &Spanned<DeValue<'a>>, base: Option<&mut Policy>) {
        let Some(ids) = self.one::<Vec<String>>("without", value, None) else { return };
        let Some(base) = base else {
            let problem = Problem::new(
                "pack-extends",
                "without",
                "`extends` beside it: without a base there is nothing to leave out",
            );
            return self.mistakes.push(self.source.locate(problem));
        };
        for (at, id) in ids.iter().enumerate() {
            let nearest = nearest_of(id, base.clauses.iter().map(|clause| clause.id.as_str()));
            if !without(base, id) {
                let expected = format!("the id of a clause of `{}`; it has no `{id}`", base.school.id);
                let problem = Problem::new("pack-extends", &format!("without[{at}]"), &expected).suggest(nearest);
                self.mistakes.push(self.source.locate(problem));
            }
        }
    }

    /// Reads a value; with `under`, what that holds stands where the value says nothing.
    fn one<T: DeserializeOwned>(
        &mut self,
        path: &str,
        value: &Spanned<DeValue<'a>>,
        under: Option<Value>,
    ) -> Option<T> {
        let own = ValueDeserializer::from(value.clone());
        let (inside, message) = match under {
            None => match serde_path_to_error::deserialize(own) {
                Ok(read) => return Some(read),
                Err(error) => (error.path().to_string(), error.inner().message().to_owned()),
            },
            Some(under) => match serde_path_to_error::deserialize::<_, Value>(own) {
                Err(error) => (error.path().to_string(), error.inner().message().to_owned()),
                Ok(own) => match serde_path_to_error::deserialize(overlaid(under, own)) {
                    Ok(read) => return Some(read),
                    Err(error) => (error.path().to_string(), error.inner().to_string()),
                },
            },
        };
        let said = explain(&message);
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

//! Reads a rule's options: the pack's table with the configuration's laid over it.
//!
//! Each value is read by the rule that understands it; a bad one is a problem at its own path
//! and falls back to the pack's, then to the rule's default.

use serde_json::{Map, Value};

use crate::catalogue::{documented, nearest_of};
use crate::finding::Severity;
use crate::memory;
use crate::policy::{Clause, Policy};
use crate::problem::Problem;
use crate::read::{Readable, json};
use crate::sorted::Set;
/// An option, for documents and the checker.
#[derive(Clone, Copy, Debug)]
pub struct OptionDoc {
    /// Name.
    pub name: &'static str,
    /// What it takes.
    pub takes: &'static str,
    /// What it does, and what it is when unset.
    pub description: &'static str,
    /// Whether configuration may set it; the others are the pack's alone.
    pub configurable: bool,
}

/// An option that names the clauses which a rule rests on: the pack's alone.
pub(super) const fn cites(name: &'static str, description: &'static str) -> OptionDoc {
    OptionDoc { name, takes: "clause ids", description, configurable: false }
}

/// The option by which a school has Send ask once more.
pub(super) const ASK_FIRST: OptionDoc = OptionDoc {
    name: "askFirst",
    takes: "true or false",
    description: "Whether Send asks once more. Unset: false.",
    configurable: true,
};

/// The option by which a school leaves out the answer that somebody is family.
pub(super) const FAMILY: OptionDoc = OptionDoc {
    name: "family",
    takes: "true or false",
    description: "Whether \"It is my family\" is offered: the school's decision, no document states it. Unset: true.",
    configurable: true,
};

/// The option that every rule about mail has: how long answers are kept.
pub const REMEMBER_DAYS: OptionDoc = OptionDoc {
    name: "rememberDays",
    takes: "a number",
    description: documented("Most days that an answer about school mail is kept, 180 at the most. Unset: 180."),
    configurable: true,
};

/// Options without what only documents show, in the module that ships.
pub(super) const fn documented_options<const N: usize>(mut options: [OptionDoc; N]) -> [OptionDoc; N] {
    let mut at = 0;
    while cfg!(target_arch = "wasm32") && at < N {
        // Bounded by the loop, and evaluated by the compiler alone.
        #[allow(clippy::indexing_slicing)]
        {
            options[at].takes = "";
            options[at].description = "";
        }
        at += 1;
    }
    options
}

/// Message keys, which only tests look at.
pub(super) const fn documented_keys(keys: &'static [&'static str]) -> &'static [&'static str] {
    if cfg!(target_arch = "wasm32") { &[] } else { keys }
}

/// The options of one rule while it is being compiled.
#[derive(Debug)]
pub struct Options<'a> {
    rule: &'static str,
    policy: &'a Policy,
    pack: Map<String, Value>,
    overlay: Map<String, Value>,
    read: Set<String>,
    problems: Vec<Problem>,
    has_hours: bool,
}

impl<'a> Options<'a> {
    pub(crate) fn new(
        rule: &'static str,
        policy: &'a Policy,
        pack: &Value,
        overlay: Option<&Value>,
        has_hours: bool,
    ) -> Self {
        let map = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
        let (pack, overlay) = (map(Some(pack)), map(overlay));
        Self { rule, policy, pack, overlay, read: Set::new(), problems: Vec::new(), has_hours }
    }

    /// Problems met on the way, unknown options included.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        let _ = self.first(REMEMBER_DAYS.name, "a whole number from 1 to 180", memory::days);
        let docs = super::REGISTRY
            .iter()
            .find(|entry| entry.id == self.rule)
            .map_or(&[] as &[OptionDoc], |entry| entry.options);
        for name in self.pack.keys().filter(|name| !self.read.contains(*name)) {
            let path = self.path(name);
            self.problems.push(
                Problem::new("option-unknown", &path, "an option of this rule")
                    .suggest(nearest_of(name, docs.iter().map(|doc| doc.name))),
            );
        }
        for name in self.overlay.keys().filter(|name| *name != REMEMBER_DAYS.name) {
            if !docs.iter().any(|doc| doc.name == name && doc.configurable) {
                let path = self.path(name);
                let known = docs.iter().filter(|doc| doc.configurable).map(|doc| doc.name);
                self.problems.push(
                    Problem::new("option-unknown", &path, "an option of this rule that configuration may set")
                        .suggest(nearest_of(name, known)),
                );
            }
        }
        self.problems
    }

    fn path(&self, name: &str) -> String {
        format!("rules.{}.{name}", self.rule)
    }

    /// The values to try, the configuration's first.
    fn values(&mut self, name: &str) -> Vec<Value> {
        self.read.insert(name.to_owned());
        [self.overlay.get(name), self.pack.get(name)].into_iter().flatten().cloned().collect()
    }

    fn first<T>(&mut self, name: &str, expected: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        for value in self.values(name) {
            if let Some(read) = read(&value) {
                return Some(read);
            }
            let path = self.path(name);
            self.problems.push(Problem::new("option", &path, &format!("{expected}; found `{}`", json(&value))));
        }
        None
    }

    /// `true` or `false`.
    pub fn switch(&mut self, name: &str, default: bool) -> bool {
        self.first(name, "`true` or `false`", Value::as_bool).unwrap_or(default)
    }

    /// One of some words.
    pub fn word(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let expected = format!("one of {}", words.join(", "));
        self.first(name, &expected, |value| value.as_str().filter(|word| words.contains(word)).map(str::to_owned))
    }

    /// A list of texts, lower case.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        self.first(name, "an array of texts", |value| {
            value.as_array()?.iter().map(|item| item.as_str().map(str::to_lowercase)).collect::<Option<Vec<_>>>()
        })
        .unwrap_or_default()
    }

    /// A text, as it is written.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.first(name, "a text", |value| value.as_str().map(str::to_owned))
    }

    /// A whole number above 0.
    pub fn number(&mut self, name: &str) -> Option<usize> {
        let read = |value: &Value| usize::try_from(value.as_u64()?).ok().filter(|number| *number > 0);
        self.first(name, "a whole number above 0", read)
    }

    /// The address of a page of the school's own mail.
    pub fn page(&mut self, name: &str) -> Option<String> {
        self.first(name, "an address such as `https://mail.oakfield.sch.uk/`", |value| {
            let text = value.as_str()?;
            (crate::site::web_host(text).is_some() && !text.contains('@')).then(|| text.to_owned())
        })
    }

    /// A severity that the school chose; it can only be weaker than the clauses'.
    pub fn severity(&mut self, name: &str) -> Option<Severity> {
        self.first(name, "prohibited, required, advised or informational", |value| Severity::read(value.clone()).ok())
    }

    /// Clauses by id. An id that is not in the pack, or a clause that does not bind staff, is a problem.
    pub fn clauses(&mut self, name: &str) -> Vec<Clause> {
        let ids = self.texts_as_written(name);
        let path = self.path(name);
        self.resolve(&ids, &path)
    }

    /// A role of the pack.
    pub fn role(&mut self, name: &str) -> Option<String> {
        let policy = self.policy;
        self.first(name, "the id of a `[[role]]`", |value| {
            value.as_str().filter(|id| policy.role(id).is_some()).map(str::to_owned)
        })
    }

    /// The tables of an array of tables, as the pack alone has them.
    pub fn tables(&mut self, name: &str) -> Vec<Map<String, Value>> {
        self.read.insert(name.to_owned());
        let items = self.pack.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        items.into_iter().filter_map(|item| item.as_object().cloned()).collect()
    }

    /// Whether the pack has the option at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.pack.contains_key(name)
    }

    /// Whether the school has set its hours: a rule about them has nothing to say otherwise.
    #[must_use]
    pub fn has_hours(&self) -> bool {
        self.has_hours
    }

    /// Reports a problem at `rules.RULE.name`.
    pub fn problem(&mut self, name: &str, expected: &str) {
        let path = self.path(name);
        self.problems.push(Problem::new("option", &path, expected));
    }

    /// The clauses with these ids.
    pub fn resolve(&mut self, ids: &[String], path: &str) -> Vec<Clause> {
        let mut clauses = Vec::new();
        for id in ids {
            match self.policy.clause(id) {
                Some(clause) if clause.audience == "staff" => clauses.push(clause.clone()),
                Some(_) => self.problems.push(Problem::new(
                    "clause-audience",
                    path,
                    &format!("a clause that binds staff; `{id}` does not"),
                )),
                None => self.problems.push(
                    Problem::new("clause-unknown", path, &format!("the id of a `[[clause]]`; there is no `{id}`"))
                        .suggest(nearest_of(id, self.policy.clauses.iter().map(|clause| clause.id.as_str()))),
                ),
            }
        }
        clauses
    }

    fn texts_as_written(&mut self, name: &str) -> Vec<String> {
        self.first(name, "an array of clause ids", |value| {
            value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        })
        .unwrap_or_default()
    }
}

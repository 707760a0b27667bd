//! What is wrong with an input, in words that an administrator can act on.

use serde::{Deserialize, Serialize};

/// One thing that is wrong. The rest of the input still works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable code, for tests and searches.
    pub code: String,
    /// Key path, such as `rules.email-recipients-visible.askFirst`.
    pub path: String,
    /// What was expected there.
    pub expected: String,
    /// What to do, where something better than "correct it" can be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem at `path`, where `expected` was expected.
    #[must_use]
    pub fn new(code: &str, path: &str, expected: &str) -> Self {
        Self { code: code.to_owned(), path: path.to_owned(), expected: expected.to_owned(), suggestion: None }
    }

    /// The same with a suggestion.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: expected {}", self.path, self.expected)?;
        if let Some(suggestion) = &self.suggestion {
            write!(f, " ({suggestion})")?;
        }
        Ok(())
    }
}

/// One thing that is wrong with a text that somebody wrote, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Key path or column, what was expected there, and what to do.
    pub problem: Problem,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.problem)
    }
}

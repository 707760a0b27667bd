//! The text of a pack, and the line at which a key path stands.

use std::ops::Range;

use lanyard_core::problem::Problem;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::Mistake;

pub(crate) struct Source<'a> {
    file: &'a str,
    text: &'a str,
    pub(crate) document: Spanned<DeTable<'a>>,
}

impl<'a> Source<'a> {
    pub(crate) fn read(file: &'a str, text: &'a str) -> Result<Self, Vec<Mistake>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let source = Self { file, text, document };
        if errors.is_empty() {
            return Ok(source);
        }
        let mistakes = errors.iter().map(|error| {
            let at = error.span().map_or(text.len(), |span| span.start);
            let (line, column) = source.position(at);
            let message = error.message();
            let expected = format!("TOML that can be read: {message}");
            let path = source.path_at_line(line);
            Mistake { file: file.to_owned(), line, column, problem: Problem::new("pack-toml", &path, &expected) }
        });
        Err(mistakes.collect())
    }

    /// The problem with the place that its path leads to; where the path leads nowhere (a key
    /// that is missing), the place of what should hold it.
    pub(crate) fn locate(&self, problem: Problem) -> Mistake {
        let at = self.find(&problem.path).start;
        self.at(at, problem)
    }

    pub(crate) fn at(&self, offset: usize, problem: Problem) -> Mistake {
        let (line, column) = self.position(offset);
        Mistake { file: self.file.to_owned(), line, column, problem }
    }

    /// Line and column in characters, from 1.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// Whether the path's first two steps are in the text: a table, and what is named in it.
    pub(crate) fn holds(&self, path: &str) -> bool {
        let mut steps = path.splitn(3, '.');
        let (first, second) = (steps.next().unwrap_or_default(), steps.next());
        let head = second.map_or(first.to_owned(), |second| format!("{first}.{second}"));
        let mut here = Here::Table(self.document.get_ref());
        let mut rest = head.as_str();
        while !rest.is_empty() {
            let Some((_, next, tail)) = here.step(rest) else { return false };
            (here, rest) = (next, tail);
        }
        true
    }

    fn find(&self, path: &str) -> Range<usize> {
        let mut found = 0..0;
        let mut here = Here::Table(self.document.get_ref());
        let mut rest = path;
        while !rest.is_empty() {
            let Some((span, next, tail)) = here.step(rest) else { break };
            (found, here, rest) = (span, next, tail);
        }
        found
    }

    /// Where the text is no TOML there is no path yet: the key that stands on the line.
    fn path_at_line(&self, line: usize) -> String {
        let text = self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let key = text.split('=').next().unwrap_or_default().trim();
        if key.is_empty() { "pack".to_owned() } else { key.to_owned() }
    }
}

enum Here<'t, 'a> {
    Table(&'t DeTable<'a>),
    Array(&'t [Spanned<DeValue<'a>>]),
    Leaf,
}

impl<'t, 'a> Here<'t, 'a> {
    fn new(value: &'t DeValue<'a>) -> Self {
        match value {
            DeValue::Table(table) => Self::Table(table),
            DeValue::Array(array) => Self::Array(array),
            _ => Self::Leaf,
        }
    }

    /// Goes one step of `path`: where that is, what is there, and what is left of the path.
    fn step<'p>(&self, path: &'p str) -> Option<(Range<usize>, Self, &'p str)> {
        match self {
            Self::Table(table) => {
                let end = path.find(['.', '[']).unwrap_or(path.len());
                let (name, rest) = path.split_at(end);
                let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
                Some((key.span(), Self::new(value.get_ref()), rest.strip_prefix('.').unwrap_or(rest)))
            }
            Self::Array(array) => {
                let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
                let value = array.get(index.parse::<usize>().ok()?)?;
                Some((value.span(), Self::new(value.get_ref()), rest.strip_prefix('.').unwrap_or(rest)))
            }
            Self::Leaf => None,
        }
    }
}

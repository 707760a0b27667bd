//! A pack that extends another: the base's tables with the pack's own laid over them.

use lanyard_core::policy::{Clause, Policy, Role, cites};
use lanyard_core::problem::Problem;
use lanyard_core::sorted::ByName;
use serde::Serialize;
use serde_json::Value;

use crate::Mistake;

/// Why there is no base to extend.
#[derive(Clone, Debug)]
pub enum NoBase {
    /// What is wrong with the name, said where it stands.
    Name(Problem),
    /// What is wrong with the base itself, said of its own file.
    Mistakes(Vec<Mistake>),
}

/// Gives the policy of this name: the id of one that comes with Lanyard, or a file.
pub type Find<'f> = &'f dyn Fn(&str) -> Result<Policy, NoBase>;

/// A table that another may be laid over.
pub(crate) trait Named: Serialize + Clone {
    fn id(&self) -> &str;
}

impl Named for Clause {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for Role {
    fn id(&self) -> &str {
        &self.id
    }
}

/// A list of tables after merging, and for each where it stands in the pack: its index there,
/// or nothing where it is the base's.
#[derive(Debug)]
pub(crate) struct Merged<T> {
    pub(crate) all: Vec<T>,
    pub(crate) own: Vec<Option<usize>>,
}

impl<T: Named> Merged<T> {
    pub(crate) fn new(base: Vec<T>) -> Self {
        Self { own: vec![None; base.len()], all: base }
    }

    /// Lays one of the pack's tables over the base's of the same id, or adds it. A second one of
    /// the same id is added: that it is one too many is said with the rest.
    pub(crate) fn lay(&mut self, table: T, at: usize) {
        let taken = self.all.iter().zip(&self.own).position(|(known, own)| known.id() == table.id() && own.is_none());
        match taken.and_then(|known| self.all.get_mut(known).zip(self.own.get_mut(known))) {
            Some((known, own)) => (*known, *own) = (table, Some(at)),
            None => {
                self.all.push(table);
                self.own.push(Some(at));
            }
        }
    }

    /// The path of a problem, `NAME[3].key` by the merged list, as the pack counts; or the id of
    /// the base's table and the rest of the path.
    pub(crate) fn path(&self, name: &str, path: &str) -> Option<Result<String, String>> {
        let (index, rest) = path.strip_prefix(name)?.strip_prefix('[')?.split_once(']')?;
        let at: usize = index.parse().ok()?;
        Some(match self.own.get(at)? {
            Some(own) => Ok(format!("{name}[{own}]{rest}")),
            None => Err(format!("{name} `{}`{}", self.all.get(at)?.id(), rest.replacen('.', ", ", 1))),
        })
    }
}

/// The value with the keys of `over` in place of its own, tables inside tables too.
pub(crate) fn overlaid(value: Value, over: Value) -> Value {
    match (value, over) {
        (Value::Object(mut under), Value::Object(over)) => {
            for (key, value) in over {
                let merged = match under.remove(&key) {
                    Some(known) => overlaid(known, value),
                    None => value,
                };
                under.insert(key, merged);
            }
            Value::Object(under)
        }
        (_, over) => over,
    }
}

/// Takes clauses that the school's own document does not have out of the base: its rules no
/// longer cite them, and one that rests on nothing else is gone.
pub(crate) fn without(base: &mut Policy, clause: &str) -> bool {
    let before = base.clauses.len();
    base.clauses.retain(|known| known.id != clause);
    if base.clauses.len() == before {
        return false;
    }
    let mut rules = ByName::new();
    for (rule, settings) in std::mem::take(&mut base.rules) {
        let (kept, cited) = dropped(settings, clause);
        if !cited || base.clauses.iter().any(|known| cites(&kept, &known.id)) {
            rules.insert(rule, kept);
        }
    }
    base.rules = rules;
    true
}

/// The settings without this clause, and whether they named it.
fn dropped(settings: Value, clause: &str) -> (Value, bool) {
    match settings {
        Value::Array(items) => {
            let before = items.len();
            let kept: Vec<Value> = items.into_iter().filter(|item| item.as_str() != Some(clause)).collect();
            let cited = kept.len() < before;
            (Value::Array(kept), cited)
        }
        Value::Object(fields) => {
            let mut cited = false;
            let mut kept = serde_json::Map::new();
            for (key, value) in fields {
                // An option that names one clause is as good as not set.
                if value.as_str() == Some(clause) {
                    cited = true;
                    continue;
                }
                let (value, here) = dropped(value, clause);
                cited |= here;
                if !(here && value.as_array().is_some_and(Vec::is_empty)) {
                    kept.insert(key, value);
                }
            }
            (Value::Object(kept), cited)
        }
        other => (other, false),
    }
}

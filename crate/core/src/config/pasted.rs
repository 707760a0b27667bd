//! What is wrong with a configuration that somebody is about to paste, or has pasted: the same
//! judgement on the command line and on the set-up page.

use serde_json::{Map, Value};

use super::{Config, unwrap_console};
use crate::engine::Engine;
use crate::policy::Policy;
use crate::problem::Problem;
use crate::sorted::ByName;

/// A configuration as it was pasted.
#[derive(Debug)]
pub struct Pasted {
    /// Its keys, each as the text that the extension would get.
    pub values: ByName<String>,
    /// What they mean.
    pub config: Config,
    /// Everything that is wrong, paths as in the text.
    pub problems: Vec<Problem>,
}

/// Reads a configuration, bare or wrapped for the console, and says what is wrong with it. `find`
/// gives a policy that comes with Lanyard by its id.
///
/// # Errors
/// When the text is no JSON object.
pub fn pasted(json: &str, find: &dyn Fn(&str) -> Result<Policy, Problem>) -> Result<Pasted, Problem> {
    let values = unwrap_console(json)?;
    // It has just been read as an object.
    let keys: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    let mut problems: Vec<Problem> = keys.iter().filter_map(|(name, value)| dropped(name, value)).collect();
    let (config, found) = Config::parse(&values);
    // A key that does not arrive is not judged further.
    let gone: Vec<String> = problems.iter().map(|problem| problem.path.clone()).collect();
    let arrives = |one: &Problem| !gone.iter().any(|key| one.path.split(['.', '[']).next() == Some(key));
    problems.extend(found.into_iter().filter(arrives));
    problems.extend(of_policy(&config, find));
    problems.extend(both_shapes(&keys));
    Ok(Pasted { values, config, problems })
}

/// Chrome drops a whole key, without a word, whose value is no text.
fn dropped(name: &str, value: &Value) -> Option<Problem> {
    let bare = match value {
        Value::Object(wrapped) if wrapped.len() == 1 => wrapped.get("Value").unwrap_or(value),
        other => other,
    };
    let kind = match bare {
        Value::String(_) => return None,
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let expected =
        format!("a text in quotation marks; found {kind}, for which Chrome drops the whole key without a word");
    let suggestion = match bare {
        Value::Array(_) | Value::Object(_) => Some(format!("write it as text: {}", Value::from(bare.to_string()))),
        _ => None,
    };
    Some(Problem::new("dropped-by-chrome", name, &expected).suggest(suggestion))
}

/// The console's box wants every key wrapped, and a policy file none.
fn both_shapes(keys: &Map<String, Value>) -> Option<Problem> {
    let wrapped = |value: &Value| value.as_object().is_some_and(|map| map.len() == 1 && map.contains_key("Value"));
    let bare = keys.iter().find(|(_, value)| !wrapped(value))?.0;
    keys.values().any(wrapped).then(|| {
        Problem::new("shape", bare, "all keys wrapped in { \"Value\": … }, as the Admin console wants them, or none")
    })
}

/// What only shows when the policy is at hand: rules and their options.
fn of_policy(config: &Config, find: &dyn Fn(&str) -> Result<Policy, Problem>) -> Vec<Problem> {
    let policy = match (&config.pack, &config.school) {
        (Some(pack), _) => match Policy::parse(pack) {
            Ok(policy) => {
                let path = |problem: Problem| Problem { path: format!("pack.{}", problem.path), ..problem };
                let problems: Vec<Problem> = policy.check().into_iter().map(path).collect();
                if !problems.is_empty() {
                    return problems;
                }
                policy
            }
            Err(problem) => return vec![problem],
        },
        (None, Some(id)) => match find(id) {
            Ok(policy) => policy,
            Err(problem) => return vec![problem],
        },
        (None, None) => {
            let expected = "`school`, the id of a policy that comes with Lanyard, or `pack`, a school's own";
            return vec![Problem::new("policy-none", "school", expected)];
        }
    };
    Engine::new(policy, config.clone(), None).1
}

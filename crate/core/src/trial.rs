//! Judges a list of observations once, from texts alone: what the command line does, what a
//! set-up page's trial does, and how natively and in Wasm are held to be the same.

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::engine::{Context, Engine};
use crate::finding::Verdict;
use crate::memory::Memory;
use crate::observation::Observation;
use crate::policy::Policy;
use crate::problem::Problem;
use crate::roster::Roster;
use crate::sorted::ByName;

/// Everything that a judgement depends on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trial {
    /// The compiled pack, as JSON text.
    pub policy: String,
    /// Managed configuration, every value a string.
    #[serde(default)]
    pub config: ByName<String>,
    /// The moment.
    pub context: Context,
    /// What is judged, in order.
    pub observations: Vec<Observation>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tried {
    /// One for each observation, in order.
    pub verdicts: Vec<Verdict>,
    /// What is wrong with policy, configuration or roster. The rest was judged.
    pub problems: Vec<Problem>,
}

/// Judges with nothing remembered.
#[must_use]
pub fn judge(trial: &Trial) -> Tried {
    let (config, mut problems) = Config::parse(&trial.config);
    let policy = match Policy::parse(&trial.policy) {
        Ok(policy) => policy,
        Err(problem) => {
            problems.push(problem);
            return Tried { verdicts: Vec::new(), problems };
        }
    };
    let roster = match (&config.roster, &config.roster_key) {
        (Some(table), Some(key)) => match Roster::open(table, key, trial.context.now_ms) {
            Ok(roster) => Some(roster),
            Err(problem) => {
                problems.push(problem);
                None
            }
        },
        _ => None,
    };
    let (engine, more) = Engine::new(policy, config, roster);
    problems.extend(more);
    // The secret keys what is remembered, and nothing is.
    let memory = Memory::new([0; 32]);
    let verdicts = trial.observations.iter().map(|o| engine.judge(o, &trial.context, &memory)).collect();
    Tried { verdicts, problems }
}

/// The same, text in and text out.
///
/// # Errors
/// When the text is not a [`Trial`]; the message says where.
pub fn judge_json(json: &str) -> Result<String, String> {
    let trial: Trial = serde_json::from_str(json).map_err(|error| error.to_string())?;
    serde_json::to_string(&judge(&trial)).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_policy_is_a_problem_and_no_verdict() {
        let trial = Trial {
            policy: "{".to_owned(),
            config: ByName::new(),
            context: Context::default(),
            observations: Vec::new(),
        };
        let tried = judge(&trial);
        assert_eq!(tried.verdicts, []);
        assert_eq!(tried.problems.first().map(|p| p.code.as_str()), Some("pack-json"));
    }

    #[test]
    fn text_that_is_no_trial_is_refused_with_a_place() {
        assert!(judge_json("{}").is_err_and(|error| error.contains("policy")));
    }
}

//! `lanyard evaluate`: how often the rules are right, on a corpus whose files say what is expected.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use lanyard_core::config::{Config, unwrap_console};
use lanyard_core::engine::{Context, Engine};
use lanyard_core::finding::Verdict;
use lanyard_core::memory::Memory;
use lanyard_core::observation::Observation;
use lanyard_core::policy::Policy;
use lanyard_core::roster::{Date, Roster, RosterBuilder};
use lanyard_core::sorted::ByName;
use serde::{Deserialize, Serialize};

use crate::check::{Format, context, time};
use crate::input::{Bad, Source};
use crate::{Report, people, policy};

/// The version of a file of cases that is written now; every older one is read.
const VERSION: u32 = 2;

/// Messages, posts and visits that stay quiet for each that is wrongly warned about.
const QUIET_PER_FALSE_ALARM: usize = 200;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Judge by this policy only
    #[arg(long, value_name = "PACK")]
    policy: Option<String>,
    /// When it happens, with an offset
    #[arg(long, value_name = "TIME", default_value = "2026-11-25T10:30:00+00:00")]
    at: String,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Folder with cases/*.json and, where there are any, config.json and people.csv
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// A file of cases.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CaseFile {
    version: u32,
    /// What the cases have in common; for whoever reads the file.
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

/// One thing that happens, and what should be said of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    name: String,
    /// Remedies that were pressed before, by id.
    #[serde(default)]
    after: Vec<String>,
    /// Settings of rules in this case, over the folder's.
    #[serde(default)]
    rules: Option<serde_json::Value>,
    /// Numbers and addresses that the person has saved as their own. Since version 2.
    #[serde(default)]
    own: Vec<String>,
    /// How often the same message was written and closed before. Since version 2.
    #[serde(default)]
    sent: u32,
    /// What was open before, and was left. Since version 2.
    #[serde(default)]
    left: Vec<Observation>,
    observation: Observation,
    /// Schools by the rules that should speak. Every other rule and school should be silent.
    #[serde(default)]
    expect: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Score {
    /// Schools where it should speak.
    schools: Vec<String>,
    /// Should have spoken.
    expected: usize,
    /// Spoke, and should have.
    right: usize,
    /// Spoke, and should not have.
    wrong: usize,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Results {
    version: u32,
    /// Cases in which nothing should be said.
    quiet: usize,
    /// Cases in which something should be.
    warning: usize,
    /// Case and school together.
    judged: usize,
    rules: BTreeMap<String, Score>,
    /// Quiet cases in which something was said.
    false_alarms: Vec<String>,
    /// What was said in a case that should warn, beside what should be.
    surplus: Vec<String>,
    /// What should have been said and was not.
    missed: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Report, Vec<Bad>> {
    let at = time(Some(&arguments.at)).map_err(|bad| vec![bad])?;
    let policies = match &arguments.policy {
        Some(name) => vec![policy::read(name)?],
        None => policy::all()?,
    };
    let cases = cases(&arguments.folder)?;
    let settings = settings(&arguments.folder)?;
    let mut results = Results { version: 1, ..Results::default() };
    for case in &cases {
        if case.expect.is_empty() {
            results.quiet += 1;
        } else {
            results.warning += 1;
        }
    }
    for policy in policies {
        let roster = roster(&arguments.folder, &policy, at)?;
        judge_all(&cases, &policy, &settings, roster.as_ref(), at, &mut results)?;
    }
    let alarmed: std::collections::BTreeSet<&str> =
        results.false_alarms.iter().filter_map(|line| line.split(" · ").next()).collect();
    let too_many = alarmed.len() * QUIET_PER_FALSE_ALARM > results.quiet;
    let problems = !results.missed.is_empty() || too_many;
    let text = match arguments.format {
        Format::Text => text(&results, alarmed.len()),
        Format::Json => json(&results)?,
    };
    Ok(Report { text, problems })
}

pub(crate) fn json(results: &impl Serialize) -> Result<String, Vec<Bad>> {
    serde_json::to_string_pretty(results)
        .map(|json| json + "\n")
        .map_err(|error| vec![Bad::file("report", &error.to_string(), None)])
}

fn cases(folder: &Path) -> Result<Vec<Case>, Vec<Bad>> {
    let inside = folder.join("cases");
    let entries = std::fs::read_dir(&inside)
        .map_err(|_| vec![Bad::file(&inside.display().to_string(), "a folder of case files", None)])?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let source = Source::read(&file).map_err(|bad| vec![bad])?;
        let read: CaseFile = source.json().map_err(|bad| vec![bad])?;
        if !(1..=VERSION).contains(&read.version) {
            return Err(vec![Bad::file(&source.name, &format!("version {VERSION}, or one before it"), None)]);
        }
        if let Some(case) = read
            .cases
            .iter()
            .find(|case| read.version < 2 && (!case.own.is_empty() || case.sent > 0 || !case.left.is_empty()))
        {
            return Err(vec![Bad::file(
                &source.name,
                &format!("version 2, where `own`, `sent` and `left` are known ({})", case.name),
                None,
            )]);
        }
        cases.extend(read.cases);
    }
    Ok(cases)
}

fn settings(folder: &Path) -> Result<ByName<String>, Vec<Bad>> {
    let file = folder.join("config.json");
    if !file.exists() {
        return Ok(ByName::new());
    }
    let source = Source::read(&file).map_err(|bad| vec![bad])?;
    unwrap_console(&source.text).map_err(|problem| vec![source.locate(problem)])
}

/// The folder's list as this school's roster, made for the moment.
fn roster(folder: &Path, policy: &Policy, at: Timestamp) -> Result<Option<Roster>, Vec<Bad>> {
    let file = folder.join("people.csv");
    if !file.exists() {
        return Ok(None);
    }
    let today = Date::of_ms(at.as_millisecond());
    let name = file.display().to_string();
    let list = people::read(&[file], lanyard_people::Options::plain(today))?;
    if !list.bad.is_empty() {
        return Err(list.bad.into_iter().map(Bad::from).collect());
    }
    let mut builder = RosterBuilder::new(&policy.school.id);
    for person in list.people {
        builder.add_person(person);
    }
    let files = builder.finish([7; 16], [8; 16], today, today.plus_days(30));
    Roster::open_bytes(&files.table, &files.key, at.as_millisecond())
        .map(Some)
        .map_err(|problem| vec![Bad::at(&name, (1, 1), problem)])
}

fn judge_all(
    cases: &[Case],
    policy: &Policy,
    settings: &ByName<String>,
    roster: Option<&Roster>,
    at: Timestamp,
    results: &mut Results,
) -> Result<(), Vec<Bad>> {
    let mut problems = Vec::new();
    let mut engine_of = |rules: Option<&serde_json::Value>| {
        let mut values = settings.clone();
        if let Some(rules) = rules {
            values.insert("rules".to_owned(), merged(values.get("rules"), rules, policy));
        }
        let (config, found) = Config::parse(&values);
        problems.extend(found);
        let moment = context(at, policy, &config, &mut problems);
        let (engine, found) = Engine::new(policy.clone(), config, roster.cloned());
        problems.extend(found);
        (engine, moment)
    };
    let (common, moment) = engine_of(None);
    let on: Vec<&str> = common.rules().collect();
    for rule in on {
        let score = results.rules.entry(rule.to_owned()).or_default();
        score.schools.push(policy.school.id.clone());
    }
    for case in cases {
        let own = case.rules.as_ref().map(|rules| engine_of(Some(rules)));
        let engine = own.as_ref().map_or(&common, |(engine, _)| engine);
        let verdict = judge(case, engine, &moment);
        results.judged += 1;
        score(case, &policy.school.id, &verdict, results);
    }
    // One configuration for all: a school without the rule takes no notice of its settings.
    problems.retain(|problem| problem.code != "rule-not-in-policy");
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.iter().map(|problem| Bad::file("config.json", &problem.to_string(), None)).collect())
    }
}

/// A case's own settings over the folder's, for the rules that this school has.
fn merged(common: Option<&String>, own: &serde_json::Value, policy: &Policy) -> String {
    let mut rules: serde_json::Map<String, serde_json::Value> =
        common.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    for (rule, options) in own.as_object().into_iter().flatten() {
        if policy.rules.contains_key(rule) {
            rules.insert(rule.clone(), options.clone());
        }
    }
    serde_json::Value::Object(rules).to_string()
}

fn judge(case: &Case, engine: &Engine, moment: &Context) -> Verdict {
    let mut memory = Memory::new([0; 32]);
    for own in &case.own {
        memory.add_own(own);
    }
    for n in 0..case.sent {
        let mut before = case.observation.clone();
        if let Observation::ComposeMail(mail) = &mut before {
            mail.thread = Some(format!("before {n}"));
        }
        engine.left(&before, moment, &mut memory);
    }
    for before in &case.left {
        engine.left(before, moment, &mut memory);
    }
    for pressed in &case.after {
        let verdict = engine.judge(&case.observation, moment, &memory);
        for finding in &verdict.findings {
            if let Some(remedy) = finding.remedies.iter().find(|remedy| remedy.id == *pressed) {
                memory.remember(engine, finding, remedy, moment);
            }
        }
    }
    engine.judge(&case.observation, moment, &memory)
}

fn score(case: &Case, school: &str, verdict: &Verdict, results: &mut Results) {
    let expects = |rule: &str| case.expect.get(rule).is_some_and(|schools| schools.iter().any(|one| one == school));
    for finding in &verdict.findings {
        let line = format!("{} · {school} · {}", case.name, finding.rule);
        let score = results.rules.entry(finding.rule.clone()).or_default();
        if expects(&finding.rule) {
            score.right += 1;
        } else {
            score.wrong += 1;
            if case.expect.is_empty() { results.false_alarms.push(line) } else { results.surplus.push(line) }
        }
    }
    for rule in case.expect.keys().filter(|rule| expects(rule)) {
        results.rules.entry(rule.clone()).or_default().expected += 1;
        if !verdict.findings.iter().any(|finding| finding.rule == *rule) {
            results.missed.push(format!("{} · {school} · {rule}", case.name));
        }
    }
}

fn text(results: &Results, alarmed: usize) -> String {
    let mut text = format!(
        "{} cases, each judged by every policy: {} in which nothing should be said, {} in which something should. \
         {} judgements.\n\n| rule | schools | should warn | did | missed | wrongly | precision | recall |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        results.quiet + results.warning,
        results.quiet,
        results.warning,
        results.judged
    );
    for (rule, score) in &results.rules {
        let _ = writeln!(
            text,
            "| `{rule}` | {} | {} | {} | {} | {} | {} | {} |",
            score.schools.join(", "),
            score.expected,
            score.right,
            score.expected - score.right,
            score.wrong,
            share(score.right, score.right + score.wrong),
            share(score.right, score.expected),
        );
    }
    let _ = write!(
        text,
        "\n{alarmed} of {} quiet cases brought a warning or a question (aim: at most one in {QUIET_PER_FALSE_ALARM}); \
         {} were missed (aim: none).\n",
        results.quiet,
        results.missed.len()
    );
    for (title, lines) in [
        ("False alarms", &results.false_alarms),
        ("Said beside what should be", &results.surplus),
        ("Missed", &results.missed),
    ] {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{title}:\n");
            for line in lines {
                let _ = writeln!(text, "- {line}");
            }
        }
    }
    text
}

fn share(part: usize, whole: usize) -> String {
    (part * 100).checked_div(whole).map_or_else(|| "no case".to_owned(), |share| format!("{share} %"))
}

//! `lanyard check`: judges observations as the extension would.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lanyard_core::config::{AccountCheck, Config, unwrap_console};
use lanyard_core::engine::{Civil, Context, Engine, Reads};
use lanyard_core::finding::Verdict;
use lanyard_core::memory::Memory;
use lanyard_core::observation::Observation;
use lanyard_core::policy::Policy;
use lanyard_core::problem::Problem;
use lanyard_core::protocol::Shown;
use lanyard_core::roster::{MAGIC, Roster, to_text};
use lanyard_core::show;
use lanyard_core::site::{Coverage, changes};
use lanyard_core::sorted::ByName;
use lanyard_core::words::Words;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::Outcome;
use crate::input::{Bad, Source, bytes};
use crate::{observations, policy};

const ENGLISH: &str = include_str!("../../../extension/_locales/en/messages.json");
const WELSH: &str = include_str!("../../../extension/_locales/cy/messages.json");

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    given: Given,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What a page holds: an observation, or a file of them; - reads what is piped in
    #[arg(value_name = "OBSERVATION.json")]
    observation: PathBuf,
}

/// What is judged by.
#[derive(Args)]
pub(crate) struct Given {
    /// Id of a policy that comes with Lanyard, or a pack's file (.toml, or compiled .json)
    #[arg(long, value_name = "PACK")]
    policy: String,
    /// Roster made by `lanyard roster build`
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Its key; FILE.key unless given
    #[arg(long, value_name = "FILE.key", requires = "roster")]
    roster_key: Option<PathBuf>,
    /// Managed configuration as JSON, bare or wrapped in "Value" as in the Admin console
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The person's own numbers and addresses, one on each line, as they would save them in the handbook
    #[arg(long, value_name = "FILE")]
    own_details: Option<PathBuf>,
    /// When it happens, with an offset: 2026-03-02T09:30:00+00:00. Now unless given
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

/// A school's engine and the moment, ready to judge.
pub(crate) struct Desk {
    engine: Engine,
    context: Context,
    words: Words,
    memory: Memory,
    /// What is wrong with the configuration; the rest of it is used.
    problems: Vec<Problem>,
    source: Option<Source>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Version of [`Report`].
const VERSION: u32 = 1;

/// What a check prints as JSON.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    /// Version of this shape.
    version: u32,
    /// One for each observation, in order.
    verdicts: Vec<Verdict>,
    /// What is wrong with the configuration; the rest of it was used.
    problems: Vec<Problem>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    // Everything that is wrong is said at once, so nothing stops before the end.
    let mut bad = Vec::new();
    let desk = keep(Desk::set(&arguments.given), &mut bad);
    let source = keep(Source::read(&arguments.observation).map_err(|one| vec![one]), &mut bad);
    let observations = source.and_then(|source| keep(observations::read(&source), &mut bad));
    let (Some(desk), Some(observations)) = (desk, observations) else { return Err(bad) };
    let verdicts: Vec<Verdict> = observations.iter().map(|one| desk.judge(one)).collect();
    if arguments.format == Format::Json {
        let report = Report { version: VERSION, verdicts, problems: desk.problems };
        let json = serde_json::to_string_pretty(&report)
            .map_err(|error| vec![Bad::file("report", &error.to_string(), None)])?;
        return Ok(json + "\n");
    }
    desk.complain();
    Ok(verdicts.iter().map(|verdict| desk.text(verdict)).collect())
}

impl Desk {
    pub(crate) fn set(given: &Given) -> Result<Self, Vec<Bad>> {
        let mut bad = Vec::new();
        let at = keep(time(given.at.as_deref()).map_err(|one| vec![one]), &mut bad);
        let policy = keep(policy::read(&given.policy), &mut bad);
        let configuration = keep(configuration(given).map_err(|one| vec![one]), &mut bad);
        let memory = keep(own_details(given.own_details.as_deref()), &mut bad);
        let (Some(at), Some(policy), Some((mut config, mut problems, source)), Some(memory)) =
            (at, policy, configuration, memory)
        else {
            return Err(bad);
        };
        let roster = roster(given, &config, at, &mut problems).map_err(|one| vec![one])?;

        // G3 asks whose browser it is. Here there is no browser: whoever names a roster means it.
        if given.roster.is_some() && config.account_check == AccountCheck::Unset {
            config.account_check = AccountCheck::Off;
            if given.config.is_some() {
                problems.push(
                    Problem::new(
                        "account-check",
                        "staffAccounts",
                        "`staffAccounts` or `accountCheck`, without which a browser does not load the roster",
                    )
                    .suggest(Some("the roster was used here all the same".to_owned())),
                );
            }
        }
        let context = context(at, &policy, &config, &mut problems);
        let words = words(&config)?;
        let (engine, of_engine) = Engine::new(policy, config, roster);
        problems.extend(of_engine);
        Ok(Self { engine, context, words, memory, problems, source })
    }

    pub(crate) fn judge(&self, observation: &Observation) -> Verdict {
        self.engine.judge(observation, &self.context, &self.memory)
    }

    /// What may be read of a surface beside who it is for.
    pub(crate) fn reads(&self, observation: &Observation) -> Reads {
        self.engine.reads(observation, &self.context)
    }

    /// The site file for an address, as a page there would be sent it; `None` where none of the
    /// school's rules looks.
    pub(crate) fn site_at(&self, address: &str) -> Result<Option<Value>, Bad> {
        let headers = crate::site::headers()?;
        let config = self.engine.config();
        let watches =
            |site: &str, surface: &str, kind| self.engine.watches(site, kind) && !config.is_off(site, surface);
        let (coverage, _) = Coverage::new(&headers, &config.hosts, watches);
        let Some(site) = coverage.site_of(address) else { return Ok(None) };
        let file = crate::site::packaged(&site.header.id).unwrap_or_default();
        let file = match config.sites_changed.get(&site.header.id) {
            Some(change) => changes::merged(&site.header.id, file, change, &crate::site::shape()).0,
            None => file,
        };
        Ok(Some(site.reduce(file)))
    }

    /// Says what is wrong with the configuration.
    pub(crate) fn complain(&self) {
        for problem in &self.problems {
            match &self.source {
                Some(source) => eprintln!("{}", source.locate(problem.clone())),
                None => eprintln!("{problem}"),
            }
        }
    }

    /// What staff would see.
    pub(crate) fn text(&self, verdict: &Verdict) -> String {
        text(verdict, &self.engine, &self.words)
    }
}

/// A memory that holds nothing but these.
fn own_details(file: Option<&Path>) -> Result<Memory, Vec<Bad>> {
    let mut memory = Memory::new([0; 32]);
    let Some(file) = file else { return Ok(memory) };
    let source = Source::read(file).map_err(|one| vec![one])?;
    let mut bad = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        if !line.trim().is_empty() && !memory.add_own(line) {
            let expected = "one whole number with its area code, or one address; ten of them at the most";
            bad.push(Bad::at(&source.name, (at + 1, 1), Problem::new("own-detail", "", expected)));
        }
    }
    if bad.is_empty() { Ok(memory) } else { Err(bad) }
}

fn keep<T>(result: Result<T, Vec<Bad>>, bad: &mut Vec<Bad>) -> Option<T> {
    result.map_err(|found| bad.extend(found)).ok()
}

pub(crate) fn time(text: Option<&str>) -> Result<Timestamp, Bad> {
    let Some(text) = text else { return Ok(Timestamp::now()) };
    text.parse().map_err(|_| {
        Bad::argument("--at", "a time with its offset, such as 2026-03-02T09:30:00+00:00 or 2026-03-02T09:30:00Z", None)
    })
}

fn configuration(arguments: &Given) -> Result<(Config, Vec<Problem>, Option<Source>), Bad> {
    let Some(path) = &arguments.config else {
        let (config, problems) = Config::parse(&ByName::new());
        return Ok((config, problems, None));
    };
    let source = Source::read(path)?;
    source.json::<serde_json::Map<String, serde_json::Value>>()?;
    let values = unwrap_console(&source.text).map_err(|problem| source.locate(problem))?;
    let (config, problems) = Config::parse(&values);
    Ok((config, problems, Some(source)))
}

/// Where the key of a roster is: FILE.key unless it is named.
pub(crate) fn key_of(file: &Path, named: Option<&PathBuf>) -> PathBuf {
    named.cloned().unwrap_or_else(|| {
        let mut name = file.as_os_str().to_owned();
        name.push(".key");
        name.into()
    })
}

/// The roster that a command was given, where it was given one; large ones are bytes.
pub(crate) fn open_roster(file: Option<&Path>, key: Option<&PathBuf>) -> Result<Option<Roster>, Bad> {
    let Some(file) = file else { return Ok(None) };
    let (table, key) = (roster_text(file)?, Source::read(&key_of(file, key))?);
    Roster::open(&table.text, &key.text, Timestamp::now().as_millisecond()).map(Some).map_err(|problem| {
        let source = if problem.path.starts_with("rosterKey") { &key } else { &table };
        let inside = problem.path.split_once('.').map_or("", |(_, inside)| inside).to_owned();
        source.locate(Problem { path: inside, ..problem })
    })
}

/// The roster of the command line, else the one in the configuration. One that has expired is
/// left out, as the browser leaves it out.
fn roster(
    arguments: &Given,
    config: &Config,
    at: Timestamp,
    problems: &mut Vec<Problem>,
) -> Result<Option<Roster>, Bad> {
    let (table, key) = match (&arguments.roster, &config.roster, &config.roster_key) {
        (Some(file), ..) => {
            let key = key_of(file, arguments.roster_key.as_ref());
            (roster_text(file)?, Source::read(&key)?)
        }
        (None, Some(table), Some(key)) => {
            let inline = |text: &String| Source { name: "--config".to_owned(), text: text.clone() };
            (inline(table), inline(key))
        }
        _ => return Ok(None),
    };
    match Roster::open(&table.text, &key.text, at.as_millisecond()) {
        Ok(roster) => Ok(Some(roster)),
        Err(problem) if problem.code == "roster-expired" || arguments.roster.is_none() => {
            problems.push(problem);
            Ok(None)
        }
        Err(problem) => {
            let of_key = problem.path.starts_with("rosterKey");
            let source = if of_key { &key } else { &table };
            let inside = problem.path.split_once('.').map_or("", |(_, inside)| inside).to_owned();
            Err(source.locate(Problem { path: inside, ..problem }))
        }
    }
}

/// A roster as text: large ones are bytes.
pub(crate) fn roster_text(file: &Path) -> Result<Source, Bad> {
    let (name, bytes) = bytes(file)?;
    if bytes.starts_with(MAGIC) { Ok(Source { name, text: to_text(&bytes) }) } else { Source::read(file) }
}

pub(crate) fn context(at: Timestamp, policy: &Policy, config: &Config, problems: &mut Vec<Problem>) -> Context {
    let zone = config.zone.as_deref().unwrap_or(&policy.school.zone);
    let zone = TimeZone::get(zone).unwrap_or_else(|_| {
        problems.push(Problem::new(
            "zone",
            "zone",
            &format!("an IANA time zone such as Europe/London; found `{zone}`"),
        ));
        TimeZone::UTC
    });
    let local = at.to_zoned(zone);
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    let civil = Civil {
        year: i32::from(local.year()),
        month: small(local.month()),
        day: small(local.day()),
        hour: small(local.hour()),
        minute: small(local.minute()),
        weekday: small(local.weekday().to_monday_one_offset()),
    };
    Context { now_ms: at.as_millisecond(), civil, quiet: false, may_look_up: true, has_own: false }
}

pub(crate) fn words(config: &Config) -> Result<Words, Vec<Bad>> {
    let welsh = config.language.as_deref() == Some("cy");
    let words = if welsh { Words::parse("cy", WELSH) } else { Words::parse("en", ENGLISH) };
    words.map_err(|problem| vec![Bad::file("_locales", &problem.to_string(), None)])
}

fn text(verdict: &Verdict, engine: &Engine, words: &Words) -> String {
    let mut text = format!("{}\n", verdict.surface);
    if let Some(reason) = &verdict.unchecked {
        let _ = writeln!(text, "  not checked: {}", show::text(reason, engine, words));
    } else if verdict.findings.is_empty() {
        text += "  nothing to say\n";
    }
    for finding in &verdict.findings {
        text += &shown(&show::finding(finding, engine, words));
    }
    text
}

fn shown(finding: &Shown) -> String {
    let presentation = format!("{:?}", finding.presentation).to_lowercase();
    let ask = if finding.ask_first { ", asks first" } else { "" };
    let mut text = format!("\n  {} · {} ({presentation}{ask})\n", finding.strength, finding.rule);
    let _ = writeln!(text, "  {}\n  {}\n  {}", finding.seen, finding.advice, finding.clause);
    for clause in &finding.clause_texts {
        let _ = writeln!(text, "    {}: {}", clause.section, clause.text);
    }
    let labels: Vec<String> = finding.remedies.iter().map(|remedy| format!("[{}]", remedy.label)).collect();
    let _ = writeln!(text, "  {}", labels.join(" "));
    for caution in finding.remedies.iter().filter_map(|remedy| remedy.caution.as_ref()) {
        let _ = writeln!(text, "    {caution}");
    }
    text
}

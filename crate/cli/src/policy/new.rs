//! `lanyard policy new`: a pack to start from, for a school that is none of those that come along.

use std::fmt::Write as _;
use std::io::{BufRead, Write as _};
use std::path::PathBuf;

use clap::Args;
use lanyard_core::policy::{Policy, School, Text};
use serde_json::Value;

use super::{PACKS, read};
use crate::Outcome;
use crate::input::{Bad, plain};

const NATIONS: [&str; 4] = ["england", "scotland", "wales", "northern-ireland"];

#[derive(Args)]
pub(crate) struct Arguments {
    /// The policy whose clauses and rules it starts with; without, it has none
    #[arg(long, value_name = "PACK")]
    from: Option<String>,
    /// The pack's file; ID.toml unless given, and never one that is there
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Id: lower-case letters, digits and hyphens. What is not given is asked
    #[arg(long)]
    id: Option<String>,
    /// The school's name
    #[arg(long)]
    name: Option<String>,
    /// Title of the school's document
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// When it was last reviewed
    #[arg(long, value_name = "YYYY-MM")]
    dated: Option<String>,
    /// When its review is due
    #[arg(long, value_name = "YYYY-MM")]
    review: Option<String>,
    /// england, scotland, wales or northern-ireland
    #[arg(long)]
    nation: Option<String>,
    /// Title of the safeguarding lead, such as DSL
    #[arg(long)]
    lead: Option<String>,
}

/// A question, the answer that was given on the command line, and the one that holds where a
/// person just presses Enter.
struct Question<'a> {
    argument: &'static str,
    asks: &'static str,
    given: Option<&'a String>,
    default: Option<&'static str>,
    fits: fn(&str) -> bool,
    expected: &'static str,
}

impl Question<'_> {
    fn answer(&self, asked: &mut impl BufRead) -> Result<String, Bad> {
        if let Some(given) = self.given {
            let given = given.trim();
            if (self.fits)(given) {
                return Ok(given.to_owned());
            }
            return Err(Bad::argument(self.argument, &format!("{}; found `{given}`", self.expected), None));
        }
        loop {
            let default = self.default.map(|default| format!(" [{default}]")).unwrap_or_default();
            eprint!("{}{default}: ", self.asks);
            let _ = std::io::stderr().flush();
            let mut line = String::new();
            if asked.read_line(&mut line).is_ok_and(|read| read == 0) {
                return Err(Bad::argument(self.argument, self.expected, None));
            }
            let line = line.trim();
            let answer = if line.is_empty() { self.default.unwrap_or_default() } else { line };
            if (self.fits)(answer) {
                return Ok(answer.to_owned());
            }
            eprintln!("  expected {}", self.expected);
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let base = arguments.from.as_deref().map(read).transpose()?;
    let mut asked = std::io::stdin().lock();
    let mut ask = |question: Question<'_>| question.answer(&mut asked).map_err(|bad| vec![bad]);
    let some = |text: &str| !text.is_empty();
    let question =
        |argument, asks, given, default, fits, expected| Question { argument, asks, given, default, fits, expected };
    let id = ask(question(
        "--id",
        "Id of the pack (oakfield-primary)",
        arguments.id.as_ref(),
        None,
        is_id,
        "lower-case letters, digits and hyphens, and no id of a policy that comes with Lanyard",
    ))?;
    let name = ask(question("--name", "Name of the school", arguments.name.as_ref(), None, some, "the school's name"))?;
    let title = ask(question(
        "--title",
        "Title of its document",
        arguments.title.as_ref(),
        Some("Staff acceptable use policy"),
        some,
        "the document's title",
    ))?;
    let dated = ask(question(
        "--dated",
        "Last reviewed (2026-03)",
        arguments.dated.as_ref(),
        None,
        is_month,
        "a month such as 2026-03",
    ))?;
    let review = ask(question(
        "--review",
        "Review due (2027-03; Enter where it does not say)",
        arguments.review.as_ref(),
        Some(""),
        is_month_or_nothing,
        "a month such as 2027-03, or nothing",
    ))?;
    let nation = ask(question(
        "--nation",
        "Nation",
        arguments.nation.as_ref(),
        Some("england"),
        is_nation,
        "england, scotland, wales or northern-ireland",
    ))?;
    let lead = ask(question(
        "--lead",
        "Title of the safeguarding lead",
        arguments.lead.as_ref(),
        Some("DSL"),
        some,
        "a title such as DSL",
    ))?;

    let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from(format!("{id}.toml")));
    if out.file_name().is_none_or(|file| file.to_string_lossy() != format!("{id}.toml")) {
        let expected = format!("a file named `{id}.toml`: a pack is found by its id");
        return Err(vec![Bad::argument("--out", &expected, None)]);
    }
    let mut school = School {
        id,
        names: vec![name.clone()],
        name,
        policy: title,
        dated,
        review: Some(review).filter(|review| !review.is_empty()),
        zone: "Europe/London".to_owned(),
        nation,
        lead,
        route: Vec::new(),
        binds: vec!["staff".to_owned()],
        colour: None,
    };
    if let Some(base) = &base {
        school.route.clone_from(&base.school.route);
        school.binds.clone_from(&base.school.binds);
    }
    let text = match &base {
        Some(base) => from_base(&school, base),
        None => empty(&school),
    };
    // What it says must be what `policy check` accepts, or it is no start.
    let file = out.display().to_string();
    lanyard_pack::compile(&file, &text).map_err(|mistakes| {
        mistakes.iter().map(|mistake| Bad::file(&file, &mistake.to_string(), None)).collect::<Vec<_>>()
    })?;
    write_new(&out, &text).map_err(|why| vec![Bad::file(&file, &why, None)])?;
    let next = if base.is_some() {
        "Read each clause against your own document: change its text, section and severity, or take it out."
    } else {
        "Write your document's clauses into it, one [[clause]] each; the comment at its end shows how."
    };
    Ok(format!("{file} written.\n{next}\nThen: lanyard policy check {file}\n"))
}

fn write_new(out: &PathBuf, text: &str) -> Result<(), String> {
    let mut file = std::fs::File::create_new(out).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => "a file that is not there yet: nothing was written over".to_owned(),
        _ => format!("a file that can be written: {}", plain(&error)),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| format!("a file that can be written: {}", plain(&error)))
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && text != "index"
        && !PACKS.iter().any(|(id, _)| *id == text)
}

fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    year.len() == 4
        && month.len() == 2
        && year.parse::<u16>().is_ok()
        && month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
}

fn is_month_or_nothing(text: &str) -> bool {
    text.is_empty() || is_month(text)
}

fn is_nation(text: &str) -> bool {
    NATIONS.contains(&text)
}

fn head(school: &School) -> String {
    let mut text = String::from("[school]\n");
    let mut line = |key: &str, value: String| {
        let _ = writeln!(text, "{key} = {value}");
    };
    line("id", quoted(&school.id));
    line("name", quoted(&school.name));
    line("policy", quoted(&school.policy));
    line("dated", quoted(&school.dated));
    if let Some(review) = &school.review {
        line("review", quoted(review));
    }
    line("zone", quoted(&school.zone));
    line("nation", quoted(&school.nation));
    line("lead", quoted(&school.lead));
    line("names", list(&school.names));
    line("route", list(&school.route));
    line("binds", list(&school.binds));
    text += "# colour = \"#7a1f3d\"          # the school's own: a line at the head of Lanyard's pages\n";
    text
}

fn empty(school: &School) -> String {
    let mut text = head(school);
    text += "\n# The people whom the document names, as roles, never by name.\n\
        [[role]]\nid = \"head\"\ntitle.en = \"the head teacher\"\n\n\
        # One table for each clause, in your own words, with the document's own numbers:\n\
        #\n\
        # [[clause]]\n\
        # id = \"4.1\"\n\
        # section = \"4.1\"\n\
        # line = 1\n\
        # audience = \"staff\"            # staff, school, pupil or parent\n\
        # subject = \"passwords\"\n\
        # modality = \"must not\"         # must, must not, should, should not, may, advised, n/a\n\
        # severity = \"prohibited\"       # prohibited, required, advised, informational\n\
        # check = \"automatic\"           # automatic, configured, reminder, not-visible\n\
        # rule = \"password-share\"       # docs/rules.md\n\
        # moments = [\"print\"]          # of a reminder alone: docs/reminders.md\n\
        # text.en = \"Tell nobody your password.\"\n\
        # see = \"A password in a message that is being written.\"\n\
        # offer = \"Take it out.\"\n\
        # tell = [\"head\"]\n\
        #\n\
        # and, for each rule that rests on clauses, its settings (`lanyard policy explain tudhoe password-share`):\n\
        #\n\
        # [rules.password-share]\n\
        # account = [\"4.1\"]\n";
    text
}

fn from_base(school: &School, base: &Policy) -> String {
    let mut text = format!(
        "# Started from `{}`. Nothing in it is your school's own until you have read it against your document.\n\n{}",
        base.school.id,
        head(school)
    );
    for role in &base.roles {
        let _ = writeln!(text, "\n[[role]]\nid = {}\n{}", quoted(&role.id), worded("title", &role.title).trim_end());
    }
    for (rule, settings) in base.rules.iter() {
        let _ = writeln!(text, "\n[rules.{rule}]");
        for (option, value) in settings.as_object().into_iter().flatten() {
            let _ = writeln!(text, "{option} = {}", inline(value));
        }
    }
    for clause in &base.clauses {
        let _ = writeln!(text, "\n[[clause]]\nid = {}\nsection = {}", quoted(&clause.id), quoted(&clause.section));
        let _ = writeln!(text, "line = {}", clause.line);
        for (key, value) in
            [("audience", &clause.audience), ("subject", &clause.subject), ("modality", &clause.modality)]
        {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
        let plain = |value: serde_json::Result<Value>| value.map(|value| inline(&value)).unwrap_or_default();
        let _ = writeln!(text, "severity = {}", plain(serde_json::to_value(clause.severity)));
        let _ = writeln!(text, "check = {}", plain(serde_json::to_value(clause.check)));
        if !clause.moments.is_empty() {
            let ids: Vec<String> = clause.moments.iter().map(|moment| moment.id().to_owned()).collect();
            let _ = writeln!(text, "moments = {}", list(&ids));
        }
        let _ = writeln!(text, "rule = {}", quoted(&clause.rule));
        text += &worded("text", &clause.text);
        let _ = writeln!(
            text,
            "see = {}\noffer = {}\ntell = {}",
            quoted(&clause.see),
            quoted(&clause.offer),
            list(&clause.tell)
        );
        if clause.pending {
            text += "pending = true\n";
        }
    }
    text
}

fn worded(key: &str, text: &Text) -> String {
    let welsh = text.cy.as_ref().map(|welsh| format!("{key}.cy = {}\n", quoted(welsh))).unwrap_or_default();
    format!("{key}.en = {}\n{welsh}", quoted(&text.en))
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
}

/// A JSON text is a TOML text: the escapes that JSON writes are TOML's too.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A value on one line, tables inline.
fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

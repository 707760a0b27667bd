//! `lanyard roster`: `build` is here, the others are in [`crate::seal`].

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use lanyard_core::config::MAX_ROSTER;
use lanyard_core::problem::Problem;
use lanyard_core::roster::{Date, MAX_DAYS, Role, RosterBuilder, Status, read_key};

use crate::Outcome;
use crate::input::{Bad, Source, plain};
use crate::people;
use crate::seal;
use lanyard_people as list;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Turns lists of people into fingerprints: FILE, and its key FILE.key
    Build(Box<Build>),
    /// Makes the key pair that signs a roster for the school's site
    Keys(seal::Keys),
    /// Encrypts and signs a roster for the school's site
    Seal(seal::Seal),
    /// Says whether a sealed roster is signed with a key and may be used today
    Verify(seal::Verify),
}

#[derive(Args)]
pub(crate) struct Build {
    /// The list or lists, as the school's information system exports them: CSV with any separator, in UTF-8,
    /// UTF-16 or Windows-1252. Columns are known by the names that exports use: role (pupil, parent, staff), status
    /// (current, future, former), first_name or Forename, last_name or Surname, preferred_name, email, handles
    /// (facebook:x;instagram:y), date_of_birth (DD/MM/YYYY or YYYY-MM-DD), year, class, exclude (yes leaves somebody
    /// out), and "Contact 1 Forename" and the like for parents in a pupil's row
    #[arg(value_name = "PEOPLE.csv", required = true)]
    people: Vec<PathBuf>,
    /// Where the fingerprints go. The key goes to FILE.key; keep the two apart
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The school's key from an earlier roster, to be used again; no new one is written. The fingerprints are new
    /// all the same
    #[arg(long, value_name = "FILE.key")]
    key: Option<PathBuf>,
    /// Days until it can no longer be used, 35 at most
    #[arg(long, value_name = "DAYS", default_value_t = MAX_DAYS, value_parser = clap::value_parser!(i64).range(1..=MAX_DAYS))]
    expires: i64,
    /// Id of the school's policy
    #[arg(long, value_name = "ID", value_parser = school)]
    school: Option<String>,
    /// What a column is called in the list, such as last_name=Nachname; may be given several times
    #[arg(long, value_name = "COLUMN=HEADER", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What everybody is in a list without a column role
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Option<Role>,
    /// Since when or until when, in a list without a column status
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Option<Status>,
    /// Only pupils of these years, such as 7,8; parents and staff without a year stay in
    #[arg(long, value_name = "YEARS", value_delimiter = ',')]
    year: Vec<String>,
    /// Only pupils of these classes, such as 7B,7C
    #[arg(long, value_name = "CLASSES", value_delimiter = ',')]
    class: Vec<String>,
    /// Take in legal names beside preferred ones
    #[arg(long)]
    legal_names: bool,
    /// Leave out rows that cannot be read instead of stopping
    #[arg(long)]
    skip_bad_rows: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (column, header) = text.split_once('=').ok_or("expected COLUMN=HEADER, such as last_name=Nachname")?;
    Ok((column.trim().to_owned(), header.trim().to_owned()))
}

fn role(word: &str) -> Result<Role, String> {
    list::role(word).ok_or_else(|| "expected pupil, parent or staff".to_owned())
}

fn status(word: &str) -> Result<Status, String> {
    list::status(word).ok_or_else(|| "expected current, future or former".to_owned())
}

fn school(id: &str) -> Result<String, String> {
    let good = !id.is_empty()
        && id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    if good {
        Ok(id.to_owned())
    } else {
        Err("expected an id such as st-marylebone: small letters, digits and hyphens".to_owned())
    }
}

pub(crate) fn run(command: &Command) -> Outcome {
    match command {
        Command::Build(build) => build.run(),
        Command::Keys(keys) => keys.run(),
        Command::Seal(seal) => seal.run(),
        Command::Verify(verify) => verify.run(),
    }
}

impl Build {
    fn run(&self) -> Outcome {
        let key_file = self.key_file();
        let bad: Vec<Bad> = [Some(self.out.as_path()), self.key.is_none().then_some(key_file.as_path())]
            .into_iter()
            .flatten()
            .filter_map(|out| self.unwritable(out))
            .collect();
        if !bad.is_empty() {
            return Err(bad);
        }
        let (list, today) = self.list()?;
        for mistake in &list.bad {
            eprintln!("{}", Bad::from(mistake.clone()));
        }
        let mut builder = RosterBuilder::new(self.school.as_deref().unwrap_or_default());
        for person in &list.people {
            builder.add_person(person.clone());
        }
        if builder.people() == 0 {
            return Err(vec![Bad::file(&self.names(), "at least one person", None)]);
        }
        let key = self.school_key()?;
        let files = builder.finish(key, random()?, today, today.plus_days(self.expires));
        if self.key.is_none() {
            write_private(&key_file, files.key.as_bytes()).map_err(|bad| vec![bad])?;
        }
        let text = files.text();
        let inline = text.len() <= MAX_ROSTER;
        let content = if inline { text.as_bytes() } else { files.table.as_slice() };
        write_private(&self.out, content).map_err(|bad| vec![bad])?;
        Ok(self.said(&list, builder.people(), content.len(), inline, today))
    }

    fn list(&self) -> Result<(list::List, Date), Vec<Bad>> {
        let today = Date::of_ms(Timestamp::now().as_millisecond());
        let groups = |texts: &[String]| texts.iter().map(|text| list::group(text)).collect();
        let options = list::Options {
            legal_names: self.legal_names,
            map: self.map.clone(),
            role: self.role,
            status: self.status,
            years: groups(&self.year),
            classes: groups(&self.class),
            several: self.people.len() > 1,
            sites: Vec::new(),
            today,
        };
        let list = people::read(&self.people, options)?;
        if list.bad.is_empty() || self.skip_bad_rows {
            return Ok((list, today));
        }
        let mut bad: Vec<Bad> = list.bad.into_iter().map(Bad::from).collect();
        let advice = "correct the rows above, or leave them out with --skip-bad-rows";
        let expected = format!("a list without mistakes; found {}. Nothing was written", bad.len());
        bad.push(Bad::file(&self.names(), &expected, Some(advice)));
        Err(bad)
    }

    /// The key that was given, or a new one.
    fn school_key(&self) -> Result<[u8; 16], Vec<Bad>> {
        let Some(file) = &self.key else { return random() };
        let source = Source::read(file).map_err(|bad| vec![bad])?;
        read_key(&source.text).map_err(|problem| {
            let inside = problem.path.split_once('.').map_or("", |(_, inside)| inside).to_owned();
            vec![source.locate(Problem { path: inside, ..problem })]
        })
    }

    fn said(&self, list: &list::List, people: usize, bytes: usize, inline: bool, today: Date) -> String {
        let last_day = today.plus_days(self.expires);
        let out = self.out.display();
        let mut said = format!("{out}: {people} people, {} KB, last day {last_day}\n", bytes.div_ceil(1000));
        let _ = match &self.key {
            Some(key) => writeln!(said, "{}: still its key. The fingerprints are new.", key.display()),
            None => writeln!(
                said,
                "{}: its key. Whoever holds both can try names: keep and send them apart.",
                self.key_file().display()
            ),
        };
        let mut line = |count: usize, what: &str| {
            if count > 0 {
                let _ = writeln!(said, "{count} {what}");
            }
        };
        line(list.bad.len(), "mistakes; the rows that hold them were left out, see above");
        line(list.excluded, "left out by the column exclude");
        line(list.elsewhere, "pupils of other years or classes left out");
        line(list.ageless, "former pupils without a date of birth: no rule takes them for under 18");
        for note in &list.notes {
            let _ = writeln!(said, "{note}");
        }
        if !inline {
            let limit = MAX_ROSTER / 1000;
            let _ = writeln!(
                said,
                "too large for managed configuration, which carries at most {limit} KB: it is a file to fetch, see `lanyard roster seal`"
            );
        }
        said
    }

    fn names(&self) -> String {
        self.people.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ")
    }

    fn key_file(&self) -> PathBuf {
        let mut name = self.out.clone().into_os_string();
        name.push(".key");
        name.into()
    }

    /// Never over a folder, and never over the list itself.
    fn unwritable(&self, out: &Path) -> Option<Bad> {
        let name = out.display().to_string();
        if out.is_dir() {
            return Some(Bad::file(
                &name,
                "a file to write; this is a folder",
                Some("name the file: --out FOLDER/people.roster"),
            ));
        }
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Some(Bad::file(&name, "a folder that is there to write it to", None));
        }
        let real = fs::canonicalize(out).ok();
        let ours =
            self.people.iter().chain(&self.key).any(|file| real.is_some() && fs::canonicalize(file).ok() == real);
        ours.then(|| Bad::file(&name, "another file than the list itself or its key", None))
    }
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], Vec<Bad>> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| vec![Bad::file("the system", &format!("random numbers: {error}"), None)])?;
    Ok(bytes)
}

/// Written beside its place and moved there, readable by nobody else: a half-written roster is
/// never found, and an old file's wider permissions do not live on.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<(), Bad> {
    let mut beside = path.to_owned().into_os_string();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = private_file(&beside)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        Bad::file(&path.display().to_string(), &format!("a file that can be written: {}", plain(&error)), None)
    })
}

fn private_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

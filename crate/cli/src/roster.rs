//! `lanyard roster build`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use lanyard_core::config::MAX_ROSTER;
use lanyard_core::roster::{Date, MAX_DAYS, RosterBuilder};

use crate::Outcome;
use crate::input::{Bad, Source, plain};
use crate::people;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Turns a list of people into fingerprints: FILE, and its key FILE.key
    Build(Build),
}

#[derive(Args)]
pub(crate) struct Build {
    /// The list, in UTF-8. Columns: role (pupil, parent, staff), status (current, future, former),
    /// first_name, last_name, preferred_name, email, handles (facebook:x;instagram:y), date_of_birth
    /// (DD/MM/YYYY or YYYY-MM-DD), exclude (yes leaves somebody out)
    #[arg(value_name = "PEOPLE.csv")]
    people: PathBuf,
    /// Where the fingerprints go. The key goes to FILE.key; keep the two apart
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Days until it can no longer be used, 35 at most
    #[arg(long, value_name = "DAYS", default_value_t = MAX_DAYS, value_parser = clap::value_parser!(i64).range(1..=MAX_DAYS))]
    expires: i64,
    /// Id of the school's policy
    #[arg(long, value_name = "ID", value_parser = school)]
    school: Option<String>,
    /// Take in legal first names beside preferred ones
    #[arg(long)]
    legal_names: bool,
    /// Leave out rows that cannot be read instead of stopping
    #[arg(long)]
    skip_bad_rows: bool,
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
    let Command::Build(build) = command;
    build.run()
}

impl Build {
    fn run(&self) -> Outcome {
        let key_file = self.key_file();
        let outs = [self.out.as_path(), key_file.as_path()];
        let bad: Vec<Bad> = outs.into_iter().filter_map(|out| self.unwritable(out)).collect();
        if !bad.is_empty() {
            return Err(bad);
        }
        let source = Source::read(&self.people).map_err(|one| vec![one])?;
        let today = Date::of_ms(Timestamp::now().as_millisecond());
        let list = people::read(&source, self.legal_names, today)?;
        if !list.bad.is_empty() && !self.skip_bad_rows {
            let mut bad = list.bad;
            let advice = "correct the rows above, or leave them out with --skip-bad-rows";
            bad.push(Bad::file(
                &source.name,
                &format!("a list without mistakes; found {}. Nothing was written", bad.len()),
                Some(advice),
            ));
            return Err(bad);
        }
        for bad in &list.bad {
            eprintln!("{bad}");
        }

        let mut builder = RosterBuilder::new(self.school.as_deref().unwrap_or_default());
        for person in list.people {
            builder.add_person(person);
        }
        if builder.people() == 0 {
            return Err(vec![Bad::file(&source.name, "at least one person", None)]);
        }
        let files = builder.finish(random()?, random()?, today, today.plus_days(self.expires));
        let table = files.text();
        write_private(&key_file, &files.key).map_err(|bad| vec![bad])?;
        write_private(&self.out, &table).map_err(|bad| vec![bad])?;

        let mut said = format!(
            "{}: {} people, {} KB, last day {}\n",
            self.out.display(),
            builder.people(),
            table.len().div_ceil(1000),
            today.plus_days(self.expires)
        );
        let _ = writeln!(
            said,
            "{}: its key. Whoever holds both can try names: keep and send them apart.",
            key_file.display()
        );
        if !list.bad.is_empty() {
            let _ = writeln!(said, "{} mistakes; the rows that hold them were left out, see above", list.bad.len());
        }
        if list.excluded > 0 {
            let _ = writeln!(said, "{} left out by the column exclude", list.excluded);
        }
        if list.ageless > 0 {
            let _ = writeln!(
                said,
                "{} former pupils without a date of birth: no rule takes them for under 18",
                list.ageless
            );
        }
        if !list.unread.is_empty() {
            let _ = writeln!(said, "columns that are not used: {}", list.unread.join(", "));
        }
        if table.len() > MAX_ROSTER {
            let _ =
                writeln!(said, "too large for managed configuration, which carries at most {} KB", MAX_ROSTER / 1000);
        }
        Ok(said)
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
        let same = fs::canonicalize(out)
            .ok()
            .is_some_and(|out| fs::canonicalize(&self.people).is_ok_and(|people| people == out));
        same.then(|| Bad::file(&name, "another file than the list itself", None))
    }
}

fn random() -> Result<[u8; 16], Vec<Bad>> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| vec![Bad::file("the system", &format!("random numbers: {error}"), None)])?;
    Ok(bytes)
}

/// Written beside its place and moved there, readable by nobody else: a half-written roster is
/// never found, and an old file's wider permissions do not live on.
fn write_private(path: &Path, content: &str) -> Result<(), Bad> {
    let mut beside = path.to_owned().into_os_string();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = private_file(&beside)
        .and_then(|mut file| file.write_all(content.as_bytes()).and_then(|()| file.sync_all()))
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

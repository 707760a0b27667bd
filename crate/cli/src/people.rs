//! The school's list: rows of a CSV file to people. Every row that cannot be read is named by
//! row and column; what stood in it is not repeated, for it is about a person (G6).

use lanyard_core::catalogue::nearest_of;
use lanyard_core::problem::Problem;
use lanyard_core::roster::{self, Date, Person, Role, Status};

use crate::input::{Bad, Source};
use crate::policy::SITES;

const COLUMNS: [&str; 9] =
    ["role", "status", "first_name", "last_name", "preferred_name", "email", "handles", "date_of_birth", "exclude"];
const NEEDED: [&str; 4] = ["role", "status", "first_name", "last_name"];

const ROLES: [(&str, Role); 3] = [("pupil", Role::Pupil), ("parent", Role::Parent), ("staff", Role::Staff)];
const STATUSES: [(&str, Status); 3] =
    [("current", Status::Current), ("future", Status::Future), ("former", Status::Former)];

/// Sites that a handle may be of although Lanyard has no site file for them yet.
const OTHER_SITES: [&str; 9] =
    ["twitter", "facebook", "instagram", "x", "linkedin", "tiktok", "snapchat", "youtube", "xmpp"];

/// What a list comes to.
pub(crate) struct List {
    pub(crate) people: Vec<Person>,
    /// Rows with an `exclude` that says yes.
    pub(crate) excluded: usize,
    /// Former pupils without a date of birth.
    pub(crate) ageless: usize,
    /// Columns that are not read.
    pub(crate) unread: Vec<String>,
    /// What is wrong, row by row.
    pub(crate) bad: Vec<Bad>,
}

/// Reads the list. An error where it is no list at all; rows that cannot be read are in `bad`.
pub(crate) fn read(source: &Source, legal_names: bool, today: Date) -> Result<List, Vec<Bad>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(source.text.as_bytes());
    let headers = reader.headers().map_err(|error| vec![wrong_csv(source, &error)])?.clone();
    let columns = Columns::read(source, &headers)?;
    let mut list =
        List { people: Vec::new(), excluded: 0, ageless: 0, unread: columns.unread.clone(), bad: Vec::new() };
    let mut rows = Vec::new();
    for record in reader.into_records() {
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => rows.push(record),
            Err(error) => list.bad.push(wrong_csv(source, &error)),
        }
    }
    let american = rows.iter().find(|row| month_first(columns.cell(row, "date_of_birth"))).map(line);
    for record in &rows {
        let mut row = Row { source, columns: &columns, record, width: headers.len(), american, bad: Vec::new() };
        let person = row.person(legal_names, today);
        if !row.bad.is_empty() {
            list.bad.append(&mut row.bad);
            continue;
        }
        match person {
            Some(person) => {
                list.ageless += usize::from(is_former_pupil(&person) && person.born.is_none());
                list.people.push(person);
            }
            None => list.excluded += 1,
        }
    }
    Ok(list)
}

fn is_former_pupil(person: &Person) -> bool {
    (person.role, person.status) == (Role::Pupil, Status::Former)
}

fn line(record: &csv::StringRecord) -> usize {
    record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0))
}

fn wrong_csv(source: &Source, error: &csv::Error) -> Bad {
    let line = error.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
    Bad::at(&source.name, (line, 1), Problem::new("csv", "", "a row of comma-separated values"))
}

struct Columns {
    /// Position of each of [`COLUMNS`].
    at: Vec<Option<usize>>,
    unread: Vec<String>,
}

impl Columns {
    fn read(source: &Source, headers: &csv::StringRecord) -> Result<Self, Vec<Bad>> {
        let mut columns = Self { at: vec![None; COLUMNS.len()], unread: Vec::new() };
        let mut bad = Vec::new();
        let wrong = |column: &str, expected: &str, suggestion: Option<String>| {
            Bad::at(&source.name, (1, 1), Problem::new("column", column, expected).suggest(suggestion))
        };
        for (at, header) in headers.iter().enumerate() {
            let name = header.to_lowercase().replace([' ', '-'], "_");
            match COLUMNS.iter().position(|column| *column == name) {
                Some(column) if columns.at[column].is_some() => bad.push(wrong(&name, "this column once", None)),
                Some(column) => columns.at[column] = Some(at),
                None => match misspelt(&name) {
                    // A misspelt `exclude` would let in the very people who must stay out.
                    Some(suggestion) => bad.push(wrong(header, "a column of the list", Some(suggestion))),
                    None => columns.unread.push(header.to_owned()),
                },
            }
        }
        for needed in NEEDED {
            if columns.position(needed).is_none() && bad.is_empty() {
                let expected = format!("this column; the first row names the columns: {}", COLUMNS.join(","));
                let other = headers.len() == 1 && headers.iter().any(|header| header.contains([';', '\t']));
                let suggestion = other.then(|| "separate the columns with commas".to_owned());
                bad.push(wrong(needed, &expected, suggestion));
            }
        }
        if bad.is_empty() { Ok(columns) } else { Err(bad) }
    }

    fn position(&self, column: &str) -> Option<usize> {
        COLUMNS.iter().position(|known| *known == column).and_then(|at| self.at[at])
    }

    fn cell<'r>(&self, record: &'r csv::StringRecord, column: &str) -> &'r str {
        self.position(column).and_then(|at| record.get(at)).unwrap_or_default()
    }
}

/// Whether a column is one of ours with a slip in it. Short words are near too many others, and
/// a list has columns of its own: `form`, `year`, `house`.
fn misspelt(name: &str) -> Option<String> {
    let letter = name.chars().next()?;
    let alike = COLUMNS.into_iter().filter(|column| column.starts_with(letter));
    if name.len() > 4 { nearest_of(name, alike) } else { None }
}

struct Row<'a> {
    source: &'a Source,
    columns: &'a Columns,
    record: &'a csv::StringRecord,
    width: usize,
    /// Line of a date that can only be month first, where the list has one.
    american: Option<usize>,
    bad: Vec<Bad>,
}

impl<'a> Row<'a> {
    /// The person; none where the row says `exclude`, or where `bad` says what is wrong.
    fn person(&mut self, legal_names: bool, today: Date) -> Option<Person> {
        // A stray comma moves every cell after it: nothing in such a row can be trusted.
        if self.record.len() != self.width {
            let expected = format!("{} cells, as in the first row; found {}", self.width, self.record.len());
            self.wrong("row", &expected, Some("put cells that hold a comma in quotation marks".to_owned()));
            return None;
        }
        let excluded = self.switch("exclude");
        if excluded == Some(true) {
            return None;
        }
        let role = self.word("role", &ROLES);
        let status = self.word("status", &STATUSES);
        let addresses = self.addresses();
        let handles = self.handles();
        let born = self.date(today);
        let person = Person { role: role?, status: status?, names: self.names(legal_names), addresses, handles, born };
        let known = person.names.iter().any(|name| roster::name(name).is_some())
            || !person.addresses.is_empty()
            || !person.handles.is_empty();
        if !known {
            self.wrong("last_name", "a first and a last name, an e-mail address or a handle", None);
        }
        excluded.map(|_| person)
    }

    fn cell(&self, column: &str) -> &'a str {
        self.columns.cell(self.record, column)
    }

    fn wrong(&mut self, column: &str, expected: &str, suggestion: Option<String>) {
        let at = (line(self.record), self.columns.position(column).map_or(1, |at| at + 1));
        self.bad.push(Bad::at(&self.source.name, at, Problem::new("row", column, expected).suggest(suggestion)));
    }

    fn word<T: Copy>(&mut self, column: &str, words: &[(&str, T)]) -> Option<T> {
        let cell = self.cell(column).to_lowercase();
        let found = words.iter().find(|(word, _)| *word == cell).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.wrong(column, &known.join(", "), nearest_of(&cell, known.iter().copied()));
        }
        found
    }

    fn switch(&mut self, column: &str) -> Option<bool> {
        match self.cell(column).to_lowercase().as_str() {
            "" | "no" | "n" | "false" | "0" => Some(false),
            "yes" | "y" | "true" | "1" | "x" => Some(true),
            _ => {
                self.wrong(column, "yes or no", None);
                None
            }
        }
    }

    /// The name that they go by; the legal one too where the school asks for it (G8).
    fn names(&self, legal_names: bool) -> Vec<String> {
        let (first, last, preferred) = (self.cell("first_name"), self.cell("last_name"), self.cell("preferred_name"));
        let legal = format!("{first} {last}");
        if preferred.is_empty() {
            return vec![legal];
        }
        // Some lists hold a preferred first name here, others the whole name.
        let whole = preferred.to_lowercase().ends_with(&format!(" {}", last.to_lowercase()));
        let preferred = if whole { preferred.to_owned() } else { format!("{preferred} {last}") };
        if legal_names { vec![preferred, legal] } else { vec![preferred] }
    }

    fn addresses(&mut self) -> Vec<String> {
        let mut addresses = Vec::new();
        for part in parts(self.cell("email")) {
            if roster::address(part).is_some() {
                addresses.push(part.to_owned());
            } else {
                self.wrong("email", "e-mail addresses, several separated by ;", None);
            }
        }
        addresses
    }

    fn handles(&mut self) -> Vec<(String, String)> {
        let mut handles = Vec::new();
        for part in parts(self.cell("handles")) {
            let (site, handle) = part.split_once(':').unwrap_or(("", part));
            let site = site.trim().to_lowercase();
            let known = || SITES.iter().copied().chain(OTHER_SITES);
            if site.is_empty() || handle.starts_with("//") {
                self.wrong(
                    "handles",
                    "`site:handle`, several separated by ;, such as facebook:jo.lee;instagram:jo",
                    None,
                );
            } else if !known().any(|other| other == site) {
                self.wrong("handles", "a site that Lanyard knows before the colon", nearest_of(&site, known()));
            } else if roster::handle(&site, handle).is_none() {
                self.wrong("handles", "a handle after the colon", None);
            } else {
                handles.push((site, handle.trim().to_owned()));
            }
        }
        handles
    }

    /// `DD/MM/YYYY` or ISO, and nothing that could be read in two ways (G8).
    fn date(&mut self, today: Date) -> Option<Date> {
        let cell = self.cell("date_of_birth");
        if cell.is_empty() {
            return None;
        }
        let expected = "a date of birth as DD/MM/YYYY or YYYY-MM-DD";
        let Some(date) = Date::parse(cell).or_else(|| day_first(cell)) else {
            let suggestion = month_first(cell).then(|| "this one has the month first; write the day first".to_owned());
            self.wrong("date_of_birth", expected, suggestion);
            return None;
        };
        if let Some(line) =
            self.american.filter(|_| cell.contains('/') && swapped(cell).is_some_and(|other| other != date))
        {
            let suggestion =
                format!("line {line} has the month first, so this one can be read in two ways; write YYYY-MM-DD");
            self.wrong("date_of_birth", "a date that can be read in one way only", Some(suggestion));
            return None;
        }
        if date > today || date.days() < today.days() - 120 * 366 {
            self.wrong("date_of_birth", "a date of birth of somebody alive", None);
            return None;
        }
        Some(date)
    }
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// Two digits, two digits, four digits.
fn slashed(cell: &str) -> Option<(u8, u8, i32)> {
    let parts: Vec<&str> = cell.split('/').collect();
    let [a, b, year] = parts.as_slice() else { return None };
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !digits || (a.len(), b.len(), year.len()) != (2, 2, 4) {
        return None;
    }
    Some((a.parse().ok()?, b.parse().ok()?, year.parse().ok()?))
}

fn day_first(cell: &str) -> Option<Date> {
    slashed(cell).and_then(|(day, month, year)| Date::new(year, month, day))
}

fn swapped(cell: &str) -> Option<Date> {
    slashed(cell).and_then(|(month, day, year)| Date::new(year, month, day))
}

/// Whether a date makes sense with the month first only.
fn month_first(cell: &str) -> bool {
    day_first(cell).is_none() && swapped(cell).is_some()
}

//! The school's list: rows of CSV files to people. Every row that cannot be read is named by
//! row and column; what stood in it is not repeated, for it is about a person (G6).

mod columns;
mod table;

use csv::StringRecord;
use lanyard_core::catalogue::nearest_of;
use lanyard_core::problem::{Mistake, Problem};
use lanyard_core::roster::{self, Date, Person, Role, Status};

use columns::Columns;
use table::Table;

/// What a cell may say somebody is; the first three are how it is said in messages.
const ROLES: &[(&str, Role)] = &[
    ("pupil", Role::Pupil),
    ("parent", Role::Parent),
    ("staff", Role::Staff),
    ("student", Role::Pupil),
    ("learner", Role::Pupil),
    ("carer", Role::Parent),
    ("guardian", Role::Parent),
    ("parent/carer", Role::Parent),
    ("contact", Role::Parent),
    ("teacher", Role::Staff),
    ("employee", Role::Staff),
];
const STATUSES: &[(&str, Status)] = &[
    ("current", Status::Current),
    ("future", Status::Future),
    ("former", Status::Former),
    ("on roll", Status::Current),
    ("active", Status::Current),
    ("applicant", Status::Future),
    ("pre admission", Status::Future),
    ("leaver", Status::Former),
    ("left", Status::Former),
    ("off roll", Status::Former),
    // How schools in England tell enrolment (Common Basic Data Set, CS027), and how their systems write it.
    ("c", Status::Current),
    ("m", Status::Current),
    ("s", Status::Current),
    ("g", Status::Current),
    ("p", Status::Former),
    ("single registration", Status::Current),
    ("current single registration", Status::Current),
    ("main dual registration", Status::Current),
    ("dual registration main", Status::Current),
    ("current main dual registration", Status::Current),
    ("subsidiary dual registration", Status::Current),
    ("dual registration subsidiary", Status::Current),
    ("current subsidiary dual registration", Status::Current),
    ("guest", Status::Current),
    ("guest pupil", Status::Current),
    ("enrolled", Status::Current),
    ("previous", Status::Former),
    ("archived", Status::Former),
    ("accepted", Status::Future),
    ("prospective", Status::Future),
];

/// Sites that a handle may be of although Lanyard has no site file for them yet.
const OTHER_SITES: [&str; 9] =
    ["twitter", "facebook", "instagram", "x", "linkedin", "tiktok", "snapchat", "youtube", "xmpp"];

/// How lists are to be read.
pub struct Options {
    /// Take in legal names beside preferred ones.
    pub legal_names: bool,
    /// Our column and what the list calls it.
    pub map: Vec<(String, String)>,
    /// Of everybody in a list that does not say.
    pub role: Option<Role>,
    pub status: Option<Status>,
    /// Years and classes of pupils that are taken in; empty: all.
    pub years: Vec<String>,
    pub classes: Vec<String>,
    /// Whether there are several lists.
    pub several: bool,
    /// Ids of the sites whose handles are known.
    pub sites: Vec<String>,
    pub today: Date,
}

/// A list as it was read, before it is looked into.
pub struct Text {
    /// Name of the file.
    pub name: String,
    /// All of it.
    pub text: String,
    /// What it was encoded in, where that was not UTF-8.
    pub encoding: Option<&'static str>,
}

impl Options {
    /// Nothing asked for.
    pub fn plain(today: Date) -> Self {
        let (map, years, classes, sites) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { legal_names: false, map, role: None, status: None, years, classes, several: false, sites, today }
    }
}

/// What the lists come to.
#[derive(Default)]
pub struct List {
    pub people: Vec<Person>,
    /// Rows with an `exclude` that says yes.
    pub excluded: usize,
    /// Pupils of other years or classes than were asked for.
    pub elsewhere: usize,
    /// Former pupils without a date of birth.
    pub ageless: usize,
    /// What is to be said when it is done.
    pub notes: Vec<String>,
    /// What is wrong, row by row.
    pub bad: Vec<Mistake>,
}

/// A role or a status of the command line.
pub fn role(word: &str) -> Option<Role> {
    find(word, ROLES)
}

pub fn status(word: &str) -> Option<Status> {
    find(word, STATUSES)
}

fn find<T: Copy>(word: &str, words: &[(&str, T)]) -> Option<T> {
    let letters = word.to_lowercase();
    // `Single Registration`, `Dual Registration - Main`, `On-Roll`; a slash tells two words for one thing.
    let parts =
        letters.split(|letter: char| !letter.is_alphanumeric() && letter != '/').filter(|part| !part.is_empty());
    let word = parts.collect::<Vec<_>>().join(" ");
    words.iter().find(|(known, _)| *known == word || word.strip_suffix('s') == Some(known)).map(|(_, value)| *value)
}

/// Reads the lists. An error where one is no list at all; rows that cannot be read are in `bad`.
pub fn read(lists: &[Text], options: &Options) -> Result<List, Vec<Mistake>> {
    let mut list = List::default();
    let mut wrong = Vec::new();
    for text in lists {
        if let Err(mut bad) = read_one(text, options, &mut list) {
            wrong.append(&mut bad);
        }
    }
    if wrong.is_empty() { Ok(list) } else { Err(wrong) }
}

fn read_one(text: &Text, options: &Options, list: &mut List) -> Result<(), Vec<Mistake>> {
    let mut table = Table::read(text)?;
    let columns = Columns::read(&table.name, &table.headers, options)?;
    list.bad.append(&mut table.bad);
    list.notes.append(&mut table.notes);
    let name = if options.several { format!("{}: ", table.name) } else { String::new() };
    if !columns.numbers.is_empty() {
        list.notes.push(format!("{name}numbers of people, which are never read: {}", columns.numbers.join(", ")));
    }
    if !columns.unread.is_empty() {
        list.notes.push(format!("{name}columns that are not used: {}", columns.unread.join(", ")));
    }
    let dates = columns.position("date_of_birth");
    let american = table.rows.iter().find(|row| month_first(dates.and_then(|at| row.get(at)).unwrap_or_default()));
    let american = american.map(|row| table.line(row));
    for record in &table.rows {
        let mut row = Row { table: &table, columns: &columns, record, options, american, bad: Vec::new() };
        let taken = row.people();
        if !row.bad.is_empty() {
            list.bad.append(&mut row.bad);
            continue;
        }
        match taken {
            Some(Taken::People(people)) => {
                list.ageless += people.iter().filter(|one| is_former_pupil(one) && one.born.is_none()).count();
                list.people.extend(people);
            }
            Some(Taken::Elsewhere) => list.elsewhere += 1,
            Some(Taken::Excluded) | None => list.excluded += 1,
        }
    }
    Ok(())
}

fn is_former_pupil(person: &Person) -> bool {
    (person.role, person.status) == (Role::Pupil, Status::Former)
}

/// What a row comes to.
enum Taken {
    People(Vec<Person>),
    Excluded,
    Elsewhere,
}

struct Row<'a> {
    table: &'a Table,
    columns: &'a Columns,
    record: &'a StringRecord,
    options: &'a Options,
    /// Line of a date that can only be month first, where the list has one.
    american: Option<usize>,
    bad: Vec<Mistake>,
}

impl<'a> Row<'a> {
    /// Whom the row brings; none where `bad` says what is wrong.
    fn people(&mut self) -> Option<Taken> {
        // A stray comma moves every cell after it: nothing in such a row can be trusted.
        let width = self.table.headers.len();
        if self.record.len() != width {
            let expected = format!("{width} cells, as in the first row; found {}", self.record.len());
            self.wrong("row", &expected, Some("put cells that hold a comma in quotation marks".to_owned()));
            return None;
        }
        let excluded = self.switch("exclude")?;
        if excluded {
            return Some(Taken::Excluded);
        }
        let role = self.word("role", ROLES, self.options.role);
        let status = self.word("status", STATUSES, self.options.status);
        let pupil = role == Some(Role::Pupil);
        let wanted = self.is_of("year", &self.options.years, pupil) & self.is_of("class", &self.options.classes, pupil);
        let at: Vec<usize> = self.columns.positions("email").collect();
        let addresses = self.addresses(&at);
        let handles = self.handles();
        let born = self.date();
        let names = self.names();
        let mut people = vec![Person { role: role?, status: status?, names, addresses, handles, born }];
        if !people.iter().all(is_known) {
            let column = if self.columns.position("last_name").is_some() { "last_name" } else { "full_name" };
            self.wrong(column, "a first and a last name, an e-mail address or a handle", None);
        }
        people.extend(self.contacts(status?));
        Some(if wanted { Taken::People(people) } else { Taken::Elsewhere })
    }

    fn cell(&self, column: &str) -> &'a str {
        self.columns.position(column).map_or("", |at| self.cell_at(at))
    }

    fn cell_at(&self, at: usize) -> &'a str {
        self.record.get(at).unwrap_or_default()
    }

    fn wrong(&mut self, column: &str, expected: &str, suggestion: Option<String>) {
        self.wrong_at(self.columns.position(column).unwrap_or_default(), column, expected, suggestion);
    }

    fn wrong_at(&mut self, at: usize, column: &str, expected: &str, suggestion: Option<String>) {
        let problem = Problem::new("row", column, expected).suggest(suggestion);
        let (file, line) = (self.table.name.clone(), self.table.line(self.record));
        self.bad.push(Mistake { file, line, column: at + 1, problem });
    }

    /// What a cell says, or what the command line says of the whole list.
    fn word<T: Copy>(&mut self, column: &str, words: &[(&str, T)], otherwise: Option<T>) -> Option<T> {
        if self.columns.position(column).is_none() {
            return otherwise;
        }
        let cell = self.cell(column).to_lowercase();
        let found = find(&cell, words);
        if found.is_none() {
            let known: Vec<&str> = words.iter().take(3).map(|(word, _)| *word).collect();
            self.wrong(column, &known.join(", "), nearest_of(&cell, words.iter().map(|(word, _)| *word)));
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

    /// Whether somebody is in one of the years or classes. Whoever is no pupil and in none is.
    fn is_of(&mut self, column: &str, wanted: &[String], pupil: bool) -> bool {
        let cell = group(self.cell(column));
        if wanted.is_empty() || cell.is_empty() && !pupil {
            return true;
        }
        if cell.is_empty() {
            self.wrong(column, &format!("the pupil's {column}, since --{column} was given"), None);
        }
        wanted.contains(&cell)
    }

    /// The name that they go by; the legal one too where the school asks for it (G8). Surname
    /// first, so that it is known which is which.
    fn names(&self) -> Vec<String> {
        let (first, last) = (self.cell("first_name"), self.cell("last_name"));
        let preferred_last = Some(self.cell("preferred_last_name")).filter(|name| !name.is_empty()).unwrap_or(last);
        // Some lists hold a preferred first name here, others the whole name.
        let preferred = self.cell("preferred_name");
        let whole = format!(" {}", last.to_lowercase());
        let cut =
            preferred.to_lowercase().ends_with(&whole).then(|| preferred.len().checked_sub(whole.len())).flatten();
        let preferred = cut.and_then(|end| preferred.get(..end)).unwrap_or(preferred);
        let preferred = if preferred.is_empty() { first } else { preferred };
        let full = self.cell("full_name");
        if first.is_empty() && last.is_empty() && preferred.is_empty() {
            return vec![full.to_owned()].into_iter().filter(|name| !name.is_empty()).collect();
        }
        let mut names = vec![surname_first(preferred, preferred_last)];
        let legal = surname_first(first, last);
        if self.options.legal_names && !names.contains(&legal) {
            names.push(legal);
        }
        names
    }

    fn addresses(&mut self, at: &[usize]) -> Vec<String> {
        let mut addresses = Vec::new();
        for &at in at {
            for part in parts(self.cell_at(at)) {
                if roster::address(part).is_some() {
                    addresses.push(part.to_owned());
                } else {
                    self.wrong_at(at, "email", "e-mail addresses, several separated by ;", None);
                }
            }
        }
        addresses
    }

    /// Parents and carers in a pupil's row.
    fn contacts(&mut self, status: Status) -> Vec<Person> {
        let columns = self.columns;
        let mut people = Vec::new();
        for (whose, cells) in &columns.contacts {
            let cell = |wanted: &str| {
                cells.iter().find(|(column, _)| *column == wanted).map_or("", |(_, at)| self.cell_at(*at))
            };
            if cells.iter().all(|(_, at)| self.cell_at(*at).is_empty()) {
                continue;
            }
            let either = |a: &'a str, b: &'a str| if a.is_empty() { b } else { a };
            let first = either(cell("preferred_name"), cell("first_name"));
            let last = either(cell("preferred_last_name"), cell("last_name"));
            let name = if first.is_empty() && last.is_empty() {
                cell("full_name").to_owned()
            } else {
                surname_first(first, last)
            };
            let emails: Vec<usize> = cells.iter().filter(|(column, _)| *column == "email").map(|(_, at)| *at).collect();
            let addresses = self.addresses(&emails);
            let person =
                Person { role: Role::Parent, status, names: vec![name], addresses, handles: Vec::new(), born: None };
            if is_known(&person) {
                people.push(person);
            } else if let Some((_, at)) = cells.first() {
                self.wrong_at(*at, whose, "a first and a last name or an e-mail address of the contact", None);
            }
        }
        people
    }

    fn handles(&mut self) -> Vec<(String, String)> {
        let mut handles = Vec::new();
        for part in parts(self.cell("handles")) {
            let (site, handle) = part.split_once(':').unwrap_or(("", part));
            let site = site.trim().to_lowercase();
            let options = self.options;
            let known = || options.sites.iter().map(String::as_str).chain(OTHER_SITES);
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
    fn date(&mut self) -> Option<Date> {
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
        let today = self.options.today;
        if date > today || date.days() < today.days() - 120 * 366 {
            self.wrong("date_of_birth", "a date of birth of somebody alive", None);
            return None;
        }
        Some(date)
    }
}

fn is_known(person: &Person) -> bool {
    person.names.iter().any(|name| roster::name(name).is_some())
        || !person.addresses.is_empty()
        || !person.handles.is_empty()
}

/// A comma in a cell would change what is first.
fn surname_first(first: &str, last: &str) -> String {
    let plain = |text: &str| text.replace(',', " ");
    format!("{}, {}", plain(last), plain(first))
}

/// A year or a class in one spelling: Year 7, Yr 7, Y07 and 7 are the same.
pub fn group(text: &str) -> String {
    let small: String = text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let bare = ["year", "yr", "y"].into_iter().find_map(|word| small.strip_prefix(word)).unwrap_or(&small);
    let bare = if bare.is_empty() { &small } else { bare };
    bare.trim_start_matches('0').to_owned()
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

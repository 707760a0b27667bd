//! A file of a school's information system as rows of cells, whatever they are separated by.

use csv::StringRecord;
use lanyard_core::problem::{Mistake, Problem};

use crate::Text;

/// What the columns may be separated by, the commonest first.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

pub(super) struct Table {
    pub(super) name: String,
    pub(super) headers: StringRecord,
    pub(super) rows: Vec<StringRecord>,
    /// Rows that are no rows.
    pub(super) bad: Vec<Mistake>,
    /// What was taken for granted: said once it is done.
    pub(super) notes: Vec<String>,
    /// Lines before the row of headers.
    skipped: usize,
}

impl Table {
    pub(super) fn read(list: &Text) -> Result<Self, Vec<Mistake>> {
        let name = list.name.clone();
        // A row would begin with the second half of the line break before it, a line too early.
        let text = list.text.replace("\r\n", "\n");
        let (text, told) = without_separator_line(&text);
        let skipped = usize::from(told.is_some());
        let separator = told.unwrap_or_else(|| separator(text));
        if let Some(line) = open_quote(text, separator) {
            let problem = Problem::new("csv", "", "a second quotation mark for the one that stands open here");
            return Err(vec![Mistake { file: name, line: line + skipped, column: 1, problem }]);
        }
        let mut notes = Vec::new();
        if let Some(encoding) = list.encoding {
            notes.push(format!("{name}: read as {encoding}"));
        }
        let mut table = Self { name, headers: StringRecord::new(), rows: Vec::new(), bad: Vec::new(), notes, skipped };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(u8::try_from(separator).unwrap_or(b','))
            .from_reader(text.as_bytes());
        table.headers = reader.headers().map_err(|error| vec![table.wrong(&error)])?.clone();
        for record in reader.into_records() {
            match record {
                Ok(record) if record.iter().all(str::is_empty) => {}
                Ok(record) => table.rows.push(record),
                Err(error) => table.bad.push(table.wrong(&error)),
            }
        }
        Ok(table)
    }

    /// The line of the file in which a row begins.
    pub(super) fn line(&self, record: &StringRecord) -> usize {
        self.skipped + record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0))
    }

    fn wrong(&self, error: &csv::Error) -> Mistake {
        let line = error.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
        let problem = Problem::new("csv", "", "a row of comma-separated values");
        Mistake { file: self.name.clone(), line: line + self.skipped, column: 1, problem }
    }
}

/// Excel may say in the first line what separates the columns.
fn without_separator_line(text: &str) -> (&str, Option<char>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let told = first.trim_end().trim_matches('"').strip_prefix("sep=").and_then(|told| told.chars().next());
    match told.filter(char::is_ascii) {
        Some(separator) => (rest, Some(separator)),
        None => (text, None),
    }
}

/// What stands most often in the first row, outside quotation marks.
fn separator(text: &str) -> char {
    let mut quoted = false;
    let mut counts = SEPARATORS.map(|separator| (separator, 0_usize));
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(known, _)| *known == letter).for_each(|(_, count)| *count += 1),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.iter().find(|(_, count)| *count == most).map_or(',', |(separator, _)| *separator)
}

/// The line of a quotation mark that is never closed: it would swallow the rest of the list.
fn open_quote(text: &str, separator: char) -> Option<usize> {
    let (mut open, mut start) = (None, true);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' if open.is_some() => open = None,
            // A doubled mark inside a quoted cell closes and opens again.
            '"' if start || text.get(..at).is_some_and(|before| before.ends_with('"')) => open = Some(at),
            _ => {}
        }
        start = open.is_none() && (letter == separator || letter == '\n' || (start && letter == ' '));
    }
    open.map(|at| text.get(..at).unwrap_or(text).matches('\n').count() + 1)
}

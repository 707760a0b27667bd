//! A file of a school's information system as rows of cells: whatever it is encoded in and
//! separated by.

use std::path::Path;

use csv::StringRecord;
use lanyard_core::problem::Problem;

use crate::input::{Bad, bytes};
use crate::locate::position;

/// What the columns may be separated by, the commonest first.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

pub(super) struct Table {
    pub(super) name: String,
    pub(super) headers: StringRecord,
    pub(super) rows: Vec<StringRecord>,
    /// Rows that are no rows.
    pub(super) bad: Vec<Bad>,
    /// What was taken for granted: said once it is done.
    pub(super) notes: Vec<String>,
    /// Lines before the row of headers.
    skipped: usize,
}

impl Table {
    pub(super) fn read(path: &Path) -> Result<Self, Bad> {
        let (name, bytes) = bytes(path)?;
        let (text, encoding) = decode(&bytes).map_err(|found| {
            Bad::file(&name, &format!("a list as CSV; found {found}"), Some("in Excel: Save as, \"CSV UTF-8\""))
        })?;
        let (text, told) = without_separator_line(&text);
        let skipped = usize::from(told.is_some());
        let separator = told.unwrap_or_else(|| separator(text));
        if let Some(line) = open_quote(text, separator) {
            let problem = Problem::new("csv", "", "a second quotation mark for the one that stands open here");
            return Err(Bad::at(&name, (line + skipped, 1), problem));
        }
        let mut notes = Vec::new();
        if let Some(encoding) = encoding {
            notes.push(format!("{name}: read as {encoding}"));
        }
        let mut table = Self { name, headers: StringRecord::new(), rows: Vec::new(), bad: Vec::new(), notes, skipped };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(u8::try_from(separator).unwrap_or(b','))
            .from_reader(text.as_bytes());
        table.headers = reader.headers().map_err(|error| table.wrong(&error))?.clone();
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

    fn wrong(&self, error: &csv::Error) -> Bad {
        let line = error.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
        let problem = Problem::new("csv", "", "a row of comma-separated values");
        Bad::at(&self.name, (line + self.skipped, 1), problem)
    }
}

/// The text, and the encoding where it is not UTF-8.
fn decode(bytes: &[u8]) -> Result<(String, Option<&'static str>), &'static str> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return sixteen(encoding_rs::UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => return sixteen(encoding_rs::UTF_16BE, rest),
        [b'P', b'K', 3, 4, ..] => return Err("a spreadsheet or another zip file"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err("an old spreadsheet"),
        _ if bytes.contains(&0) => return Err("a file that is no text, or UTF-16 without its mark"),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), None));
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    // Five bytes have no character there, and no text has them.
    if text.chars().any(|letter| matches!(letter, '\u{80}'..='\u{9f}')) {
        return Err("an encoding that is neither UTF-8 nor Windows-1252");
    }
    Ok((text.into_owned(), Some("Windows-1252")))
}

fn sixteen(
    encoding: &'static encoding_rs::Encoding,
    bytes: &[u8],
) -> Result<(String, Option<&'static str>), &'static str> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text.into_owned(), Some(encoding.name()))),
        None => Err("UTF-16 that is cut or damaged"),
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
    open.map(|at| position(text, at).0)
}

//! One sheet of a workbook, row by row.

use lanyard_core::file::Place;

use super::shared::Shared;
use crate::collect::Job;
use crate::columns::Columns;
use crate::limit;
use crate::source::Stop;
use crate::xml::{Tag, Token, Xml, add_text};

#[derive(Clone, Copy)]
enum Text {
    Shared(u32),
    Own(u32, u32),
}

/// A row as it comes.
#[derive(Default)]
struct Row {
    cells: Vec<(u32, Text)>,
    own: String,
    hidden: bool,
}

struct Sheet<'s> {
    shared: &'s Shared,
    place: Place,
    hidden: Vec<(u32, u32)>,
    row: Row,
    columns: Columns,
    rows_hidden: u32,
    header: bool,
}

pub(super) fn read(xml: Xml<'_>, shared: &Shared, place: Place, job: &mut Job<'_>) -> Result<(), Stop> {
    let mut sheet = Sheet {
        shared,
        place,
        hidden: Vec::new(),
        row: Row::default(),
        columns: Columns::default(),
        rows_hidden: 0,
        header: false,
    };
    let ended = rows(xml, &mut sheet, job);
    // Of a sheet that is too large, the rows that came before count.
    if ended != Err(Stop::Missing) {
        sheet.finish(job);
    }
    ended
}

fn rows(mut xml: Xml<'_>, sheet: &mut Sheet<'_>, job: &mut Job<'_>) -> Result<(), Stop> {
    let (mut column, mut kind, mut in_value) = (0_u32, Kind::Number, false);
    let mut words = String::new();
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                b"c" => {
                    column = tag.get(b"r").and_then(column_of).unwrap_or(column + 1);
                    kind = Kind::of(tag);
                    words.clear();
                }
                b"v" | b"t" => in_value = true,
                b"row" => {
                    sheet.row.hidden = tag.is_on(b"hidden");
                    column = 0;
                }
                b"col" if tag.is_on(b"hidden") => sheet.hide(tag),
                b"oddHeader" | b"evenHeader" | b"firstHeader" | b"oddFooter" | b"evenFooter" | b"firstFooter" => {
                    sheet.header = true;
                    words.clear();
                }
                _ => {}
            },
            Token::End(name) => match name {
                b"v" | b"t" => in_value = false,
                b"c" => sheet.cell(column, kind, &words),
                b"row" => sheet.end_row(job),
                b"oddHeader" | b"evenHeader" | b"firstHeader" | b"oddFooter" | b"evenFooter" | b"firstFooter" => {
                    sheet.header = false;
                    job.line(Place::Header, &words);
                }
                _ => {}
            },
            text if in_value || sheet.header => add_text(text, &mut words),
            _ => {}
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shared,
    Text,
    Number,
}

impl Kind {
    fn of(tag: Tag<'_>) -> Self {
        match tag.get(b"t") {
            Some(b"s") => Self::Shared,
            Some(b"str" | b"inlineStr" | b"d") => Self::Text,
            _ => Self::Number,
        }
    }
}

impl Sheet<'_> {
    fn hide(&mut self, tag: Tag<'_>) {
        let (Some(first), Some(last)) = (tag.number(b"min"), tag.number(b"max")) else { return };
        if self.hidden.len() < limit::COLUMNS {
            self.hidden.push((first, last));
        }
    }

    fn cell(&mut self, column: u32, kind: Kind, words: &str) {
        if words.is_empty() || self.row.cells.len() >= limit::COLUMNS {
            return;
        }
        let text = match kind {
            Kind::Shared => match words.trim().parse() {
                Ok(n) => Text::Shared(n),
                Err(_) => return,
            },
            Kind::Text | Kind::Number => {
                let from = self.row.own.len() as u32;
                self.row.own.push_str(words);
                Text::Own(from, self.row.own.len() as u32)
            }
        };
        self.row.cells.push((column, text));
    }

    fn end_row(&mut self, job: &mut Job<'_>) {
        let row = std::mem::take(&mut self.row);
        let text = |cell: Text| match cell {
            Text::Shared(n) => self.shared.get(n),
            Text::Own(from, to) => row.own.get(from as usize..to as usize).unwrap_or_default(),
        };
        let row_place = match self.place {
            Place::Visible if row.hidden => Place::HiddenRow,
            place => place,
        };
        self.rows_hidden += u32::from(row.hidden && !row.cells.is_empty());
        let mut aside = false;
        for (column, cell) in &row.cells {
            let hidden = row_place == Place::Visible && self.is_hidden(*column);
            aside |= hidden;
            let place = if hidden { Place::HiddenColumn } else { row_place };
            job.say(place, text(*cell));
            job.say(place, "\t");
        }
        if !row.cells.is_empty() {
            job.end_line(row_place);
        }
        if aside {
            job.end_line(Place::HiddenColumn);
        }
        let cells = row.cells.iter().map(|(column, cell)| (*column as usize, text(*cell)));
        self.columns.row(cells, job);
        // The next row is as long: the room is kept.
        self.row = row;
        self.row.cells.clear();
        self.row.own.clear();
        self.row.hidden = false;
    }

    fn is_hidden(&self, column: u32) -> bool {
        self.hidden.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    fn finish(self, job: &mut Job<'_>) {
        job.part(Place::HiddenRow, self.rows_hidden);
        // A format that hides all columns to the right of the last is how people tidy a sheet.
        job.part(
            Place::HiddenColumn,
            self.hidden.iter().map(|(first, last)| last.saturating_sub(*first).min(99) + 1).sum(),
        );
        self.columns.finish(job, self.place);
    }
}

/// The column of `BC23`, from 1.
fn column_of(place: &[u8]) -> Option<u32> {
    let mut column = 0_u32;
    for letter in place.iter().take_while(|byte| byte.is_ascii_alphabetic()).take(4) {
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    (column > 0).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::column_of;

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            ["A1", "Z9", "AA1", "BC23", "XFD1", "7"].map(|at| column_of(at.as_bytes())),
            [Some(1), Some(26), Some(27), Some(55), Some(16_384), None]
        );
    }
}

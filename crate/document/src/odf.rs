//! OpenDocument: ods, odt, odp.

use std::collections::BTreeSet;

use lanyard_core::file::{FileFormat, Place, Protection, Reason};

use crate::archive::embedded;
use crate::bytes::has;
use crate::collect::Job;
use crate::columns::Columns;
use crate::limit;
use crate::markup::{attribute, properties};
use crate::source::Stop;
use crate::xml::{Tag, Token, Xml, add_text};
use crate::zip::Zip;

const MANIFEST: usize = 4 << 20;

pub(crate) fn read(zip: &Zip<'_>, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
    job.protection = Protection::None;
    zip.want(zip.entries.iter().filter(|entry| !entry.name.starts_with("Thumbnails/") && !entry.is_folder()))?;
    let kind = match zip.get("mimetype") {
        Some(entry) => zip.open(entry)?.first(200)?,
        None => Vec::new(),
    };
    job.format = match kind {
        kind if has(&kind, b".spreadsheet") => FileFormat::Spreadsheet,
        kind if has(&kind, b".text") => FileFormat::Document,
        kind if has(&kind, b".presentation") || has(&kind, b".graphics") => FileFormat::Presentation,
        _ => return Err(Stop::Because(Reason::Format)),
    };
    if let Some(entry) = zip.get("META-INF/manifest.xml") {
        let manifest = zip.open(entry)?.whole(MANIFEST)?;
        if has(&manifest, b"encryption-data") {
            job.protection = Protection::Protected;
            return Err(Stop::Because(Reason::Protected));
        }
    }
    for (name, place) in [("content.xml", Place::Visible), ("styles.xml", Place::Header)] {
        if let Some(entry) = zip.get(name) {
            let result = zip.open(entry).and_then(|run| content(Xml::new(run), place, job));
            job.bear(result)?;
        }
    }
    if let Some(entry) = zip.get("meta.xml") {
        let result = zip.open(entry).and_then(|run| properties(Xml::new(run), job));
        job.bear(result)?;
    }
    embedded(zip, &["Pictures/", "media/"], job, depth)
}

#[derive(Default)]
struct Content {
    /// Styles that hide what has them.
    hiding: BTreeSet<String>,
    style: String,
    tables: Vec<Table>,
    aside: Vec<(Vec<u8>, Place)>,
    in_paragraph: u32,
    words: String,
}

#[derive(Default)]
struct Table {
    hidden: bool,
    columns: Columns,
    /// Number of the column that is described, and of the cell that is read.
    column: u32,
    hidden_columns: Vec<(u32, u32)>,
    row: Vec<(u32, String)>,
    row_hidden: bool,
    cell: u32,
    repeated: u32,
    open: bool,
}

fn content(mut xml: Xml<'_>, place: Place, job: &mut Job<'_>) -> Result<(), Stop> {
    let mut content = Content::default();
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => content.start(tag, job),
            Token::End(name) => content.end(name, job, place),
            words if content.in_paragraph > 0 => {
                let mut text = std::mem::take(&mut content.words);
                text.clear();
                add_text(words, &mut text);
                content.say(&text, job, place);
                content.words = text;
            }
            _ => {}
        }
    }
    Ok(())
}

/// What an element sets apart from the text around it.
fn apart(tag: Tag<'_>) -> Option<Place> {
    Some(match tag.name {
        b"annotation" => Place::Comment,
        b"deletion" => Place::Deleted,
        b"notes" => Place::Notes,
        b"header" | b"footer" | b"header-left" | b"footer-left" | b"header-first" | b"footer-first" => Place::Header,
        _ => return None,
    })
}

impl Content {
    fn start(&mut self, tag: Tag<'_>, job: &mut Job<'_>) {
        if let Some(place) = apart(tag) {
            if self.aside.len() < limit::NESTING {
                self.aside.push((tag.name.to_vec(), place));
            }
            // Every slide has room for notes.
            if !matches!(place, Place::Header | Place::Notes) {
                job.part(place, 1);
            }
        }
        match tag.name {
            b"style" => self.style = attribute(tag.get(b"name")),
            b"table-properties" if tag.get(b"display") == Some(b"false") => self.hide_style(),
            b"drawing-page-properties" if tag.get(b"visibility") == Some(b"hidden") => self.hide_style(),
            b"text-properties" if tag.get(b"display") == Some(b"none") => self.hide_style(),
            b"page" if self.is_hiding(tag) && self.aside.len() < limit::NESTING => {
                job.part(Place::HiddenSlide, 1);
                self.aside.push((b"page".to_vec(), Place::HiddenSlide));
            }
            b"span" if self.is_hiding(tag) && self.aside.len() < limit::NESTING => {
                self.aside.push((b"span".to_vec(), Place::HiddenText));
            }
            b"span"
                if self.aside.last().is_some_and(|(name, _)| name == b"span") && self.aside.len() < limit::NESTING =>
            {
                self.aside.push((b"span".to_vec(), Place::HiddenText));
            }
            b"table" if self.tables.len() < 16 => {
                let hidden = self.is_hiding(tag);
                job.part(Place::HiddenSheet, u32::from(hidden));
                self.tables.push(Table { hidden, ..Table::default() });
            }
            b"p" | b"h" => self.in_paragraph += 1,
            b"tab" => self.say_any("\t", job),
            b"line-break" | b"s" => self.say_any(" ", job),
            _ => self.table_part(tag, job),
        }
    }

    fn table_part(&mut self, tag: Tag<'_>, job: &mut Job<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        let hidden = matches!(tag.get(b"visibility"), Some(b"collapse" | b"filter"));
        match tag.name {
            b"table-column" => {
                let count = tag.number(b"number-columns-repeated").unwrap_or(1).max(1);
                if hidden && table.hidden_columns.len() < limit::COLUMNS {
                    table.hidden_columns.push((table.column + 1, table.column.saturating_add(count)));
                    job.part(Place::HiddenColumn, count.min(100));
                }
                table.column = table.column.saturating_add(count);
            }
            b"table-row" => (table.row_hidden, table.cell) = (hidden, 0),
            b"table-cell" | b"covered-table-cell" => {
                table.cell = table.cell.saturating_add(1);
                table.repeated = tag.number(b"number-columns-repeated").unwrap_or(1).max(1);
                table.open = table.row.len() < limit::COLUMNS;
                if table.open {
                    table.row.push((table.cell, String::new()));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], job: &mut Job<'_>, place: Place) {
        let here = self.placed(place);
        match name {
            b"p" | b"h" => {
                self.in_paragraph = self.in_paragraph.saturating_sub(1);
                let in_cell = self.tables.last().is_some_and(|table| table.open) && self.aside.is_empty();
                if in_cell { job.say(here, " ") } else { job.end_line(here) }
            }
            b"table-cell" | b"covered-table-cell" => {
                job.say(here, "\t");
                if let Some(table) = self.tables.last_mut() {
                    table.open = false;
                    table.cell = table.cell.saturating_add(table.repeated - 1);
                    table.row.pop_if(|(_, text)| text.is_empty());
                }
            }
            b"table-row" => {
                job.end_line(here);
                job.end_line(Place::HiddenColumn);
                if let Some(table) = self.tables.last_mut() {
                    job.part(Place::HiddenRow, u32::from(table.row_hidden && !table.row.is_empty()));
                    let row = std::mem::take(&mut table.row);
                    table.columns.row(row.iter().map(|(at, text)| (*at as usize, text.trim())), job);
                    table.row_hidden = false;
                }
            }
            b"table" => {
                if let Some(table) = self.tables.pop() {
                    let sheet = if table.hidden { Place::HiddenSheet } else { place };
                    table.columns.finish(job, sheet);
                }
            }
            _ => {}
        }
        if self.aside.last().is_some_and(|(open, _)| open == name) {
            self.aside.pop();
        }
    }

    fn hide_style(&mut self) {
        if self.hiding.len() < 10_000 {
            self.hiding.insert(self.style.clone());
        }
    }

    fn is_hiding(&self, tag: Tag<'_>) -> bool {
        !self.hiding.is_empty()
            && tag.get(b"style-name").is_some_and(|name| self.hiding.contains(&attribute(Some(name))))
    }

    fn placed(&self, place: Place) -> Place {
        if let Some((_, aside)) = self.aside.last() {
            return *aside;
        }
        match self.tables.last() {
            Some(table) if table.hidden => Place::HiddenSheet,
            Some(table) if table.row_hidden => Place::HiddenRow,
            Some(table) if table.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&table.cell)) => {
                Place::HiddenColumn
            }
            _ => place,
        }
    }

    fn say_any(&mut self, text: &str, job: &mut Job<'_>) {
        if self.in_paragraph > 0 {
            self.say(text, job, Place::Visible);
        }
    }

    fn say(&mut self, text: &str, job: &mut Job<'_>, place: Place) {
        job.say(self.placed(place), text);
        let cell = self.tables.last_mut().filter(|table| table.open && self.aside.is_empty());
        if let Some((_, cell)) = cell.and_then(|table| table.row.last_mut()).filter(|(_, cell)| cell.len() < 1_000) {
            cell.push_str(text);
        }
    }
}

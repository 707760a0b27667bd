//! Paragraphs and tables as Word, PowerPoint and web pages write them: one reader for all,
//! because the names that matter (`p`, `t`, `tr`, `tc`) mean the same in each.

use lanyard_core::file::Place;

use crate::collect::Job;
use crate::columns::Columns;
use crate::source::Stop;
use crate::xml::{Tag, Token, Xml, add_text, unescape};

#[derive(Default)]
struct Flow {
    /// Text is only looked at inside these.
    in_text: u32,
    deleted: u32,
    hidden_run: bool,
    in_paragraph_style: bool,
    hidden_slide: bool,
    tables: Vec<Table>,
    words: String,
}

struct Table {
    columns: Columns,
    row: Vec<String>,
    open: bool,
}

/// Reads paragraphs and tables. Text in plain sight goes to `place`.
pub(crate) fn flow(mut xml: Xml<'_>, job: &mut Job<'_>, place: Place) -> Result<(), Stop> {
    let mut flow = Flow::default();
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => flow.start(tag, job, place),
            Token::End(name) => flow.end(name, job, place),
            words if flow.in_text > 0 => {
                flow.words.clear();
                add_text(words, &mut flow.words);
                flow.say(job, place);
            }
            _ => {}
        }
    }
    while let Some(table) = flow.tables.pop() {
        table.columns.finish(job, place);
    }
    job.end_line(place);
    Ok(())
}

impl Flow {
    fn start(&mut self, tag: Tag<'_>, job: &mut Job<'_>, place: Place) {
        match tag.name {
            b"t" | b"delText" | b"v" => self.in_text += 1,
            b"r" => self.hidden_run = false,
            b"pPr" => self.in_paragraph_style = true,
            b"vanish" if !self.in_paragraph_style => self.hidden_run = tag.switches_on(),
            b"tab" if !self.in_paragraph_style => self.put("\t", job, place),
            b"br" | b"cr" => self.put("\n", job, place),
            b"del" | b"moveFrom" => {
                self.deleted += 1;
                if !self.in_paragraph_style {
                    job.part(Place::Deleted, 1);
                }
            }
            b"sld" if matches!(tag.get(b"show"), Some(b"0" | b"false")) => {
                self.hidden_slide = true;
                job.part(Place::HiddenSlide, 1);
            }
            b"comment" | b"cm" | b"threadedComment" => job.part(Place::Comment, 1),
            b"tbl" | b"table" if self.tables.len() < 16 => {
                self.tables.push(Table { columns: Columns::default(), row: Vec::new(), open: false });
            }
            b"tc" | b"td" | b"th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.open = table.row.len() < crate::limit::COLUMNS;
                    if table.open {
                        table.row.push(String::new());
                    }
                }
            }
            // PowerPoint's comments carry their text as an attribute in some versions.
            b"text" => self.in_text += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], job: &mut Job<'_>, place: Place) {
        match name {
            b"t" | b"delText" | b"v" | b"text" => self.in_text = self.in_text.saturating_sub(1),
            b"pPr" => self.in_paragraph_style = false,
            b"r" => self.hidden_run = false,
            b"del" | b"moveFrom" => {
                self.deleted = self.deleted.saturating_sub(1);
                job.say(Place::Deleted, " ");
            }
            b"p" if self.tables.is_empty() => job.end_line(self.placed(place)),
            b"p" => self.put(" ", job, place),
            b"tc" | b"td" | b"th" => {
                job.say(self.placed(place), "\t");
                if let Some(table) = self.tables.last_mut() {
                    table.open = false;
                }
            }
            b"tr" => {
                job.end_line(self.placed(place));
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    table.columns.row(row.iter().map(|cell| cell.trim()).enumerate(), job);
                }
            }
            b"tbl" | b"table" => {
                if let Some(table) = self.tables.pop() {
                    table.columns.finish(job, place);
                }
            }
            _ => {}
        }
    }

    fn placed(&self, place: Place) -> Place {
        if self.deleted > 0 {
            Place::Deleted
        } else if self.hidden_run {
            Place::HiddenText
        } else if self.hidden_slide && place == Place::Visible {
            Place::HiddenSlide
        } else {
            place
        }
    }

    fn put(&mut self, text: &str, job: &mut Job<'_>, place: Place) {
        self.words.clear();
        self.words.push_str(text);
        self.say(job, place);
    }

    fn say(&mut self, job: &mut Job<'_>, place: Place) {
        let cell = self.tables.last_mut().filter(|table| table.open).and_then(|table| table.row.last_mut());
        if let Some(cell) = cell.filter(|cell| cell.len() < 1_000) {
            cell.push_str(&self.words);
        }
        // A line break inside a cell is no new row.
        let words = if self.tables.is_empty() { self.words.as_str() } else { self.words.trim_end_matches('\n') };
        job.say(self.placed(place), words);
    }
}

/// A web page: all text that is not a script or a style; its tables are tables.
pub(crate) fn page(mut xml: Xml<'_>, job: &mut Job<'_>) -> Result<(), Stop> {
    let mut flow = Flow { in_text: 1, ..Flow::default() };
    let mut skipped = 0_u32;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) if is(tag.name, &["script", "style"]) => skipped += 1,
            Token::Start(tag) => {
                let lower = tag.name.to_ascii_lowercase();
                match lower.as_slice() {
                    b"table" => flow.start(Tag { name: b"tbl", ..tag }, job, Place::Visible),
                    b"tr" if flow.tables.last().is_some_and(|table| !table.row.is_empty()) => {
                        flow.end(b"tr", job, Place::Visible);
                    }
                    b"td" | b"th" => {
                        if flow.tables.last().is_some_and(|table| table.open) {
                            flow.end(b"tc", job, Place::Visible);
                        }
                        flow.start(Tag { name: b"tc", ..tag }, job, Place::Visible);
                    }
                    b"br" | b"p" | b"div" | b"li" | b"h1" | b"h2" | b"h3" if flow.tables.is_empty() => {
                        job.end_line(Place::Visible);
                    }
                    _ => {}
                }
            }
            Token::End(name) if is(name, &["script", "style"]) => skipped = skipped.saturating_sub(1),
            Token::End(name) => match name.to_ascii_lowercase().as_slice() {
                b"table" => flow.end(b"tbl", job, Place::Visible),
                b"td" | b"th" => flow.end(b"tc", job, Place::Visible),
                b"tr" => flow.end(b"tr", job, Place::Visible),
                b"p" | b"div" | b"li" if flow.tables.is_empty() => job.end_line(Place::Visible),
                _ => {}
            },
            words if skipped == 0 => {
                flow.words.clear();
                add_text(words, &mut flow.words);
                flow.say(job, Place::Visible);
            }
            _ => {}
        }
    }
    while let Some(table) = flow.tables.pop() {
        table.columns.finish(job, Place::Visible);
    }
    job.end_line(Place::Visible);
    Ok(())
}

fn is(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// A document's properties: who wrote it, for whom, and what it says of itself.
pub(crate) fn properties(mut xml: Xml<'_>, job: &mut Job<'_>) -> Result<(), Stop> {
    let mut words = String::new();
    let mut author = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => {
                author = matches!(
                    tag.name,
                    b"creator" | b"lastModifiedBy" | b"initial-creator" | b"printed-by" | b"Company" | b"Manager"
                );
                words.clear();
            }
            Token::End(name) => {
                let text = words.trim();
                if author && text.chars().any(char::is_alphabetic) {
                    let kind = if name == b"Company" { "organisation" } else { "author" };
                    job.hold(Place::Properties, kind, 1);
                }
                if text.chars().any(char::is_alphanumeric)
                    && !matches!(name, b"Application" | b"generator" | b"Template")
                {
                    job.line(Place::Properties, text);
                }
                author = false;
                words.clear();
            }
            text => add_text(text, &mut words),
        }
    }
    Ok(())
}

/// An attribute's text.
pub(crate) fn attribute(raw: Option<&[u8]>) -> String {
    let mut text = String::new();
    unescape(raw.unwrap_or_default(), &mut text);
    text
}

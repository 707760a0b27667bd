//! Tables in plain text: CSV with commas, semicolons or tabs, quoted as usual.

use lanyard_core::file::Place;

use crate::collect::Job;
use crate::columns::Columns;
use crate::limit;

/// Reads a table as its characters come.
pub(crate) struct Table {
    delimiter: char,
    field: String,
    row: Vec<String>,
    quoted: bool,
    after_quote: bool,
    columns: Columns,
}

impl Table {
    /// `None` when these first lines are not a table.
    pub(crate) fn guess(first_lines: &str) -> Option<Self> {
        let lines: Vec<&str> = first_lines.lines().filter(|line| !line.trim().is_empty()).take(5).collect();
        if lines.len() < 2 {
            return None;
        }
        let counted = [',', ';', '\t', '|'].map(|delimiter| {
            let least = lines.iter().map(|line| line.matches(delimiter).count()).min().unwrap_or(0);
            (least, delimiter)
        });
        let (count, delimiter) = counted.into_iter().max_by_key(|(count, _)| *count)?;
        (count > 0).then(|| Self {
            delimiter,
            field: String::new(),
            row: Vec::new(),
            quoted: false,
            after_quote: false,
            columns: Columns::default(),
        })
    }

    pub(crate) fn take(&mut self, text: &str, job: &mut Job<'_>) {
        for letter in text.chars() {
            if self.after_quote {
                self.after_quote = false;
                if letter == '"' {
                    self.field.push('"');
                    continue;
                }
                self.quoted = false;
            }
            match letter {
                '"' if self.quoted => self.after_quote = true,
                '"' if self.field.is_empty() => self.quoted = true,
                '\n' if !self.quoted => self.end_row(job),
                '\r' if !self.quoted => {}
                _ if letter == self.delimiter && !self.quoted => self.end_field(),
                _ => self.field.push(letter),
            }
            // A quote that never closes does not swallow the rest.
            if self.field.len() > limit::SEGMENT {
                self.quoted = false;
                self.end_field();
            }
        }
    }

    fn end_field(&mut self) {
        let field = std::mem::take(&mut self.field);
        self.row.push(field);
    }

    fn end_row(&mut self, job: &mut Job<'_>) {
        self.end_field();
        for field in &self.row {
            job.say(Place::Visible, field);
            job.say(Place::Visible, "\t");
        }
        job.end_line(Place::Visible);
        self.columns.row(self.row.iter().map(|field| field.trim()).enumerate().take(limit::COLUMNS), job);
        self.row.clear();
    }

    pub(crate) fn finish(mut self, job: &mut Job<'_>) {
        if !self.field.is_empty() || !self.row.is_empty() {
            self.end_row(job);
        }
        self.columns.finish(job, Place::Visible);
    }
}

//! What is written on a page.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lanyard_core::file::{Place, Reason};

use super::Document;
use super::font::Font;
use super::object::{Dict, Reader, Value, words};
use crate::collect::Job;
use crate::columns::Columns;
use crate::picture;
use crate::source::{Memory, Stop};

/// Forms that a document may draw, and forms inside forms.
const FORMS: usize = 20_000;
const DEPTH: u8 = 12;

/// Operators of one document.
const OPERATORS: u32 = 20_000_000;

/// Kerning, in thousandths, that is as wide as a space.
const SPACE: f64 = -180.0;

struct Reading<'d, 'a> {
    document: &'d Document<'a>,
    fonts: BTreeMap<u32, Rc<Font>>,
    /// Forms and pictures that have been read: each is read once.
    seen: BTreeSet<u32>,
    operators: u32,
    said: usize,
    silent: usize,
    pictures: usize,
    text: String,
    /// Where on the page a piece of the line began, and where in the text.
    cells: Vec<(usize, usize)>,
    table: Columns,
    /// How high on the page the last text stood.
    last: f64,
}

/// Where the next text stands, as far as it matters for telling lines and columns apart:
/// nothing is turned.
struct Pen {
    right: f64,
    height: f64,
    moved: bool,
    page: Scale,
    saved: Vec<Scale>,
}

#[derive(Clone, Copy)]
struct Scale {
    by: (f64, f64),
    shift: (f64, f64),
}

impl Default for Pen {
    fn default() -> Self {
        let page = Scale { by: (1.0, 1.0), shift: (0.0, 0.0) };
        Self { right: 0.0, height: 0.0, moved: true, page, saved: Vec::new() }
    }
}

impl Pen {
    fn put(&mut self, right: f64, height: f64) {
        (self.right, self.height, self.moved) = (right, height, true);
    }

    fn on_page(&self) -> (f64, f64) {
        let Scale { by, shift } = self.page;
        (self.right * by.0 + shift.0, self.height * by.1 + shift.1)
    }

    fn transform(&mut self, by: (f64, f64), shift: (f64, f64)) {
        let page = &mut self.page;
        page.shift = (page.shift.0 + shift.0 * page.by.0, page.shift.1 + shift.1 * page.by.1);
        page.by = (page.by.0 * by.0, page.by.1 * by.1);
    }

    fn save(&mut self) {
        if self.saved.len() < 256 {
            self.saved.push(self.page);
        }
    }

    fn restore(&mut self) {
        if let Some(saved) = self.saved.pop() {
            self.page = saved;
        }
    }
}

pub(super) fn read(document: &Document<'_>, job: &mut Job<'_>) -> Result<(), Stop> {
    let mut reading = Reading {
        document,
        fonts: BTreeMap::new(),
        seen: BTreeSet::new(),
        operators: 0,
        said: 0,
        silent: 0,
        pictures: 0,
        text: String::new(),
        cells: Vec::new(),
        table: Columns::default(),
        last: 0.0,
    };
    let pages = document.pages();
    if pages.is_empty() {
        return Err(Stop::Because(Reason::Damaged));
    }
    for (page, resources) in pages {
        reading.page(&page, &resources, job)?;
    }
    // A scan, or letters that are only drawn.
    if reading.said == 0 && (reading.pictures > 0 || reading.silent > 0) || reading.silent > reading.said / 4 + 8 {
        job.left_out(Reason::NoText);
    }
    Ok(())
}

impl Reading<'_, '_> {
    fn page(&mut self, page: &Dict, resources: &Value, job: &mut Job<'_>) -> Result<(), Stop> {
        let contents = match page.get("Contents") {
            Some(Value::Reference(number)) => match self.document.get(*number) {
                Value::List(list) => list,
                _ => vec![Value::Reference(*number)],
            },
            Some(Value::List(list)) => list.clone(),
            _ => Vec::new(),
        };
        let mut drawn = Vec::new();
        for part in contents.iter().take(10_000) {
            if let Value::Reference(number) = part
                && let Some(bytes) = self.document.stream(*number, job)?
            {
                drawn.extend(bytes);
                drawn.push(b'\n');
            }
        }
        let resources = self.document.dict_of(Some(resources)).unwrap_or_default();
        self.draw(&drawn, &resources, job, 0)?;
        self.end_line(job);
        // Each page has its own heading, or none.
        std::mem::take(&mut self.table).finish(job, Place::Visible);
        self.notes(page, job);
        Ok(())
    }

    /// Notes on a page, and what was filled into its fields.
    fn notes(&mut self, page: &Dict, job: &mut Job<'_>) {
        let Some(Value::List(list)) = page.get("Annots").map(|list| self.document.follow(list)) else { return };
        for note in list.iter().take(10_000) {
            let Some(note) = self.document.dict_of(Some(note)) else { continue };
            let said = |name: &str| {
                let value = note.get(name).map(|value| self.document.follow(value));
                words(value.as_ref().and_then(Value::text).unwrap_or_default())
            };
            let contents = said("Contents");
            if !contents.trim().is_empty() {
                job.part(Place::Comment, 1);
                job.line(Place::Comment, &contents);
            }
            let value = said("V");
            if !value.trim().is_empty() {
                job.line(Place::Visible, &value);
            }
        }
    }

    fn draw(&mut self, drawn: &[u8], resources: &Dict, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
        let mut reader = Reader::new(drawn, 0);
        let mut operands: Vec<Value> = Vec::new();
        let mut font: Option<Rc<Font>> = None;
        let mut pen = Pen::default();
        while let Some(value) = reader.value() {
            let Value::Word(operator) = value else {
                if operands.len() < 64 {
                    operands.push(value);
                }
                continue;
            };
            self.operators += 1;
            if self.operators > OPERATORS {
                return Err(Stop::Because(Reason::TooLarge));
            }
            let at = |n: usize| operands.get(n).and_then(Value::number).unwrap_or(0.0);
            match operator.as_slice() {
                b"Tf" => font = operands.first().and_then(Value::name).and_then(|name| self.font(resources, name, job)),
                b"q" => pen.save(),
                b"Q" => pen.restore(),
                b"cm" => pen.transform((at(0), at(3)), (at(4), at(5))),
                b"BT" => (pen.right, pen.height) = (0.0, 0.0),
                b"Tj" | b"TJ" | b"'" | b"\"" if pen.moved => {
                    pen.moved = false;
                    let (right, height) = pen.on_page();
                    if (height - self.last).abs() < 1.0 {
                        self.space()
                    } else {
                        self.end_line(job)
                    }
                    self.last = height;
                    self.cells.push((right.clamp(0.0, 1e6) as usize / 4, self.text.len()));
                    self.shown(operator.as_slice(), &operands, font.as_deref(), job);
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => self.shown(operator.as_slice(), &operands, font.as_deref(), job),
                b"Td" | b"TD" => pen.put(pen.right + at(0), pen.height + at(1)),
                b"Tm" => pen.put(at(4), at(5)),
                b"T*" => self.end_line(job),
                b"Do" => {
                    if let Some(name) = operands.last().and_then(Value::name) {
                        self.form(resources, name, job, depth)?;
                    }
                }
                b"BI" => self.pictures += 1,
                b"ID" => reader.skip_inline_picture(),
                _ => {}
            }
            operands.clear();
        }
        Ok(())
    }

    fn shown(&mut self, operator: &[u8], operands: &[Value], font: Option<&Font>, job: &mut Job<'_>) {
        if operator != b"TJ" {
            if operator != b"Tj" {
                self.end_line(job);
            }
            return self.show(operands.last(), font);
        }
        for part in operands.last().and_then(Value::list).unwrap_or_default() {
            match part {
                Value::Number(kerning) if *kerning < SPACE => self.space(),
                part => self.show(Some(part), font),
            }
        }
    }

    fn show(&mut self, shown: Option<&Value>, font: Option<&Font>) {
        let Some(shown) = shown.and_then(Value::text) else { return };
        let Some(font) = font else {
            self.silent += shown.len();
            return;
        };
        let silent = font.show(shown, &mut self.text);
        self.silent += silent;
        self.said += shown.len().saturating_sub(silent);
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self, job: &mut Job<'_>) {
        if !self.text.trim().is_empty() {
            let ends = self.cells.iter().skip(1).map(|(_, from)| *from).chain([self.text.len()]);
            let cells = self
                .cells
                .iter()
                .zip(ends)
                .map(|((right, from), to)| (*right, self.text.get(*from..to).unwrap_or_default().trim()));
            self.table.row(cells, job);
            job.line(Place::Visible, self.text.trim());
        }
        self.cells.clear();
        self.text.clear();
    }

    /// What a page draws by name: more text, or a picture.
    fn form(&mut self, resources: &Dict, name: &[u8], job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
        let forms = self.document.dict_of(resources.get("XObject")).unwrap_or_default();
        let Some(Value::Reference(number)) = forms.get(&String::from_utf8_lossy(name)).cloned() else { return Ok(()) };
        if depth >= DEPTH || self.seen.len() >= FORMS || !self.seen.insert(number) {
            return Ok(());
        }
        let Some(dict) = self.document.dict(number) else { return Ok(()) };
        if dict.is("Subtype", "Image") {
            self.pictures += 1;
            let is_photo = self.document.filters(&dict) == [b"DCTDecode"];
            if let Some(bytes) = self.document.raw(number, &dict).filter(|_| is_photo && self.document.key.is_none()) {
                let format = job.format;
                let protection = job.protection;
                let result = picture::read(&Memory(bytes), job);
                (job.format, job.protection) = (format, protection);
                job.bear(result)?;
            }
            return Ok(());
        }
        let Some(bytes) = self.document.stream(number, job)? else { return Ok(()) };
        let own = self.document.dict_of(dict.get("Resources"));
        self.draw(&bytes, own.as_ref().unwrap_or(resources), job, depth + 1)
    }

    fn font(&mut self, resources: &Dict, name: &[u8], job: &Job<'_>) -> Option<Rc<Font>> {
        let fonts = self.document.dict_of(resources.get("Font"))?;
        let value = fonts.get(&String::from_utf8_lossy(name))?;
        if let Value::Reference(number) = value
            && let Some(known) = self.fonts.get(number)
        {
            return Some(Rc::clone(known));
        }
        let font = self.document.dict_of(Some(value))?;
        let encoding = self.document.dict_of(font.get("Encoding"));
        let table = match font.get("ToUnicode") {
            Some(Value::Reference(number)) => self.document.stream(*number, job).ok().flatten(),
            _ => None,
        };
        let symbolic = self.is_symbolic(&font);
        let read = Rc::new(Font::new(&font, encoding.as_ref(), table.as_deref(), symbolic));
        if let Value::Reference(number) = value {
            self.fonts.insert(*number, Rc::clone(&read));
        }
        Some(read)
    }

    /// Whether a simple font's codes are its own: marked so, and without an encoding.
    fn is_symbolic(&self, font: &Dict) -> bool {
        let descriptor = self.document.dict_of(font.get("FontDescriptor")).unwrap_or_default();
        let flags = descriptor.get("Flags").and_then(Value::size).unwrap_or(0);
        font.is("Subtype", "Type3") || flags & 4 != 0 && font.get("Encoding").is_none()
    }
}

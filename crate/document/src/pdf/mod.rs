//! PDF: whether it is protected, and its text as far as the common producers write it. Objects
//! are found by looking for them, not by the file's own table, so that damaged and
//! incremental files read the same; every object is looked at once, so that no circle matters.

mod crypt;
mod font;
mod object;
mod page;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lanyard_core::file::{FileFormat, Place, Protection, Reason};
use memchr::memmem;
use miniz_oxide::DataFormat;

use crate::collect::Job;
use crate::inflate::Run;
use crate::limit;
use crate::open::open_inner;
use crate::source::{Memory, Source, Stop, take};
use object::{Dict, Reader, Value, is_space, words};

pub(crate) fn is(head: &[u8]) -> bool {
    // Some programs write a line of their own before it.
    memmem::find(head.get(..1024.min(head.len())).unwrap_or_default(), b"%PDF-").is_some()
}

/// Bytes of values that are read in all: a hostile file has the same ones read over and over.
const WORK: usize = 400 << 20;

/// Where an object begins, and where the next one does.
#[derive(Clone, Copy, Debug)]
enum At {
    File(usize, usize),
    Packed(usize, usize),
}

/// A file's objects, by number.
struct Document<'a> {
    bytes: &'a [u8],
    objects: BTreeMap<u32, At>,
    packed: Vec<Vec<u8>>,
    key: Option<crypt::Key>,
    trailer: Dict,
    work: Cell<usize>,
}

pub(crate) fn read(source: &dyn Source, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
    job.format = FileFormat::Pdf;
    if source.size() > limit::FILE {
        return Err(Stop::Because(Reason::TooLarge));
    }
    let whole = 0..source.size();
    source.want(std::slice::from_ref(&whole))?;
    let copy;
    let bytes = match source.whole() {
        Some(bytes) => bytes,
        None => {
            copy = take(source, 0, source.size() as usize)?;
            &copy
        }
    };
    let mut document = Document {
        bytes,
        objects: BTreeMap::new(),
        packed: Vec::new(),
        key: None,
        trailer: Dict::default(),
        work: Cell::new(0),
    };
    document.index()?;
    job.protection = document.protection();
    if job.protection == Protection::Protected {
        return Err(Stop::Because(Reason::Protected));
    }
    document.unpack(job)?;
    document.about(job);
    page::read(&document, job)?;
    document.files(job, depth)?;
    if document.work.get() > WORK { Err(Stop::Because(Reason::TooLarge)) } else { Ok(()) }
}

impl<'a> Document<'a> {
    /// Finds every `12 0 obj`, and what the trailers say.
    fn index(&mut self) -> Result<(), Stop> {
        let mut last: Option<(u32, usize)> = None;
        for at in memmem::find_iter(self.bytes, b"obj") {
            let Some(number) = numbered(self.bytes, at) else { continue };
            if let Some((last, from)) = last.replace((number, at + 3)) {
                self.objects.insert(last, At::File(from, at));
            }
            if self.objects.len() > limit::OBJECTS {
                return Err(Stop::Because(Reason::TooLarge));
            }
        }
        if let Some((number, from)) = last {
            self.objects.insert(number, At::File(from, self.bytes.len()));
        }
        for at in memmem::find_iter(self.bytes, b"trailer").take(1_000) {
            if let Some(Value::Dict(dict)) = Reader::new(self.until(at + 7 + limit::TAG), at + 7).value() {
                self.trail(dict);
            }
        }
        for at in memmem::find_iter(self.bytes, b"/XRef").take(1_000) {
            // The dictionary around it begins after the last `obj` before.
            let Some(from) = memmem::rfind(self.bytes.get(at.saturating_sub(4096)..at).unwrap_or_default(), b"obj")
            else {
                continue;
            };
            let from = at.saturating_sub(4096) + from + 3;
            if let Some(Value::Dict(dict)) = Reader::new(self.until(from + limit::TAG), from).value()
                && dict.is("Type", "XRef")
            {
                self.trail(dict);
            }
        }
        Ok(())
    }

    fn until(&self, end: usize) -> &'a [u8] {
        self.bytes.get(..end.min(self.bytes.len())).unwrap_or_default()
    }

    /// What a later trailer says holds; what it leaves out stays.
    fn trail(&mut self, dict: Dict) {
        for name in ["Root", "Encrypt", "ID", "Info"] {
            if let Some(value) = dict.get(name) {
                self.trailer.0.retain(|(key, _)| key != name.as_bytes());
                self.trailer.0.push((name.as_bytes().to_vec(), value.clone()));
            }
        }
    }

    fn protection(&mut self) -> Protection {
        let Some(encrypt) = self.trailer.get("Encrypt").cloned() else { return Protection::None };
        let id = match self.trailer.get("ID").map(|id| self.follow(id)) {
            Some(Value::List(ids)) => ids.first().and_then(Value::text).unwrap_or_default().to_vec(),
            _ => Vec::new(),
        };
        let Value::Dict(mut encrypt) = self.follow(&encrypt) else { return Protection::Unknown };
        // Its parts may stand elsewhere too.
        for (_, value) in &mut encrypt.0 {
            *value = self.follow(value);
        }
        self.key = crypt::open(&encrypt, &id);
        if self.key.is_some() { Protection::OpensForAnyone } else { Protection::Protected }
    }

    /// Opens the streams that hold other objects.
    fn unpack(&mut self, job: &Job<'_>) -> Result<(), Stop> {
        let numbers: Vec<u32> = self.objects.keys().copied().collect();
        for number in numbers {
            let Some(dict) = self.dict(number).filter(|dict| dict.is("Type", "ObjStm")) else { continue };
            let (Some(count), Some(first)) =
                (dict.get("N").and_then(Value::size), dict.get("First").and_then(Value::size))
            else {
                continue;
            };
            let Some(bytes) = self.stream(number, job)? else { continue };
            let mut head = Reader::new(&bytes, 0);
            let at = self.packed.len();
            let mut inside = Vec::new();
            for _ in 0..count.min(limit::OBJECTS) {
                let (Some(Value::Number(number)), Some(Value::Number(offset))) = (head.value(), head.value()) else {
                    break;
                };
                inside.push((number as u32, At::Packed(at, first.saturating_add(offset as usize))));
            }
            self.packed.push(bytes);
            for (number, at) in inside {
                self.objects.entry(number).or_insert(at);
            }
            if self.objects.len() > limit::OBJECTS {
                return Err(Stop::Because(Reason::TooLarge));
            }
        }
        Ok(())
    }

    /// The object with this number, its strings decrypted.
    fn get(&self, number: u32) -> Value {
        let read = |bytes: &[u8], at: usize| {
            if self.work.get() > WORK {
                return Value::Null;
            }
            let mut reader = Reader::new(bytes, at);
            let value = reader.value().unwrap_or(Value::Null);
            self.work.set(self.work.get().saturating_add(reader.at.saturating_sub(at)));
            value
        };
        match self.objects.get(&number) {
            Some(At::File(at, end)) => {
                let mut value = read(self.until(*end), *at);
                if let Some(key) = &self.key {
                    decrypt(&mut value, key, number);
                }
                value
            }
            Some(At::Packed(stream, at)) => self.packed.get(*stream).map_or(Value::Null, |bytes| read(bytes, *at)),
            None => Value::Null,
        }
    }

    /// What a reference leads to, references to references included.
    fn follow(&self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..8 {
            let Value::Reference(number) = value else { return value };
            value = self.get(number);
        }
        Value::Null
    }

    fn dict(&self, number: u32) -> Option<Dict> {
        if let Value::Dict(dict) = self.get(number) { Some(dict) } else { None }
    }

    fn dict_of(&self, value: Option<&Value>) -> Option<Dict> {
        if let Value::Dict(dict) = self.follow(value?) { Some(dict) } else { None }
    }

    /// The bytes of a stream as they stand in the file.
    fn raw(&self, number: u32, dict: &Dict) -> Option<&'a [u8]> {
        let Some(At::File(at, end)) = self.objects.get(&number) else { return None };
        let mut reader = Reader::new(self.until(*end), *at);
        reader.value()?;
        self.work.set(self.work.get().saturating_add(reader.at.saturating_sub(*at)));
        if self.work.get() > WORK {
            return None;
        }
        reader.skip_space();
        let rest = self.bytes.get(reader.at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let stated = dict.get("Length").map(|size| self.follow(size)).and_then(|size| size.size());
        if let Some(bytes) = stated.and_then(|size| rest.get(..size)) {
            let after = rest.get(bytes.len()..).unwrap_or_default();
            if after.trim_ascii_start().starts_with(b"endstream") {
                return Some(bytes);
            }
        }
        let rest = rest.get(..end.saturating_sub(self.bytes.len() - rest.len())).unwrap_or(rest);
        rest.get(..memmem::find(rest, b"endstream").unwrap_or(rest.len()))
    }

    /// A stream's content; `None` where a filter is not known or the content is damaged.
    fn stream(&self, number: u32, job: &Job<'_>) -> Result<Option<Vec<u8>>, Stop> {
        let Some(dict) = self.dict(number) else { return Ok(None) };
        let Some(raw) = self.raw(number, &dict) else { return Ok(None) };
        let decrypted = match &self.key {
            Some(key) if !dict.is("Type", "XRef") => match key.stream(number, raw) {
                Some(plain) => plain,
                None => return Ok(None),
            },
            _ => raw.to_vec(),
        };
        let mut bytes = decrypted;
        for filter in self.filters(&dict) {
            bytes = match filter.as_slice() {
                b"FlateDecode" | b"Fl" => {
                    let memory = Memory(&bytes);
                    let run = Run::packed(&memory, 0, bytes.len() as u64, DataFormat::Zlib, &job.budget);
                    match run.whole(limit::UNPACKED as usize) {
                        Ok(plain) => plain,
                        Err(Stop::Because(Reason::Damaged)) => return Ok(None),
                        Err(stop) => return Err(stop),
                    }
                }
                b"ASCIIHexDecode" | b"AHx" => object::hexadecimal(&bytes),
                b"ASCII85Decode" | b"A85" => ascii_85(&bytes),
                _ => return Ok(None),
            };
        }
        // A table that predicts its rows is only used for other tables.
        Ok(Some(bytes))
    }

    fn filters(&self, dict: &Dict) -> Vec<Vec<u8>> {
        match dict.get("Filter").or_else(|| dict.get("F")).map(|filter| self.follow(filter)) {
            Some(Value::Name(name)) => vec![name],
            Some(Value::List(list)) => {
                list.iter().take(4).filter_map(|one| self.follow(one).name().map(<[u8]>::to_vec)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Who wrote it, and what it says of itself.
    fn about(&self, job: &mut Job<'_>) {
        let Some(info) = self.dict_of(self.trailer.get("Info")) else { return };
        for name in ["Author", "Title", "Subject", "Keywords"] {
            let Some(value) = info.get(name).map(|value| self.follow(value)) else { continue };
            let text = words(value.text().unwrap_or_default());
            if text.chars().any(char::is_alphabetic) {
                if name == "Author" {
                    job.hold(Place::Properties, "author", 1);
                }
                job.line(Place::Properties, &text);
            }
        }
    }

    /// Files that somebody put into the file.
    fn files(&self, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
        for number in self.objects.keys() {
            if !self.dict(*number).is_some_and(|dict| dict.is("Type", "EmbeddedFile")) {
                continue;
            }
            job.part(Place::Inside, 1);
            if let Some(bytes) = self.stream(*number, job)? {
                open_inner(&Memory(&bytes), job, depth + 1)?;
            }
        }
        Ok(())
    }

    /// The pages in order, each with what it draws with, its own or inherited.
    fn pages(&self) -> Vec<(Dict, Rc<Value>)> {
        let mut pages = Vec::new();
        let mut seen = BTreeSet::new();
        let root = self.dict_of(self.trailer.get("Root")).unwrap_or_default();
        let mut waiting = vec![(root.get("Pages").cloned().unwrap_or(Value::Null), Rc::new(Value::Null))];
        while let Some((node, resources)) = waiting.pop() {
            if let Value::Reference(number) = node
                && !seen.insert(number)
            {
                continue;
            }
            let Value::Dict(dict) = self.follow(&node) else { continue };
            let resources = dict.get("Resources").cloned().map_or(resources, Rc::new);
            if let Some(Value::List(kids)) = dict.get("Kids").map(|kids| self.follow(kids)) {
                if waiting.len() < limit::OBJECTS {
                    waiting.extend(kids.into_iter().rev().map(|kid| (kid, Rc::clone(&resources))));
                }
                continue;
            }
            pages.push((dict, resources));
            if pages.len() >= limit::PAGES {
                break;
            }
        }
        if pages.is_empty() {
            let all = self.objects.keys().filter_map(|number| self.dict(*number));
            for dict in all.filter(|dict| dict.is("Type", "Page")).take(limit::PAGES) {
                let resources = Rc::new(dict.get("Resources").cloned().unwrap_or(Value::Null));
                pages.push((dict, resources));
            }
        }
        pages
    }
}

/// The number of the object whose `obj` stands here.
fn numbered(bytes: &[u8], at: usize) -> Option<u32> {
    let before = bytes.get(at.saturating_sub(24)..at)?;
    let mut words = before.rsplit(|byte| is_space(*byte)).filter(|word| !word.is_empty());
    // Between generation and `obj` there is a space.
    if !before.last().is_some_and(|byte| is_space(*byte)) {
        return None;
    }
    let digits = |word: &[u8]| {
        let start = word.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
        std::str::from_utf8(word.get(start..)?).ok()?.parse::<u32>().ok()
    };
    let generation = words.next()?;
    generation.iter().all(u8::is_ascii_digit).then_some(())?;
    digits(words.next()?)
}

fn decrypt(value: &mut Value, key: &crypt::Key, number: u32) {
    match value {
        Value::Text(text) => {
            if let Some(plain) = key.text(number, text) {
                *text = plain;
            }
        }
        Value::List(list) => list.iter_mut().for_each(|value| decrypt(value, key, number)),
        Value::Dict(dict) => dict.0.iter_mut().for_each(|(_, value)| decrypt(value, key, number)),
        _ => {}
    }
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let (mut number, mut count) = (0_u32, 0);
    for byte in bytes {
        match byte {
            b'z' if count == 0 => plain.extend([0; 4]),
            b'!'..=b'u' => {
                number = number.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    plain.extend(number.to_be_bytes());
                    (number, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            number = number.wrapping_mul(85).wrapping_add(84);
        }
        plain.extend(number.to_be_bytes().iter().take(count - 1));
    }
    plain
}

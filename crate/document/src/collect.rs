//! Collects what is found, by place and kind, and gives text to the scanner in pieces.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use lanyard_core::file::{FileFacts, FileFormat, FilePart, Held, Place, Protection, Reason};

use crate::limit;
use crate::source::Stop;

/// What looks at a piece of text: calls back with each kind that it saw and how often.
pub type Scan<'a> = &'a mut dyn FnMut(&str, &mut dyn FnMut(&str, u32));

/// Bytes that may still be unpacked, shared by everything that unpacks.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Rc<Cell<u64>>);

impl Budget {
    pub(crate) fn spend(&self, count: usize) -> Result<(), Stop> {
        let left = self.0.get().checked_sub(count as u64).ok_or(Stop::Because(Reason::TooLarge))?;
        self.0.set(left);
        Ok(())
    }
}

/// One file, and everything inside it.
pub(crate) struct Job<'a> {
    scan: Scan<'a>,
    /// Text that waits for the scanner, by place.
    segments: [String; Place::COUNT],
    held: BTreeMap<(Place, String), u32>,
    parts: BTreeMap<Place, u32>,
    /// Set while a file inside the file is read: what is in plain sight there is inside here.
    pub(crate) inside: bool,
    pub(crate) format: FileFormat,
    pub(crate) protection: Protection,
    unchecked: Option<Reason>,
    pairs: String,
    pub(crate) budget: Budget,
}

impl<'a> Job<'a> {
    pub(crate) fn new(scan: Scan<'a>) -> Self {
        Self {
            scan,
            segments: std::array::from_fn(|_| String::new()),
            held: BTreeMap::new(),
            parts: BTreeMap::new(),
            inside: false,
            format: FileFormat::Other,
            protection: Protection::Unknown,
            unchecked: None,
            pairs: String::new(),
            budget: Budget(Rc::new(Cell::new(limit::UNPACKED))),
        }
    }

    fn placed(&self, place: Place) -> Place {
        if self.inside && place == Place::Visible { Place::Inside } else { place }
    }

    /// A piece of text. Only [`Job::end_line`] says where it may be cut.
    pub(crate) fn say(&mut self, place: Place, text: &str) {
        let place = self.placed(place);
        let Some(segment) = self.segments.get_mut(place as usize) else { return };
        segment.push_str(text);
        if segment.len() > 8 * limit::SEGMENT {
            self.flush(place);
        }
    }

    /// The end of a row or paragraph.
    pub(crate) fn end_line(&mut self, place: Place) {
        let place = self.placed(place);
        let Some(segment) = self.segments.get_mut(place as usize) else { return };
        if !segment.is_empty() && !segment.ends_with('\n') {
            segment.push('\n');
        }
        if segment.len() > limit::SEGMENT {
            self.flush(place);
        }
    }

    /// A whole line.
    pub(crate) fn line(&mut self, place: Place, text: &str) {
        self.end_line(place);
        self.say(place, text);
        self.end_line(place);
    }

    fn flush(&mut self, place: Place) {
        let Some(segment) = self.segments.get_mut(place as usize) else { return };
        let text = std::mem::take(segment);
        if text.trim().is_empty() {
            return;
        }
        let held = &mut self.held;
        (self.scan)(&text, &mut |kind, count| add(held, place, kind, count));
        // The next piece is as long: the room is kept.
        let mut text = text;
        text.clear();
        if let Some(segment) = self.segments.get_mut(place as usize) {
            *segment = text;
        }
    }

    /// A forename and a surname that stand in columns of their own.
    pub(crate) fn pair(&mut self, first: &str, last: &str) {
        if self.pairs.len() < 4 * limit::SEGMENT {
            for part in [first, " ", last, "\n"] {
                self.pairs.push_str(part);
            }
        }
    }

    /// The end of the table whose pairs were said.
    pub(crate) fn pairs_end(&mut self, place: Place) {
        let mut pairs = std::mem::take(&mut self.pairs);
        self.line(place, pairs.trim_end());
        pairs.clear();
        self.pairs = pairs;
    }

    /// Something found that no text scanner sees.
    pub(crate) fn hold(&mut self, place: Place, kind: &str, count: u32) {
        let place = self.placed(place);
        add(&mut self.held, place, kind, count);
    }

    /// A part that is not seen at first sight.
    pub(crate) fn part(&mut self, place: Place, count: u32) {
        if count > 0 {
            let known = self.parts.entry(place).or_default();
            *known = known.saturating_add(count);
        }
    }

    /// Something was left out. The first reason stays.
    pub(crate) fn left_out(&mut self, reason: Reason) {
        self.unchecked.get_or_insert(reason);
    }

    /// Goes on after a part that ended early; only missing bytes and an empty budget end everything.
    pub(crate) fn bear(&mut self, result: Result<(), Stop>) -> Result<(), Stop> {
        match result {
            Err(Stop::Because(reason)) if reason != Reason::TooLarge => {
                self.left_out(reason);
                Ok(())
            }
            other => other,
        }
    }

    pub(crate) fn finish(mut self, reason: Option<Reason>) -> FileFacts {
        for place in Place::ALL {
            self.flush(place);
        }
        let held = |((place, kind), count)| Held { place, kind, count };
        FileFacts {
            format: self.format,
            protection: self.protection,
            holds: self.held.into_iter().map(held).collect(),
            parts: self.parts.into_iter().map(|(place, count)| FilePart { place, count }).collect(),
            unchecked: self.unchecked.or(reason),
        }
    }
}

fn add(held: &mut BTreeMap<(Place, String), u32>, place: Place, kind: &str, count: u32) {
    if count == 0 {
        return;
    }
    let known = held.entry((place, kind.to_owned())).or_default();
    *known = known.saturating_add(count);
}

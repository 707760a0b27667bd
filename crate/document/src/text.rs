//! Plain text, CSV and web pages, in the encodings that schools' programs write.

use lanyard_core::file::{FileFormat, Place, Protection, Reason};

use crate::collect::Job;
use crate::csv::Table;
use crate::inflate::{Pull, Run};
use crate::markup;
use crate::source::{Source, Stop};
use crate::xml::Xml;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 { big: bool },
    Windows1252,
}

/// Whether these first bytes are text.
pub(crate) fn is(head: &[u8]) -> bool {
    if matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return true;
    }
    let odd = head.iter().filter(|byte| **byte < 9 || (14..32).contains(*byte) && **byte != 27).count();
    odd == 0 && !head.starts_with(b"{\\rtf")
}

pub(crate) fn read(source: &dyn Source, head: &[u8], job: &mut Job<'_>) -> Result<(), Stop> {
    (job.format, job.protection) = (FileFormat::Text, Protection::None);
    let whole = 0..source.size().min(crate::limit::FILE);
    source.want(std::slice::from_ref(&whole))?;
    let lower = head.get(..head.len().min(512)).unwrap_or_default().to_ascii_lowercase();
    let run = Run::plain(source, 0, whole.end, &job.budget);
    if [&b"<html"[..], b"<!doctype html", b"<table"].iter().any(|mark| crate::bytes::has(&lower, mark)) {
        // Programs write web pages and call them .xls.
        return markup::page(Xml::page(run), job);
    }
    let (encoding, skip) = encoding(head);
    lines(run, encoding, skip, job)?;
    if source.size() > whole.end { Err(Stop::Because(Reason::TooLarge)) } else { Ok(()) }
}

fn encoding(head: &[u8]) -> (Encoding, usize) {
    match head {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16 { big: false }, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16 { big: true }, 2),
        _ => match std::str::from_utf8(head) {
            Ok(_) => (Encoding::Utf8, 0),
            // Cut in the middle of a letter.
            Err(error) if error.error_len().is_none() => (Encoding::Utf8, 0),
            Err(_) => (Encoding::Windows1252, 0),
        },
    }
}

fn lines(mut run: Run<'_>, encoding: Encoding, skip: usize, job: &mut Job<'_>) -> Result<(), Stop> {
    let mut rest: Vec<u8> = Vec::new();
    let mut skip = skip;
    let mut text = String::new();
    let mut table: Option<Option<Table>> = None;
    loop {
        let piece = run.pull()?;
        let last = piece.is_empty();
        rest.extend_from_slice(piece);
        rest.drain(..std::mem::take(&mut skip).min(rest.len()));
        text.clear();
        let used = decode(&rest, encoding, last, &mut text);
        rest.drain(..used.min(rest.len()));
        let table = table.get_or_insert_with(|| Table::guess(&text));
        match table {
            Some(table) => table.take(&text, job),
            None => paragraphs(&text, job),
        }
        if last {
            break;
        }
    }
    if let Some(Some(table)) = table {
        table.finish(job);
    }
    Ok(())
}

fn paragraphs(text: &str, job: &mut Job<'_>) {
    for line in text.split_inclusive('\n') {
        job.say(Place::Visible, line);
        if line.ends_with('\n') {
            job.end_line(Place::Visible);
        }
    }
}

/// Adds what can be decoded, and gives how many bytes that was.
fn decode(bytes: &[u8], encoding: Encoding, last: bool, into: &mut String) -> usize {
    match encoding {
        Encoding::Windows1252 => {
            into.extend(bytes.iter().map(|byte| windows_1252(*byte)));
            bytes.len()
        }
        Encoding::Utf16 { big } => {
            let (pairs, rest) = bytes.split_at(bytes.len() & !1);
            let units = pairs.chunks_exact(2).filter_map(|pair| {
                let pair = pair.try_into().ok()?;
                Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
            });
            into.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
            if last { bytes.len() } else { bytes.len() - rest.len() }
        }
        Encoding::Utf8 => {
            let end = match std::str::from_utf8(bytes) {
                Err(error) if !last && error.error_len().is_none() => error.valid_up_to(),
                _ => bytes.len(),
            };
            into.push_str(&String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()));
            end
        }
    }
}

/// The letters that Windows-1252 has where Latin-1 has controls.
pub(crate) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(' '),
        _ => char::from(byte),
    }
}

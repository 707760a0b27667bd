//! Lists of people from files: whatever they are encoded in.

use std::path::{Path, PathBuf};

use lanyard_core::problem::Mistake;
use lanyard_people::{List, Options, Text};

use crate::input::{Bad, bytes};
use crate::policy::SITES;

/// Reads the lists. An error where one is no list at all; rows that cannot be read are in `bad`.
pub(crate) fn read(files: &[PathBuf], options: Options) -> Result<List, Vec<Bad>> {
    let mut texts = Vec::new();
    let mut wrong = Vec::new();
    for file in files {
        match text(file) {
            Ok(text) => texts.push(text),
            Err(bad) => wrong.push(bad),
        }
    }
    let options = Options { sites: SITES.iter().map(|(id, _)| (*id).to_owned()).collect(), ..options };
    let bads = |mistakes: Vec<Mistake>| mistakes.into_iter().map(Bad::from).collect::<Vec<_>>();
    match lanyard_people::read(&texts, &options) {
        Ok(list) if wrong.is_empty() => Ok(list),
        Ok(_) => Err(wrong),
        Err(mistakes) => {
            wrong.extend(bads(mistakes));
            Err(wrong)
        }
    }
}

fn text(path: &Path) -> Result<Text, Bad> {
    let (name, bytes) = bytes(path)?;
    let (text, encoding) = decode(&bytes).map_err(|found| {
        Bad::file(&name, &format!("a list as CSV; found {found}"), Some("in Excel: Save as, \"CSV UTF-8\""))
    })?;
    Ok(Text { name, text, encoding })
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

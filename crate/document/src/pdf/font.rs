//! Which letters the codes of a font stand for.

use super::object::{Dict, Reader, Value, words};

/// Codes that a table may name.
const MOST: usize = 70_000;

/// What a code stands for.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// From the font's own table for copying.
    named: Vec<(u32, u32, Target)>,
    has_table: bool,
    /// Codes are two bytes.
    wide: bool,
    /// Letters that a simple font changes.
    changed: Vec<(u8, char)>,
    /// A simple font whose codes are letters.
    plain: bool,
}

#[derive(Debug)]
enum Target {
    /// The first code's letter; those that follow count on.
    From(u32),
    Text(String),
}

impl Font {
    pub(super) fn new(font: &Dict, encoding: Option<&Dict>, table: Option<&[u8]>, symbolic: bool) -> Self {
        let wide = font.is("Subtype", "Type0");
        let mut read = Self { wide, plain: !wide && !symbolic, ..Self::default() };
        if let Some(table) = table {
            read.table(table);
        }
        if let Some(list) = encoding.and_then(|encoding| encoding.get("Differences")).and_then(Value::list) {
            read.differences(list);
        }
        read
    }

    fn table(&mut self, table: &[u8]) {
        self.has_table = true;
        let mut reader = Reader::new(table, 0);
        let mut values: Vec<Value> = Vec::new();
        while let Some(value) = reader.value() {
            let Value::Word(word) = &value else {
                if values.len() < 3 * MOST {
                    values.push(value);
                }
                continue;
            };
            match word.as_slice() {
                b"endbfchar" => {
                    for pair in values.chunks_exact(2) {
                        if let [Value::Text(code), Value::Text(letters)] = pair {
                            self.add(number(code), number(code), Target::Text(utf16(letters)));
                        }
                    }
                }
                b"endbfrange" => {
                    for three in values.chunks_exact(3) {
                        if let [Value::Text(from), Value::Text(to), target] = three {
                            self.range(number(from), number(to), target);
                        }
                    }
                }
                b"endcodespacerange" => {
                    self.wide = values.iter().filter_map(Value::text).any(|code| code.len() == 2);
                }
                _ => {}
            }
            values.clear();
        }
        self.named.sort_by_key(|(from, ..)| *from);
    }

    fn range(&mut self, from: u32, to: u32, target: &Value) {
        match target {
            Value::Text(letters) => {
                let text = utf16(letters);
                let mut all = text.chars();
                match (all.next(), all.next()) {
                    (Some(one), None) => self.add(from, to, Target::From(one.into())),
                    _ => self.add(from, from, Target::Text(text)),
                }
            }
            Value::List(list) => {
                for (code, letters) in (from..=to).zip(list.iter().filter_map(Value::text)) {
                    self.add(code, code, Target::Text(utf16(letters)));
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, from: u32, to: u32, target: Target) {
        if self.named.len() < MOST {
            self.named.push((from, to, target));
        }
    }

    fn differences(&mut self, list: &[Value]) {
        let mut code = 0_u32;
        for value in list {
            match value {
                Value::Number(number) => code = *number as u32,
                Value::Name(name) => {
                    if let (Ok(code), Some(letter)) = (u8::try_from(code), letter(name)) {
                        self.changed.push((code, letter));
                        self.plain = true;
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }

    /// Adds the letters of a shown string, and gives how many codes said nothing.
    pub(super) fn show(&self, shown: &[u8], into: &mut String) -> usize {
        let mut silent = 0;
        let each = if self.wide { 2 } else { 1 };
        for code in shown.chunks(each) {
            if !self.letter(number(code), into) {
                silent += 1;
            }
        }
        silent
    }

    fn letter(&self, code: u32, into: &mut String) -> bool {
        let after = self.named.partition_point(|(from, ..)| *from <= code);
        let found = after.checked_sub(1).and_then(|at| self.named.get(at)).filter(|(_, to, _)| code <= *to);
        match found {
            Some((_, _, Target::Text(text))) => {
                into.push_str(text);
                return true;
            }
            Some((from, _, Target::From(letter))) => {
                into.extend(char::from_u32(letter.saturating_add(code - from)));
                return true;
            }
            None => {}
        }
        let Ok(byte) = u8::try_from(code) else { return false };
        if !self.plain || self.wide {
            return false;
        }
        let changed = self.changed.iter().rev().find(|(known, _)| *known == byte).map(|(_, letter)| *letter);
        into.push(changed.unwrap_or_else(|| crate::text::windows_1252(byte)));
        true
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(letters: &[u8]) -> String {
    words(&[&[0xfe, 0xff], letters].concat())
}

/// The letter that a glyph's name stands for; names of their own making stand for nothing.
fn letter(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let mut letters = name.chars();
    if let (Some(one), None) = (letters.next(), letters.next()) {
        return one.is_ascii_alphabetic().then_some(one);
    }
    if let Some(code) = name.strip_prefix("uni").filter(|code| code.len() == 4) {
        return u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    }
    Some(match name {
        "space" | "nbspace" => ' ',
        "zero" => '0',
        "one" => '1',
        "two" => '2',
        "three" => '3',
        "four" => '4',
        "five" => '5',
        "six" => '6',
        "seven" => '7',
        "eight" => '8',
        "nine" => '9',
        "period" => '.',
        "comma" => ',',
        "colon" => ':',
        "semicolon" => ';',
        "hyphen" | "minus" | "endash" | "sfthyphen" => '-',
        "slash" => '/',
        "at" => '@',
        "underscore" => '_',
        "parenleft" => '(',
        "parenright" => ')',
        "plus" => '+',
        "quotesingle" | "quoteright" => '\'',
        "eacute" => 'é',
        "egrave" => 'è',
        "edieresis" => 'ë',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "odieresis" => 'ö',
        "udieresis" => 'ü',
        "adieresis" => 'ä',
        "ccedilla" => 'ç',
        "ntilde" => 'ñ',
        "lslash" => 'ł',
        "fi" => 'ﬁ',
        "fl" => 'ﬂ',
        _ => return None,
    })
}

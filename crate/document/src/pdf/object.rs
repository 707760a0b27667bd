//! The values of a PDF: names, numbers, strings, lists, dictionaries, references.

use crate::limit;

/// Values inside values.
const NESTING: usize = 48;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Value>),
    Dict(Dict),
    Reference(u32),
    /// An operator of a page, or a word such as `endobj`.
    Word(Vec<u8>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict(pub(super) Vec<(Vec<u8>, Value)>);

impl Dict {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name.as_bytes()).map(|(_, value)| value)
    }

    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name).and_then(Value::name) == Some(value.as_bytes())
    }
}

impl Value {
    pub(super) fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn text(&self) -> Option<&[u8]> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    pub(super) fn list(&self) -> Option<&[Value]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub(super) fn dict(&self) -> Option<&Dict> {
        if let Self::Dict(dict) = self { Some(dict) } else { None }
    }

    /// As a whole number that is not negative.
    pub(super) fn size(&self) -> Option<usize> {
        self.number().filter(|number| (0.0..1e10).contains(number)).map(|number| number as usize)
    }
}

/// Reads values one after the other.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    let line = self.rest().iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                    self.at += line.unwrap_or(self.rest().len());
                }
                _ if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next value; `None` at the end or where there is none.
    pub(super) fn value(&mut self) -> Option<Value> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Value> {
        if depth > NESTING {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'/' => {
                self.at += 1;
                Some(Value::Name(self.name()))
            }
            b'(' => Some(Value::Text(self.text())),
            b'<' if self.rest().starts_with(b"<<") => self.dict(depth),
            b'<' => Some(Value::Text(self.hexadecimal())),
            b'[' => {
                self.at += 1;
                self.list(depth)
            }
            b']' | b'>' | b')' | b'{' | b'}' => {
                self.at += 1;
                Some(Value::Null)
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.number()),
            _ => {
                let word = self.regular();
                if word.is_empty() {
                    self.at += 1;
                }
                Some(if word == b"null" { Value::Null } else { Value::Word(word.to_vec()) })
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let count = rest.iter().take_while(|byte| !is_space(**byte) && !is_delimiter(**byte)).count();
        self.at += count;
        rest.get(..count).unwrap_or_default()
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.regular();
        let mut name = Vec::new();
        let mut at = 0;
        while let Some(byte) = raw.get(at) {
            let coded = raw.get(at + 1..at + 3).filter(|_| *byte == b'#').and_then(hex_pair);
            name.push(coded.unwrap_or(*byte));
            at += if coded.is_some() { 3 } else { 1 };
        }
        name
    }

    fn number(&mut self) -> Value {
        let from = self.at;
        let number = self.regular();
        if number.is_empty() {
            self.at += 1;
        }
        let parsed = std::str::from_utf8(number).ok().and_then(|text| text.parse::<f64>().ok());
        let whole = number.iter().all(u8::is_ascii_digit);
        if whole && number.len() <= 10 {
            // `12 0 R` is a reference.
            let mut ahead = self.clone();
            ahead.skip_space();
            let generation = ahead.regular();
            if !generation.is_empty() && generation.len() <= 5 && generation.iter().all(u8::is_ascii_digit) {
                ahead.skip_space();
                if ahead.regular() == b"R" {
                    self.at = ahead.at;
                    return Value::Reference(parsed.unwrap_or(0.0) as u32);
                }
            }
        }
        if self.at == from {
            self.at += 1;
        }
        Value::Number(parsed.unwrap_or(0.0))
    }

    fn text(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut depth = 1_u32;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
            if text.len() > limit::TAG {
                break;
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' | b'f' | b'\n' => {}
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(code as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = self.rest();
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += end + 1;
        hexadecimal(rest.get(..end.min(2 * limit::TAG)).unwrap_or_default())
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        let mut list = Vec::new();
        loop {
            self.skip_space();
            if self.peek()? == b']' {
                self.at += 1;
                return Some(Value::List(list));
            }
            if list.len() > limit::OBJECTS {
                return None;
            }
            list.push(self.nested(depth + 1)?);
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Value> {
        self.at += 2;
        let mut dict = Dict::default();
        loop {
            self.skip_space();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                return Some(Value::Dict(dict));
            }
            if self.peek()? != b'/' || dict.0.len() > 20_000 {
                return Some(Value::Dict(dict));
            }
            self.at += 1;
            let key = self.name();
            let value = self.nested(depth + 1)?;
            dict.0.push((key, value));
        }
    }

    /// Goes past the bytes of a picture that stands in a page itself.
    pub(super) fn skip_inline_picture(&mut self) {
        let rest = self.rest();
        let end = memchr::memmem::find_iter(rest, b"EI").find(|at| {
            let before = at.checked_sub(1).and_then(|at| rest.get(at)).is_none_or(|byte| is_space(*byte));
            before && rest.get(at + 2).is_none_or(|byte| is_space(*byte))
        });
        self.at += end.map_or(rest.len(), |end| end + 2);
    }
}

pub(super) fn hexadecimal(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        text.iter().filter_map(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair.first().copied().unwrap_or(0) << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// A text string: UTF-16 with a mark, UTF-8 with a mark, else nearly Latin-1.
pub(super) fn words(text: &[u8]) -> String {
    match text {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
            char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => text.iter().map(|byte| crate::text::windows_1252(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_kind() {
        let mut reader =
            Reader::new(b"<< /A#42 12 0 R /L [1 -2.5 (a\\(b\\)\\101 (c)) <4 142 >] % note\n /N null >> Tj", 0);
        let dict = Dict(vec![
            (b"AB".to_vec(), Value::Reference(12)),
            (
                b"L".to_vec(),
                Value::List(vec![
                    Value::Number(1.0),
                    Value::Number(-2.5),
                    Value::Text(b"a(b)A (c)".to_vec()),
                    Value::Text(b"AB".to_vec()),
                ]),
            ),
            (b"N".to_vec(), Value::Null),
        ]);
        assert_eq!(reader.value(), Some(Value::Dict(dict)));
        assert_eq!(reader.value(), Some(Value::Word(b"Tj".to_vec())));
        assert_eq!(reader.value(), None);
    }

    #[test]
    fn nesting_has_an_end() {
        assert_eq!(Reader::new(&b"[".repeat(100_000), 0).value(), None);
        assert_eq!(Reader::new(&b"<</A".repeat(100_000), 0).value(), None);
    }
}

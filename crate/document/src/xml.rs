//! XML as it comes, without building anything: tags, text, ends. Entities that a document
//! declares are not looked at, so nothing can be blown up with them; no address is followed.

use lanyard_core::file::Reason;
use memchr::{memchr, memchr3, memmem};

use crate::inflate::Pull;
use crate::limit;
use crate::source::{DAMAGED, Stop};

/// What comes next.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Token<'a> {
    /// An element begins. Its end comes even where it is empty.
    Start(Tag<'a>),
    /// An element of this local name ends.
    End(&'a [u8]),
    /// Text, still escaped; may come in several pieces.
    Text(&'a [u8]),
    /// Text as it is.
    Plain(&'a [u8]),
}

/// The beginning of an element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'a> {
    /// Name without its prefix.
    pub(crate) name: &'a [u8],
    pub(crate) attributes: &'a [u8],
}

impl<'a> Tag<'a> {
    /// Value of the attribute with this name, whatever its prefix, still escaped.
    pub(crate) fn get(self, name: &[u8]) -> Option<&'a [u8]> {
        let mut rest = self.attributes;
        loop {
            let equals = memchr(b'=', rest)?;
            let (key, after) = (rest.get(..equals)?.trim_ascii(), rest.get(equals + 1..)?.trim_ascii_start());
            let quote = *after.first()?;
            let value = after.get(1..)?;
            let end = if quote == b'"' || quote == b'\'' { memchr(quote, value)? } else { return None };
            let key = key.rsplit(|byte| byte.is_ascii_whitespace()).next().unwrap_or(key);
            if local(key) == name {
                return value.get(..end);
            }
            rest = value.get(end + 1..)?;
        }
    }

    /// The attribute as a number.
    pub(crate) fn number(self, name: &[u8]) -> Option<u32> {
        std::str::from_utf8(self.get(name)?).ok()?.trim().parse().ok()
    }

    /// Whether the attribute says yes.
    pub(crate) fn is_on(self, name: &[u8]) -> bool {
        matches!(self.get(name), Some(b"1" | b"true" | b"on"))
    }

    /// Whether the element switches something on: it does unless its value says no.
    pub(crate) fn switches_on(self) -> bool {
        !matches!(self.get(b"val"), Some(b"0" | b"false" | b"off" | b"none"))
    }
}

/// A document, piece by piece.
pub(crate) struct Xml<'p> {
    from: Box<dyn Pull + 'p>,
    buffer: Vec<u8>,
    at: usize,
    /// Range of the name of an empty element whose end is due.
    due: Option<(usize, usize)>,
    in_cdata: bool,
    ended: bool,
    depth: usize,
    deepest: usize,
}

impl<'p> Xml<'p> {
    pub(crate) fn new(from: impl Pull + 'p) -> Self {
        Self {
            from: Box::new(from),
            buffer: Vec::new(),
            at: 0,
            due: None,
            in_cdata: false,
            ended: false,
            depth: 0,
            deepest: limit::NESTING,
        }
    }

    /// A web page, whose elements need no end.
    pub(crate) fn page(from: impl Pull + 'p) -> Self {
        Self { deepest: usize::MAX, ..Self::new(from) }
    }

    fn fill(&mut self) -> Result<bool, Stop> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        let piece = self.from.pull()?;
        self.ended = piece.is_empty();
        self.buffer.extend_from_slice(piece);
        Ok(!self.ended)
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    fn cut(&self, from: usize, to: usize) -> &[u8] {
        self.buffer.get(from..to).unwrap_or_default()
    }

    /// The next token; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'_>>, Stop> {
        if let Some((from, to)) = self.due.take() {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Some(Token::End(self.cut(from, to))));
        }
        loop {
            if self.in_cdata {
                let (from, to) = self.cdata()?;
                if from < to {
                    return Ok(Some(Token::Plain(self.cut(from, to))));
                }
                continue;
            }
            if self.rest().is_empty() && !self.fill()? {
                return Ok(None);
            }
            if self.rest().first() != Some(&b'<') {
                let (from, to) = self.words()?;
                if from < to {
                    return Ok(Some(Token::Text(self.cut(from, to))));
                }
                continue;
            }
            if let Some((from, to)) = self.mark()? {
                return self.tag(from, to).map(Some);
            }
        }
    }

    /// Text up to the next tag, or a piece of it that cuts neither a letter nor an entity.
    fn words(&mut self) -> Result<(usize, usize), Stop> {
        loop {
            let rest = self.rest();
            if let Some(end) = memchr(b'<', rest) {
                return Ok(self.step(end));
            }
            if rest.len() < limit::TAG && self.fill()? {
                continue;
            }
            let rest = self.rest();
            let mut end = rest.len();
            if !self.ended {
                let tail = rest.len().saturating_sub(16);
                let cut = rest.iter().skip(tail).position(|byte| matches!(byte, b'&' | b' ' | b'\n'));
                end = cut.map_or(end, |cut| (tail + cut).max(1));
            }
            return Ok(self.step(end));
        }
    }

    fn step(&mut self, count: usize) -> (usize, usize) {
        let from = self.at;
        self.at = (from + count).min(self.buffer.len());
        (from, self.at)
    }

    fn cdata(&mut self) -> Result<(usize, usize), Stop> {
        loop {
            if let Some(end) = memmem::find(self.rest(), b"]]>") {
                let (from, to) = self.step(end);
                self.at = (to + 3).min(self.buffer.len());
                self.in_cdata = false;
                return Ok((from, to));
            }
            if self.rest().len() > limit::TAG {
                let count = self.rest().len() - 2;
                return Ok(self.step(count));
            }
            if !self.fill()? {
                self.in_cdata = false;
                let count = self.rest().len();
                return Ok(self.step(count));
            }
        }
    }

    /// What stands between `<` and `>`. `None` for what is skipped.
    fn mark(&mut self) -> Result<Option<(usize, usize)>, Stop> {
        // Enough to tell a comment from a CDATA section.
        while self.rest().len() < 9 && self.fill()? {}
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            return self.skip(4, b"-->");
        }
        if rest.starts_with(b"<![CDATA[") {
            self.step(9);
            self.in_cdata = true;
            return Ok(None);
        }
        if rest.starts_with(b"<?") {
            return self.skip(2, b"?>");
        }
        if rest.starts_with(b"<!") {
            return self.doctype();
        }
        loop {
            if let Some(end) = tag_end(self.rest()) {
                let (from, to) = self.step(end + 1);
                return Ok(Some((from + 1, to - 1)));
            }
            if self.rest().len() > limit::TAG {
                return Err(DAMAGED);
            }
            if !self.fill()? {
                let count = self.rest().len();
                self.step(count);
                return Ok(None);
            }
        }
    }

    fn skip(&mut self, start: usize, end: &[u8]) -> Result<Option<(usize, usize)>, Stop> {
        self.step(start);
        loop {
            if let Some(at) = memmem::find(self.rest(), end) {
                self.step(at + end.len());
                return Ok(None);
            }
            let count = self.rest().len().saturating_sub(end.len());
            self.step(count);
            if !self.fill()? {
                let count = self.rest().len();
                self.step(count);
                return Ok(None);
            }
        }
    }

    /// A declaration, with its list of entities skipped.
    fn doctype(&mut self) -> Result<Option<(usize, usize)>, Stop> {
        let (mut brackets, mut quote) = (0_u32, None);
        loop {
            let mut used = 0;
            for byte in self.rest() {
                used += 1;
                match (*byte, quote) {
                    (byte, Some(open)) if byte == open => quote = None,
                    (_, Some(_)) => {}
                    (b'"' | b'\'', None) => quote = Some(*byte),
                    (b'[', None) => brackets += 1,
                    (b']', None) => brackets = brackets.saturating_sub(1),
                    (b'>', None) if brackets == 0 => {
                        self.step(used);
                        return Ok(None);
                    }
                    _ => {}
                }
            }
            self.step(used);
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn tag(&mut self, from: usize, to: usize) -> Result<Token<'_>, Stop> {
        let inside = self.cut(from, to);
        if inside.first() == Some(&b'/') {
            let (start, end) = trimmed(inside, from, 1);
            self.depth = self.depth.saturating_sub(1);
            return Ok(Token::End(self.cut(start, end)));
        }
        let empty = inside.last() == Some(&b'/');
        let (start, end) = trimmed(inside, from, 0);
        let last = if empty { to - 1 } else { to };
        self.depth += 1;
        if self.depth > self.deepest {
            return Err(Stop::Because(Reason::TooDeep));
        }
        if empty {
            self.due = Some((start, end));
        }
        Ok(Token::Start(Tag { name: self.cut(start, end), attributes: self.cut(end, last) }))
    }
}

/// Where the local name of a tag stands in the buffer.
fn trimmed(inside: &[u8], from: usize, skip: usize) -> (usize, usize) {
    let name = inside.get(skip..).unwrap_or_default();
    let end = name.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(name.len());
    let prefix = memchr(b':', name.get(..end).unwrap_or_default()).map_or(0, |colon| colon + 1);
    (from + skip + prefix, from + skip + end)
}

fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
}

/// Where the `>` of a tag is, which may also stand inside a quoted value.
fn tag_end(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        let found = at + memchr3(b'>', b'"', b'\'', rest.get(at..)?)?;
        match rest.get(found)? {
            b'>' => return Some(found),
            quote => at = found + 1 + memchr(*quote, rest.get(found + 1..)?)? + 1,
        }
    }
}

/// Adds escaped text to `into`. Only the five entities of XML and numbers are known.
pub(crate) fn unescape(raw: &[u8], into: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest) {
        push(rest.get(..at).unwrap_or_default(), into);
        rest = rest.get(at + 1..).unwrap_or_default();
        let Some(end) = memchr(b';', rest.get(..rest.len().min(12)).unwrap_or_default()) else {
            into.push('&');
            continue;
        };
        let name = rest.get(..end).unwrap_or_default();
        match name {
            b"amp" => into.push('&'),
            b"lt" => into.push('<'),
            b"gt" => into.push('>'),
            b"quot" => into.push('"'),
            b"apos" => into.push('\''),
            b"nbsp" => into.push('\u{a0}'),
            _ => into.extend(number(name)),
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    push(rest, into);
}

fn number(name: &[u8]) -> Option<char> {
    let digits = std::str::from_utf8(name.strip_prefix(b"#")?).ok()?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

fn push(bytes: &[u8], into: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(text) => into.push_str(text),
        Err(_) => into.push_str(&String::from_utf8_lossy(bytes)),
    }
}

/// Adds the token's text, where it is text.
pub(crate) fn add_text(token: Token<'_>, into: &mut String) {
    match token {
        Token::Text(raw) => unescape(raw, into),
        Token::Plain(raw) => push(raw, into),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives bytes one at a time, or as many as asked.
    struct Slow<'a>(&'a [u8], usize);

    impl Pull for Slow<'_> {
        fn pull(&mut self) -> Result<&[u8], Stop> {
            let (now, later) = self.0.split_at(self.1.min(self.0.len()));
            self.0 = later;
            Ok(now)
        }
    }

    fn told(document: &str, step: usize) -> String {
        let mut xml = Xml::new(Slow(document.as_bytes(), step));
        let mut text = String::new();
        while let Some(token) = xml.next().unwrap() {
            match token {
                Token::Start(tag) => {
                    text += &format!("<{}", String::from_utf8_lossy(tag.name));
                    if let Some(value) = tag.get(b"a") {
                        text += &format!(" a={}", String::from_utf8_lossy(value));
                    }
                    text += ">";
                }
                Token::End(name) => text += &format!("</{}>", String::from_utf8_lossy(name)),
                words => add_text(words, &mut text),
            }
        }
        text
    }

    #[test]
    fn tags_text_and_ends_however_the_bytes_arrive() {
        let document = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "]>">]><!-- <no> --><w:x b='>' p:a="1 &gt;"><y/>Zo&#xeb; &amp; <![CDATA[<&b>]]>&e;ŵ</w:x>"#;
        let expected = "<x a=1 &gt;><y></y>Zoë & <&b>ŵ</x>";
        for step in 1..40 {
            assert_eq!(told(document, step), expected, "{step} bytes at a time");
        }
    }

    #[test]
    fn what_is_cut_off_ends() {
        let document = r#"<a><b c="d">text<!-- x --><![CDATA[y]]></b></a>"#;
        for end in 0..document.len() {
            told(document.get(..end).unwrap(), 3);
        }
    }

    #[test]
    fn entities_that_a_document_declares_are_nothing() {
        let document = r#"<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>"#;
        assert_eq!(told(document, 7), "<l></l>");
    }

    #[test]
    fn depth_and_length_have_an_end() {
        let deep = "<a>".repeat(100_000);
        let mut xml = Xml::new(Slow(deep.as_bytes(), 4096));
        let stop = loop {
            match xml.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("read to the end"),
                Err(stop) => break stop,
            }
        };
        assert_eq!(stop, Stop::Because(Reason::TooDeep));
        let long = format!("<a {}", "b='c' ".repeat(100_000));
        assert_eq!(Xml::new(Slow(long.as_bytes(), 4096)).next().unwrap_err(), DAMAGED);
    }
}

//! Passwords in prose, and tokens of programs.

use super::mail;
use super::vocabulary::{Cue, Vocabulary};
use super::word::{self, Word};

/// How far after "password" its value may begin.
const REACH: usize = 90;

/// The value that is given after a word such as "password" that ends at `at`: "is X", ": X", "X1y".
pub(super) fn value(bytes: &[u8], at: usize, vocabulary: &Vocabulary) -> Option<(usize, usize)> {
    let (from, announced) = connector(bytes, at)?;
    let quoted = bytes.get(from).filter(|byte| matches!(byte, b'"' | b'\'' | b'`')).copied();
    let curly = bytes.get(from..from + 3).filter(|lead| matches!(lead, [0xe2, 0x80, 0x98 | 0x9c])).is_some();
    let from = from + usize::from(quoted.is_some()) + if curly { 3 } else { 0 };
    let rest = bytes.get(from..)?;
    // What stands in straight quotation marks may have spaces in it.
    let spaced =
        quoted.is_some_and(|mark| rest.iter().take(65).take_while(|byte| **byte != b'\n').any(|byte| *byte == mark));
    let length = rest
        .iter()
        .take(65)
        .take_while(|byte| {
            Some(**byte) != quoted && (spaced || !byte.is_ascii_whitespace() && !matches!(byte, b'<' | b'|'))
        })
        .count();
    let ends = usize_at_end(rest.get(..length)?);
    let to = from + ends;
    let value = bytes.get(from..to)?;
    let marked = quoted.is_some() || curly;
    let good =
        is_value(value, announced || marked, vocabulary) && (marked || has_mark(value) || stands_alone(bytes, to));
    good.then_some((from, to))
}

/// What lies between "password" and its value: a colon, "is", nothing. Also "for the wifi is".
fn connector(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let mut next = skip(bytes, at);
    let mut words = 0;
    while next < at + REACH {
        match bytes.get(next..)? {
            [b':' | b'=', ..] => return Some((value_start(bytes, next + 1), true)),
            [b'-' | b'>', b' ' | b'>', ..] => return Some((skip_spaces(bytes, next + 2), true)),
            [0xe2, 0x80 | 0x86, 0x92..=0x94, ..] => return Some((skip_spaces(bytes, next + 3), true)),
            [b'(', ..] => {
                let inside = bytes.get(next..next + 40)?.iter().position(|byte| *byte == b')')?;
                next = skip(bytes, next + inside + 1);
                continue;
            }
            [b'\n' | b'\r' | b'.' | b',' | b';' | b'?' | b'!', ..] | [] => return None,
            _ => {}
        }
        let part = word::word(bytes, next);
        let text = bytes.get(part.from..part.to).unwrap_or_default();
        let small = text.to_ascii_lowercase();
        match small.as_slice() {
            b"" => return None,
            b"is" | b"was" | b"now" if words == 0 || small != b"now" => {
                return Some((value_start(bytes, skip_fillers(bytes, part.to)), false));
            }
            b"to" | b"for" | b"on" | b"of" | b"in" | b"at" | b"used" if words == 0 => {}
            _ if words > 0 => {}
            // "pw Sunshine12": nothing between, so the value itself has to tell.
            _ => {
                let value = bytes.get(next..next + marked_run(bytes, next)).unwrap_or_default();
                let has = |is: fn(&u8) -> bool| value.iter().any(is);
                let tells = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && value.len() >= 6;
                return tells.then_some((next, false));
            }
        }
        words += 1;
        if words > 7 {
            return None;
        }
        next = skip(bytes, part.to);
    }
    None
}

/// How many bytes are letters, digits and the marks that passwords have in their middle. No hyphen:
/// "2-step".
fn marked_run(bytes: &[u8], at: usize) -> usize {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"!@#$%&*+_".contains(byte);
    bytes.get(at..).unwrap_or_default().iter().take_while(part).count()
}

/// "is now", "is still", "is:".
fn skip_fillers(bytes: &[u8], at: usize) -> usize {
    let next = skip_spaces(bytes, at);
    for filler in [b"now ".as_slice(), b"still ", b"currently ", b"simply ", b"just "] {
        if bytes.get(next..).is_some_and(|rest| rest.starts_with(filler)) {
            return next + filler.len();
        }
    }
    if matches!(bytes.get(next), Some(b':' | b'-')) { next + 1 } else { next }
}

/// After a colon the value may stand on the next line.
fn value_start(bytes: &[u8], at: usize) -> usize {
    let next = skip_spaces(bytes, at);
    match bytes.get(next..) {
        Some([b'\r', b'\n', ..]) => skip_spaces(bytes, next + 2),
        Some([b'\n', ..]) => skip_spaces(bytes, next + 1),
        _ => next,
    }
}

fn skip_spaces(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Spaces, quotes, and the marks of bold text.
fn skip(bytes: &[u8], at: usize) -> usize {
    let more = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'*');
    at + bytes.get(at..).unwrap_or_default().iter().take_while(more).count()
}

/// Length without the punctuation of the sentence.
fn usize_at_end(value: &[u8]) -> usize {
    let mut value = value;
    loop {
        value = match value {
            [rest @ .., b'.' | b',' | b';' | b':' | b'?' | b')' | b'"' | b'\'' | b']'] => rest,
            [rest @ .., 0xe2, 0x80, _] => rest,
            _ => return value.len(),
        };
    }
}

/// A digit or a sign inside, or a capital that is not the first letter: no ordinary word.
fn has_mark(value: &[u8]) -> bool {
    let digit = value.iter().any(u8::is_ascii_digit);
    let sign = value.iter().any(|byte| byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'\'' | b'/'));
    let capital = value.iter().skip(1).any(u8::is_ascii_uppercase) && value.iter().any(u8::is_ascii_lowercase);
    digit || sign || capital
}

fn is_value(value: &[u8], announced: bool, vocabulary: &Vocabulary) -> bool {
    if !(4..=64).contains(&value.len()) || matches!(value.first(), Some(b'[' | b'<' | b'{' | b'(' | b'/' | b'\\')) {
        return false;
    }
    let letters = value.iter().filter(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80).count();
    if letters < 2 || value.windows(3).any(|part| part == b"://") {
        return false;
    }
    if let Some(at) = value.iter().position(|byte| *byte == b'@')
        && mail::around(value, at).is_some_and(|(from, _)| from == 0)
    {
        return false;
    }
    if has_mark(value) {
        return true;
    }
    let plain = value.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let head = value.get(..plain).unwrap_or_default();
    let known = !value.contains(&b' ')
        && vocabulary.word(head).is_some_and(|cue| !matches!(cue, Cue::GivenName | Cue::Nothing));
    let participle =
        head.ends_with(b"ing") || head.ends_with(b"ed") || head.ends_with(b"ly") || head.ends_with(b"able");
    !known && (announced || value.len() >= 5) && !participle
}

/// A value that is an ordinary word ends its line or its sentence.
fn stands_alone(bytes: &[u8], to: usize) -> bool {
    let rest = bytes.get(to..).unwrap_or_default();
    let quotes = rest.iter().take_while(|byte| matches!(byte, b'"' | b'\'' | b'*')).count();
    match rest.get(quotes..) {
        None | Some([] | [b'\n' | b'\r' | b'.' | b',' | b';' | b')' | b'!' | b'|' | b'\t' | b'<', ..]) => true,
        Some([b' ', rest @ ..]) => {
            rest.starts_with(b"and ") || rest.starts_with(b"(") || rest.starts_with(b"- ") || rest.starts_with(b"\n")
        }
        Some(_) => false,
    }
}

/// Where the token that begins with this word ends: the published forms of keys that cannot be
/// anything else, and signed tokens (RFC 7519).
pub(super) fn token(bytes: &[u8], word: Word) -> Option<usize> {
    let text = bytes.get(word.from..word.to)?;
    let whole = extended(bytes, word.from, |byte| matches!(byte, b'-' | b'_' | b'.'));
    let parts = bytes.get(word.from..whole)?;
    if text.starts_with(b"eyJ") && parts.split(|byte| *byte == b'.').count() == 3 && parts.len() >= 40 {
        return Some(whole);
    }
    let rest = |prefix: &[u8]| text.strip_prefix(prefix);
    let upper =
        |tail: &[u8]| tail.len() == 16 && tail.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if rest(b"AKIA").or_else(|| rest(b"ASIA")).is_some_and(upper) {
        return Some(word.to);
    }
    let tail = extended(bytes, word.from, |byte| matches!(byte, b'-' | b'_'));
    (text.starts_with(b"AIza") && tail - word.from == 39).then_some(tail)
}

/// Where the token ends that begins with a known prefix and goes on after a dash or underscore at `at`.
pub(super) fn prefixed(bytes: &[u8], from: usize, at: usize) -> Option<usize> {
    if !matches!(bytes.get(at), Some(b'-' | b'_' | b'.')) {
        return None;
    }
    let to = extended(bytes, from, |byte| matches!(byte, b'-' | b'_' | b'.'));
    is_key(bytes.get(at..to)?).then_some(to)
}

/// The key that stands after "API key" at `at`.
pub(super) fn key(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let mut from = skip(bytes, at);
    if bytes.get(from..).is_some_and(|rest| rest.starts_with(b"is")) {
        from += 2;
    }
    from = skip(bytes, from);
    if matches!(bytes.get(from), Some(b':' | b'=')) {
        from = skip(bytes, from + 1);
    }
    let to = extended(bytes, from, |byte| matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'='));
    is_key(bytes.get(from..to)?).then_some((from, to))
}

fn is_key(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    text.len() >= 17 && digits >= 2 && letters >= 4
}

fn extended(bytes: &[u8], from: usize, also: impl Fn(u8) -> bool) -> usize {
    let more = |byte: &&u8| byte.is_ascii_alphanumeric() || also(**byte);
    let to = from + bytes.get(from..).unwrap_or_default().iter().take(4096).take_while(more).count();
    let dots = bytes.get(from..to).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'.').count();
    to - dots
}

/// Where the private key ends whose "BEGIN" this is (RFC 7468).
pub(super) fn private_key(bytes: &[u8], word: Word) -> Option<(usize, usize)> {
    let from = word.from.checked_sub(5)?;
    let line = bytes.get(from..)?.iter().take(60).take_while(|byte| matches!(byte, b' '..=b'~')).count();
    let head = bytes.get(from..from + line)?;
    let private = head.starts_with(b"-----") && head.windows(11).any(|part| part == b"PRIVATE KEY");
    private.then_some((from, from + head.len()))
}

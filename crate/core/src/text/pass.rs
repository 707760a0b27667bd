//! The one pass over a text.

use super::{Around, Found, Kind, mail, upn};

pub(super) fn run(text: &str, _around: &Around<'_>) -> Found {
    let bytes = text.as_bytes();
    let mut found = Found::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            let word = bytes.get(at..).unwrap_or_default();
            let length = word.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80).count();
            if upn::is_upn(word.get(..length).unwrap_or_default()) {
                found.add(Kind::Upn, at, at + length);
            }
            at += length;
        } else {
            if *byte == b'@'
                && let Some((from, to)) = mail::around(bytes, at)
            {
                found.add(Kind::Email, from, to);
                at = to;
                continue;
            }
            at += 1;
        }
    }
    found
}

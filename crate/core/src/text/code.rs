//! Codes of letters and digits.

use super::pass::Pass;
use super::vocabulary::Cue;
use super::word::Word;
use super::{Kind, bank, postcode, secret, upn};

/// Looks at a word with digits in it; gives the byte from which to go on.
pub(super) fn read(pass: &mut Pass<'_>, word: Word) -> usize {
    let bytes = pass.bytes.get(word.from..word.to).unwrap_or_default();
    if let Some((kind, to)) = find(pass, word, bytes) {
        pass.add(kind, word.from, to);
        return to.max(word.to);
    }
    match bytes {
        // 7th
        [b'1'..=b'9', b's' | b'n' | b'r' | b't', b't' | b'd' | b'h']
        | [b'1'..=b'3', b'0'..=b'9', b's' | b'n' | b'r' | b't', b't' | b'd' | b'h'] => pass.day(word.from, word.to),
        // 12A, of a house.
        [b'1'..=b'9', .., b'a'..=b'f' | b'A'..=b'F'] if bytes.len() <= 4 && word.letters == 1 => {
            pass.house(word.from, word.to);
        }
        _ => {}
    }
    word.to
}

fn find(pass: &Pass<'_>, word: Word, bytes: &[u8]) -> Option<(Kind, usize)> {
    let letter_first = bytes.first()?.is_ascii_alphabetic();
    if pass.glued(word.from) {
        return None;
    }
    if !letter_first {
        return None;
    }
    if bytes.len() == 13 && upn::is_upn(bytes) {
        return Some((Kind::Upn, word.to));
    }
    if matches!(bytes.len(), 16 | 18) && is_licence(bytes.get(..16)?) {
        return Some((Kind::DrivingLicence, word.to));
    }
    if let Some(to) = spaced_licence(pass.bytes, word) {
        return Some((Kind::DrivingLicence, to));
    }
    if let Some(to) = insurance(pass, word) {
        return Some((Kind::NationalInsurance, to));
    }
    if bytes.len() == 9 && pass.near(Cue::Passport, word.from, 60) && is_passport(bytes) {
        return Some((Kind::Passport, word.to));
    }
    if let Some(to) = bank::iban(pass.bytes, word.from) {
        return Some((Kind::Iban, to));
    }
    if bytes.len() >= 16
        && let Some(to) = secret::token(pass.bytes, word)
    {
        return Some((Kind::Token, to));
    }
    if let Some(to) = postcode::read(pass.bytes, word) {
        return Some((Kind::Postcode, to));
    }
    vehicle(pass, word, bytes).map(|to| (Kind::Vehicle, to))
}

/// A National Insurance number, after HMRC's manual (NIM39110): two letters, six digits, a letter
/// from A to D, with or without spaces. Without the last letter only where the text says what it is.
pub(super) fn insurance(pass: &Pass<'_>, word: Word) -> Option<usize> {
    let &[first, second] = pass.bytes.get(word.from..word.from + 2)? else { return None };
    let named = pass.near(Cue::Insurance, word.from, 30);
    let written = first.is_ascii_uppercase() == second.is_ascii_uppercase();
    if !written || !is_prefix(first.to_ascii_uppercase(), second.to_ascii_uppercase()) {
        return None;
    }
    let (mut digits, mut next, mut last) = (0, word.from + 2, word.from + 2);
    let (mut gaps, mut gap) = (0, None);
    while let Some(byte) = pass.bytes.get(next) {
        match byte {
            b'0'..=b'9' if digits < 6 => {
                digits += 1;
                last = next + 1;
            }
            b'A'..=b'D' | b'a'..=b'd' if digits == 6 => {
                let spaced_small = byte.is_ascii_lowercase() && gaps > 0 && first.is_ascii_uppercase();
                let ends = !pass.bytes.get(next + 1).is_some_and(u8::is_ascii_alphanumeric);
                let small = first.is_ascii_lowercase() && gaps > 0 && !named;
                return if ends && !spaced_small && !small { Some(next + 1) } else { named.then_some(last) };
            }
            // The same between all parts, and one at a time.
            b' ' | b'-' | b'.'
                if pass.bytes.get(next - 1).is_some_and(u8::is_ascii_alphanumeric)
                    && gap.is_none_or(|gap| gap == *byte) =>
            {
                gap = Some(*byte);
                gaps += 1;
            }
            _ => break,
        }
        next += 1;
    }
    let ends = !pass.bytes.get(last).is_some_and(u8::is_ascii_alphanumeric);
    (digits == 6 && named && ends).then_some(last)
}

fn is_prefix(first: u8, second: u8) -> bool {
    let never = |letter: u8| matches!(letter, b'D' | b'F' | b'I' | b'Q' | b'U' | b'V');
    let letters = first.is_ascii_uppercase() && second.is_ascii_uppercase();
    let barred = matches!(&[first, second], b"BG" | b"GB" | b"NK" | b"KN" | b"TN" | b"NT" | b"ZZ");
    letters && !never(first) && !never(second) && second != b'O' && !barred
}

/// Nine characters: digits, of which the first one or two may be letters.
fn is_passport(bytes: &[u8]) -> bool {
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    letters <= 2 && bytes.iter().skip(letters).all(u8::is_ascii_digit)
}

/// A licence of Great Britain, after the DVLA's notes: five letters of the surname, the date of
/// birth mixed up, two initials, a digit and two check characters. 9 fills what is empty.
fn is_licence(bytes: &[u8]) -> bool {
    let [surname @ .., decade, month_1, month_2, day_1, day_2, year, initial_1, initial_2, extra, check_1, check_2] =
        bytes
    else {
        return false;
    };
    let letters = surname.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let filled = surname.len() == 5 && letters > 0 && surname.iter().skip(letters).all(|byte| *byte == b'9');
    let digits = [decade, month_1, month_2, day_1, day_2, year].iter().all(|byte| byte.is_ascii_digit());
    let pair = |tens: &u8, ones: &u8| tens.wrapping_sub(b'0').wrapping_mul(10).wrapping_add(ones.wrapping_sub(b'0'));
    let month = matches!(pair(month_1, month_2), 1..=12 | 51..=62);
    let day = matches!(pair(day_1, day_2), 1..=31);
    let initial = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'9';
    let initials = initial(initial_1) && initial(initial_2) && (*initial_1 != b'9' || *initial_2 == b'9');
    let rest = [extra, check_1, check_2].iter().all(|byte| byte.is_ascii_alphanumeric());
    filled && digits && month && day && initials && rest
}

/// MORGA 657054 SM9IJ.
pub(super) fn spaced_licence(bytes: &[u8], word: Word) -> Option<usize> {
    let text = bytes.get(word.from..word.from + 18)?;
    let (surname, rest) = text.split_at_checked(5)?;
    let (born, end) = rest.split_at_checked(7)?;
    if word.to - word.from != 5 || born.first() != Some(&b' ') || end.first() != Some(&b' ') {
        return None;
    }
    let mut code = [0; 16];
    let parts = surname.iter().chain(born.iter().skip(1)).chain(end.iter().skip(1));
    code.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    let ends = !bytes.get(word.from + 18).is_some_and(u8::is_ascii_alphanumeric);
    (ends && is_licence(&code)).then_some(word.from + 18)
}

/// A registration of Great Britain, after the DVLA: AB12 CDE since 2001; the older A123 BCD and
/// ABC 123D only where the text speaks of a vehicle.
fn vehicle(pass: &Pass<'_>, word: Word, bytes: &[u8]) -> Option<usize> {
    let plate = |byte: &u8| byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'Q');
    let named = pass.near(Cue::Vehicle, word.from, 40);
    let tail = |to: usize| {
        let letters = pass.bytes.get(to..to + 4).filter(|tail| tail.first() == Some(&b' '))?;
        let ends = !pass.bytes.get(to + 4).is_some_and(u8::is_ascii_alphanumeric);
        (ends && letters.iter().skip(1).all(plate)).then_some(to + 4)
    };
    match bytes {
        [a, b, c, d, rest @ ..] if plate(a) && plate(b) && age(*c, *d) => match rest {
            [] => tail(word.to),
            [_, _, _] if rest.iter().all(plate) => Some(word.to),
            _ => None,
        },
        [a, b'1'..=b'9', rest @ ..] if named && plate(a) => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match rest.get(digits..)? {
                [] if digits <= 2 => tail(word.to),
                letters if digits <= 2 && letters.len() == 3 && letters.iter().all(plate) => Some(word.to),
                _ => None,
            }
        }
        [a, b, c, digits @ .., last] if named && bytes.len() <= 7 && [a, b, c, last].into_iter().all(plate) => {
            (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(word.to)
        }
        _ => None,
    }
}

/// ABC 123D, of which this is the first word.
pub(super) fn suffix_plate(bytes: &[u8], word: Word) -> Option<usize> {
    let rest = bytes.get(word.to..).filter(|rest| rest.first() == Some(&b' '))?;
    let digits = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
    let to = word.to + 2 + digits;
    let letter = bytes.get(to - 1).is_some_and(u8::is_ascii_uppercase);
    let ends = !bytes.get(to).is_some_and(u8::is_ascii_alphanumeric);
    ((1..=3).contains(&digits) && letter && ends).then_some(to)
}

/// 02 to 29 for March, 51 to 79 for September.
fn age(tens: u8, ones: u8) -> bool {
    match tens {
        b'0' => matches!(ones, b'2'..=b'9'),
        b'1' | b'2' | b'6' | b'7' => ones.is_ascii_digit(),
        b'5' => matches!(ones, b'1'..=b'9'),
        _ => false,
    }
}

//! Telephone numbers, after Ofcom's National Telephone Numbering Plan; numbers reserved for
//! drama count, because invented people are given them.

use super::Kind;
use super::number::{Gap, Run};
use super::pass::Pass;
use super::vocabulary::Cue;

/// How many groups from `at` on are one number.
pub(super) fn read(pass: &mut Pass<'_>, run: &Run, at: usize) -> Option<usize> {
    let first = *run.group(at)?;
    let before = first.from.checked_sub(1).and_then(|before| pass.bytes.get(before)).copied();
    let plus = before == Some(b'+');
    let called = pass.near(Cue::Phone, first.from, 16);
    // 01632 960123 as a reference, a price or the end of an address on the web is none.
    let spoiled = match before {
        Some(b'/') => at == 0,
        Some(b'.') => at > 0,
        _ => matches!(before, Some(b'#' | b'$' | b'=' | b'_' | 0xa3 | 0xac)),
    };
    if !called && (spoiled || pass.near(Cue::Reference, first.from, 14)) {
        return None;
    }
    let groups = if plus { abroad(run, at) } else { at_home(run, at, called) }?;
    let last = *run.group(at + groups - 1)?;
    let from = lead(pass.bytes, first.from, plus);
    pass.add(Kind::Phone, from, last.to);
    Some(groups)
}

/// Where the number begins to the eye: at its plus or its bracket.
fn lead(bytes: &[u8], from: usize, plus: bool) -> usize {
    let from = from - usize::from(plus);
    let bracket = from.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'(');
    from - usize::from(bracket)
}

/// After a plus: the country, then what that country has.
fn abroad(run: &Run, at: usize) -> Option<usize> {
    if run.digits(at, at + GREATEST).starts_with(&[4, 4]) {
        return british(run, at, 2);
    }
    // Seven to fifteen digits after E.164, for which the groups go on.
    let mut digits = 0;
    let mut groups = 0;
    for length in run.lengths(at) {
        if digits + length > 15 || run.group(at + groups).is_some_and(|group| group.before == Gap::Slash) {
            break;
        }
        digits += length;
        groups += 1;
    }
    (digits >= 8).then_some(groups)
}

const GREATEST: usize = 16;

fn at_home(run: &Run, at: usize, called: bool) -> Option<usize> {
    let digits = run.digits(at, at + GREATEST);
    match digits {
        [0, 0, 4, 4, ..] => british(run, at, 4),
        [0, 0, ..] => None,
        [0, ..] if !is_date(run, at) && is_grouped(run, at) => british(run, at, 1),
        // 44 7700 900123, as some exports have it.
        [4, 4, 7, ..] => british(run, at, 2).filter(|groups| *groups > 1 || called),
        // A spreadsheet has eaten the 0, or the number is a neighbour's.
        [1..=9, ..] if called && at == 0 => {
            national(digits).and_then(|length| ends(run, at, length, 0)).or_else(|| local(run, at))
        }
        _ => None,
    }
}

/// A number whose country or trunk code takes this many digits.
fn british(run: &Run, at: usize, code: usize) -> Option<usize> {
    let digits = run.digits(at, at + GREATEST);
    // +44 (0)7700 and +44 07700.
    let trunk = usize::from(code > 1 && digits.get(code) == Some(&0));
    let length = national(digits.get(code + trunk..)?)?;
    ends(run, at, code + trunk + length, code)
}

/// How many digits the number has, without its 0, as far as its first ones tell.
fn national(digits: &[u8]) -> Option<usize> {
    match digits {
        [1, 6, 9, 7, 7, ..] => Some(9 + usize::from(digits.len() > 9)),
        [1, 1..=9, ..] => Some(10),
        [2, 0 | 3 | 4 | 8 | 9, ..] | [3, 0 | 3 | 4 | 7, ..] | [5, 5 | 6, ..] => Some(10),
        [7, 0..=5 | 7..=9, ..] | [7, 6, 2, 4, ..] => Some(10),
        [8, 0, 0, ..] => Some(if digits.len() == 9 { 9 } else { 10 }),
        [5, 0, 0, ..] => Some(9),
        [8, 0, 8, ..] | [8, 4 | 7, ..] | [9, 0 | 1 | 8, ..] => Some(10),
        _ => None,
    }
}

/// The groups that hold exactly so many digits; none ends in the middle.
fn ends(run: &Run, at: usize, wanted: usize, code: usize) -> Option<usize> {
    let mut digits = 0;
    for (index, length) in run.lengths(at).enumerate() {
        let gap = run.group(at + index)?.before;
        if index > 0 && gap == Gap::Slash && code < 2 && index > 1 {
            return None;
        }
        digits += length;
        if digits == wanted {
            return Some(index + 1);
        }
        if digits > wanted {
            return None;
        }
    }
    None
}

/// 01/02/2024 10 and its like begin with a 0 and have eleven digits.
fn is_date(run: &Run, at: usize) -> bool {
    run.shape(at, &[2, 2, 4]).is_some_and(|gap| gap != Gap::Space)
}

/// Groups as people speak them: an area code first, or the whole in one, or pairs.
fn is_grouped(run: &Run, at: usize) -> bool {
    let lengths: Vec<usize> = run.lengths(at).take(6).collect();
    match lengths.as_slice() {
        [1, ..] => run.group(at + 1).is_some_and(|group| group.before == Gap::Bracket),
        // 07 700 900 123, and 02 079 460 123.
        [2, second, ..] => *second >= 3 || lengths.iter().take(5).all(|length| *length == 2) && lengths.len() > 5,
        // 0900 1030 115: times, not a number of eleven digits.
        [4, 4, ..] => run.group(at + 1).is_some_and(|group| group.before != Gap::Space) || !is_time(run, at),
        _ => true,
    }
}

/// 0900 to 2359.
fn is_time(run: &Run, at: usize) -> bool {
    let clock = |group: usize| matches!(run.digits(group, group + 1), [0..=1, _, 0..=5, _] | [2, 0..=3, 0..=5, _]);
    clock(at) && clock(at + 1)
}

/// Six to eight digits after "tel".
fn local(run: &Run, at: usize) -> Option<usize> {
    let mut digits = 0;
    for (index, length) in run.lengths(at).enumerate().take(3) {
        if index > 0 && !matches!(run.group(at + index)?.before, Gap::Space | Gap::Dash) || length < 3 {
            break;
        }
        digits += length;
        let years = run.shape(at, &[4, 4]).is_some() && matches!(run.digits(at, at + 1), [1, 9, ..] | [2, 0, ..]);
        if (6..=8).contains(&digits) && !years && run.group(at + index + 1).is_none_or(|next| next.len() < 3) {
            return Some(index + 1);
        }
    }
    None
}

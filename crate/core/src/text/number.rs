//! Numbers as people write them: digits in groups, and what they may be.

use super::pass::Pass;
use super::vocabulary::Cue;
use super::{Kind, bank, phone, word};

/// Most groups that are looked at together.
const GROUPS: usize = 16;
/// Most digits.
const DIGITS: usize = 40;

/// What stands between two groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the first group.
    #[default]
    Start,
    Space,
    Dash,
    Dot,
    Slash,
    Bracket,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Place of its first digit among all.
    first: usize,
    pub(super) before: Gap,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.to - self.from
    }
}

/// Groups of digits with one separator between each two.
#[derive(Debug, Default)]
pub(super) struct Run {
    digits: Vec<u8>,
    groups: Vec<Group>,
}

impl Run {
    /// The run that begins with the digit at `at`.
    fn read(bytes: &[u8], at: usize) -> Self {
        let (mut run, mut next, mut before) = (Self::default(), at, Gap::Start);
        while run.groups.len() < GROUPS {
            let length = digits(bytes, next);
            let to = next + length;
            // A group with a letter at its end is a code of its own.
            let ends = !bytes.get(to).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
            if length == 0 || run.digits.len() + length > DIGITS || !ends {
                break;
            }
            run.groups.push(Group { from: next, to, first: run.digits.len(), before });
            run.digits.extend(bytes.get(next..to).unwrap_or_default().iter().map(|byte| byte - b'0'));
            let Some((gap, length)) = gap(bytes, to) else { break };
            (next, before) = (to + length, gap);
        }
        run
    }

    pub(super) fn group(&self, at: usize) -> Option<&Group> {
        self.groups.get(at)
    }

    /// The digits of the groups `from..to`.
    pub(super) fn digits(&self, from: usize, to: usize) -> &[u8] {
        let first = self.groups.get(from).map_or(0, |group| group.first);
        let end = self.groups.get(to).map_or(self.digits.len(), |group| group.first);
        self.digits.get(first..end).unwrap_or_default()
    }

    /// Lengths of groups from `at` on.
    pub(super) fn lengths(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().skip(at).map(Group::len)
    }

    /// Whether the groups begin with these lengths, with the same kind of gap between each two.
    pub(super) fn shape(&self, at: usize, lengths: &[usize]) -> Option<Gap> {
        let groups = self.groups.get(at..at + lengths.len())?;
        let gap = groups.get(1).map_or(Gap::Start, |group| group.before);
        let same = groups.iter().skip(1).all(|group| group.before == gap);
        (same && groups.iter().map(Group::len).eq(lengths.iter().copied())).then_some(gap)
    }
}

fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// What separates two groups of one number, and how many bytes it takes.
fn gap(bytes: &[u8], at: usize) -> Option<(Gap, usize)> {
    let rest = bytes.get(at..)?;
    let found = match rest {
        [b')' | b'(', b' ', ..] | [b' ', b'(' | b')', ..] => (Gap::Bracket, 2),
        [b')', b'-', ..] => (Gap::Bracket, 2),
        [b')' | b'(', ..] => (Gap::Bracket, 1),
        [b' ', b'-' | b'/', b' ', ..] => (Gap::Dash, 3),
        [b' ', ..] => (Gap::Space, 1),
        [0xc2, 0xa0, ..] => (Gap::Space, 2),
        [b'-', ..] => (Gap::Dash, 1),
        [0xe2, 0x80, 0x90..=0x93, ..] => (Gap::Dash, 3),
        [b'.', ..] => (Gap::Dot, 1),
        [b'/', ..] => (Gap::Slash, 1),
        _ => return None,
    };
    rest.get(found.1).is_some_and(u8::is_ascii_digit).then_some(found)
}

/// Looks at the number at `at`; gives the byte from which to go on.
pub(super) fn read(pass: &mut Pass<'_>, at: usize) -> usize {
    let run = Run::read(pass.bytes, at);
    let mut group = 0;
    while let Some(first) = run.group(group).copied() {
        let taken = phone::read(pass, &run, group)
            .or_else(|| bank::card(pass, &run, group))
            .or_else(|| nhs(pass, &run, group))
            .or_else(|| bank::account(pass, &run, group))
            .or_else(|| date(pass, &run, group));
        let Some(taken) = taken else {
            single(pass, &first);
            group += 1;
            continue;
        };
        group += taken.max(1);
    }
    let end = run.group(group.saturating_sub(1)).map_or(at + 1, |last| last.to);
    pass.previous = word::Word { from: at, to: end, digits: 1, ..word::Word::default() };
    end.max(at + 1)
}

/// An NHS number: ten digits, the last of which checks the others (modulus 11). Written 3 3 4,
/// it speaks for itself; in one piece, like many other numbers, only beside "NHS".
fn nhs(pass: &mut Pass<'_>, run: &Run, at: usize) -> Option<usize> {
    let first = *run.group(at)?;
    let groups = match run.shape(at, &[3, 3, 4]) {
        Some(Gap::Space | Gap::Dash) => 3,
        _ if first.len() == 10 => 1,
        _ => return None,
    };
    let named = pass.near(Cue::Nhs, first.from, 40);
    if !named && (pass.near(Cue::Phone, first.from, 12) || pass.near(Cue::Reference, first.from, 16)) {
        return None;
    }
    let last = *run.group(at + groups - 1)?;
    if pass.glued(first.from) || !is_nhs(run.digits(at, at + groups)) {
        pass.columns.nhs_wrong += u32::from(first.len() == 10);
        return None;
    }
    if groups == 1 && !named {
        pass.columns.nhs.push((first.from, first.to));
        return None;
    }
    pass.add(Kind::NhsNumber, first.from, last.to);
    Some(groups)
}

fn is_nhs(digits: &[u8]) -> bool {
    let Some((check, rest)) = digits.split_last().filter(|(_, rest)| rest.len() == 9) else { return false };
    if rest.iter().all(|digit| digit == check) {
        return false;
    }
    let sum: u32 = rest.iter().zip((2..=10).rev()).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    (11 - sum % 11) % 11 == u32::from(*check)
}

/// A date in digits; which day it is matters less than whose.
fn date(pass: &mut Pass<'_>, run: &Run, at: usize) -> Option<usize> {
    let (first, second, third) = (run.group(at)?, run.group(at + 1)?, run.group(at + 2)?);
    let gap = second.before;
    if gap != third.before || !matches!(gap, Gap::Slash | Gap::Dash | Gap::Dot) {
        return None;
    }
    let value = |group: usize| number(run.digits(group, group + 1));
    let (year, month, day) = match (first.len(), second.len(), third.len()) {
        (4, 1 | 2, 1 | 2) => (value(at), value(at + 1), value(at + 2)),
        (1 | 2, 1 | 2, 4) => (value(at + 2), value(at + 1), value(at)),
        (1 | 2, 1 | 2, 2) => (century(value(at + 2)), value(at + 1), value(at)),
        _ => return None,
    };
    if !(matches!(month, 1..=12) && matches!(day, 1..=31)) {
        return None;
    }
    pass.date(first.from, third.to, year);
    Some(3)
}

/// A year of two digits, as it reads on a form about somebody living.
fn century(year: u32) -> u32 {
    if year < 40 { 2000 + year } else { 1900 + year }
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value: u32, digit| value.saturating_mul(10).saturating_add(u32::from(*digit)))
}

/// A group by itself: a day, a year, a house, a passport.
fn single(pass: &mut Pass<'_>, group: &Group) {
    let digits = pass.bytes.get(group.from..group.to).unwrap_or_default();
    let value = digits
        .iter()
        .fold(0_u32, |value, digit| value.saturating_mul(10).saturating_add(u32::from(digit.wrapping_sub(b'0'))));
    match group.len() {
        1 | 2 if (1..=31).contains(&value) => pass.day(group.from, group.to),
        4 => pass.year(group.from, group.to, value),
        9 if pass.near(Cue::Passport, group.from, 60) => pass.add(Kind::Passport, group.from, group.to),
        8 if pass.near(Cue::Licence, group.from, 30) => pass.add(Kind::DrivingLicence, group.from, group.to),
        _ => {}
    }
    if group.len() <= 3 && value > 0 {
        pass.house(group.from, group.to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nhs_check_digit() {
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect::<Vec<_>>();
        for valid in ["401-023-2137", "221 395 1837", "0032698674", "943 476 5919"] {
            assert!(is_nhs(&digits(valid)), "{valid}");
        }
        for wrong in ["401-023-2138", "943 476 5918", "111 111 1111", "000 000 0000", "123 456 789", ""] {
            assert!(!is_nhs(&digits(wrong)), "{wrong}");
        }
    }

    #[test]
    fn groups_and_gaps() {
        let run = Run::read(b"+44 (0)20 7946-0123, 5", 1);
        let groups: Vec<(usize, Gap)> = run.groups.iter().map(|group| (group.len(), group.before)).collect();
        let expected = [(2, Gap::Start), (1, Gap::Bracket), (2, Gap::Bracket), (4, Gap::Space), (4, Gap::Dash)];
        assert_eq!(groups, expected);
        assert_eq!(run.digits(1, 3), [0, 2, 0]);
    }
}

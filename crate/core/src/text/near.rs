//! What means something only beside something else: words of special categories beside a person,
//! offensive terms beside a report, names under names.

use super::vocabulary::{Cue, Vocabulary};
use super::word::{self, Word};
use super::{Around, Kind};

/// The same for words that mean other things too.
const PUPIL: usize = 90;
/// How far from a person a special category is still that person's, in bytes.
const PERSON: usize = 160;
/// How far from "said" or "incident" a term still counts as reported.
const REPORT: usize = 80;

#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Where people are, in order, and whether the text says that they are pupils or which one.
    persons: Vec<(usize, bool)>,
    reports: Vec<usize>,
    /// Special categories; weak ones need a pupil.
    special: Vec<(Kind, usize, usize, bool)>,
    offensive: Vec<(Kind, usize, usize)>,
}

impl Beside {
    pub(super) fn person(&mut self, at: usize, sure: bool) {
        // They come nearly in order: each is put where it belongs, and nothing is sorted.
        let place = self.persons.partition_point(|known| *known <= (at, sure));
        self.persons.insert(place, (at, sure));
    }

    pub(super) fn cue(&mut self, cue: Cue, from: usize, to: usize, word: &Word) {
        let offensive = match cue {
            Cue::Reported => {
                self.reports.push(from);
                return;
            }
            Cue::Obscene => Kind::OffensiveObscene,
            Cue::Race => Kind::OffensiveRace,
            Cue::Religion => Kind::OffensiveReligion,
            Cue::Disability => Kind::OffensiveDisability,
            Cue::Sexuality => Kind::OffensiveSexuality,
            Cue::Sex => Kind::OffensiveSex,
            Cue::Threat => Kind::OffensiveThreat,
            _ => return self.special(cue, from, to, word),
        };
        self.offensive.push((offensive, from, to));
    }

    fn special(&mut self, cue: Cue, from: usize, to: usize, word: &Word) {
        let (kind, weak, capitals) = match cue {
            Cue::Needs => (Kind::SpecialNeeds, false, false),
            Cue::NeedsCapitals => (Kind::SpecialNeeds, true, true),
            Cue::NeedsWeak => (Kind::SpecialNeeds, true, false),
            Cue::Protection => (Kind::SpecialProtection, false, false),
            Cue::ProtectionCapitals => (Kind::SpecialProtection, true, true),
            Cue::ProtectionWeak => (Kind::SpecialProtection, true, false),
            Cue::Health => (Kind::SpecialHealth, false, false),
            Cue::HealthCapitals => (Kind::SpecialHealth, true, true),
            Cue::HealthWeak => (Kind::SpecialHealth, true, false),
            Cue::Meals => (Kind::SpecialMeals, false, false),
            Cue::MealsCapitals => (Kind::SpecialMeals, true, true),
            Cue::Behaviour => (Kind::SpecialBehaviour, false, false),
            Cue::BehaviourCapitals => (Kind::SpecialBehaviour, true, true),
            Cue::BehaviourWeak => (Kind::SpecialBehaviour, true, false),
            _ => return,
        };
        if !capitals || word.all_capitals() {
            self.special.push((kind, from, to, weak));
        }
    }

    /// What remains once everything around is known.
    pub(super) fn settle(self, bytes: &[u8]) -> Vec<(Kind, usize, usize)> {
        let mut settled = Vec::new();
        for (kind, from, to, weak) in &self.special {
            let within = if *weak { PUPIL } else { PERSON };
            let first = self.persons.partition_point(|(at, _)| at + within < *from);
            let mut near = self.persons.iter().skip(first).take_while(|(at, _)| *at <= to + within);
            if near.any(|(_, sure)| *sure || !weak) {
                settled.push((*kind, *from, *to));
            }
        }
        for (kind, from, to) in &self.offensive {
            let first = self.reports.partition_point(|at| at + REPORT < *from);
            let reported = self.reports.get(first).is_some_and(|at| *at <= to + REPORT);
            let kind = if reported || is_quoted(bytes, *from) { Kind::OffensiveQuoted } else { *kind };
            settled.push((kind, *from, *to));
        }
        settled
    }
}

/// Whether a quotation is open at this byte, as far as the same paragraph tells.
fn is_quoted(bytes: &[u8], at: usize) -> bool {
    let mut straight = 0;
    let mut next = at;
    for _ in 0..200 {
        let Some(before) = next.checked_sub(1) else { break };
        match bytes.get(before) {
            Some(b'\n') | None => break,
            Some(b'"') => straight += 1,
            // The last byte of a curly quotation mark.
            Some(0x9c | 0x98) if bytes.get(before.saturating_sub(2)) == Some(&0xe2) => return true,
            Some(0x9d) if bytes.get(before.saturating_sub(2)) == Some(&0xe2) => return false,
            _ => {}
        }
        next = before;
    }
    straight % 2 == 1
}

/// Names in a column, and numbers that only together say what they are.
#[derive(Debug, Default)]
pub(super) struct Column {
    line: usize,
    /// First and last byte of the names so far, how many, and how many of them are known.
    names: Option<(usize, usize)>,
    count: usize,
    known: usize,
    blank: bool,
    lists: Vec<(usize, usize)>,
    /// Numbers of ten digits that check as NHS numbers, and how many do not.
    pub(super) nhs: Vec<(usize, usize)>,
    pub(super) nhs_wrong: u32,
}

/// Fewest names that are a list.
const FEWEST: usize = 5;
/// Longest line that may be a row of one.
const ROW: usize = 160;

impl Column {
    /// A line ends at this byte.
    pub(super) fn line(&mut self, bytes: &[u8], end: usize, vocabulary: &Vocabulary, around: &Around<'_>) {
        let from = core::mem::replace(&mut self.line, end + 1);
        let row = bytes.get(from..end).unwrap_or_default();
        if row.iter().all(u8::is_ascii_whitespace) && !self.blank {
            self.blank = true;
            return;
        }
        // A line of prose is longer than a row, or begins with a small letter.
        let row = if row.len() <= ROW && !row.first().is_some_and(u8::is_ascii_lowercase) { row } else { &[] };
        match name_at_start(row, vocabulary, around) {
            Some((start, to, known)) => {
                let first = self.names.map_or(from + start, |(first, _)| first);
                self.names = Some((first, from + to));
                self.count += 1;
                self.known += usize::from(known);
                self.blank = false;
            }
            None => self.close(),
        }
    }

    fn close(&mut self) {
        // Dishes and places stand in columns too: some of the names have to be names.
        if let Some(list) = self.names.take().filter(|_| self.count >= FEWEST && self.known * 3 >= self.count) {
            self.lists.push(list);
        }
        (self.count, self.known, self.blank) = (0, 0, false);
    }

    pub(super) fn lists(&mut self) -> Vec<(usize, usize)> {
        self.close();
        core::mem::take(&mut self.lists)
    }

    /// One number in eleven checks by chance; a column of them does not.
    pub(super) fn nhs_numbers(&mut self) -> Vec<(usize, usize)> {
        let numbers = core::mem::take(&mut self.nhs);
        let wrong = usize::try_from(self.nhs_wrong).unwrap_or(usize::MAX);
        if numbers.len() >= 3 && wrong.saturating_mul(4) <= numbers.len() { numbers } else { Vec::new() }
    }
}

/// The name with which a row begins: two to four words with capitals, then nothing, or what a
/// column or a comma keeps apart. Also whether one of them is a common given name or the whole is on
/// the school's list.
fn name_at_start(row: &[u8], vocabulary: &Vocabulary, around: &Around<'_>) -> Option<(usize, usize, bool)> {
    let lead = |byte: &&u8| {
        byte.is_ascii_digit() || matches!(byte, b' ' | b'\t' | b'-' | b'*' | b'.' | b')' | b'|' | b',' | b'"')
    };
    let start = match row {
        [0xe2, 0x80, 0xa2, rest @ ..] => 3 + rest.iter().take_while(lead).count(),
        _ => row.iter().take_while(lead).count(),
    };
    let (mut at, mut words, mut given, mut comma) = (start, 0, false, false);
    let mut to = start;
    loop {
        let word = word::word(row, at);
        let initial = word.capital && word.letters == 1 && words > 0;
        if !(word.is_name() || initial) {
            break;
        }
        match vocabulary.find(word.hash) {
            Some((Cue::GivenName, _)) => given = true,
            Some((Cue::Nothing | Cue::Title | Cue::Street | Cue::Month, _)) | None => {}
            Some(_) => return None,
        }
        words += 1;
        to = word.to;
        let gap = row.get(to..).unwrap_or_default();
        at = match gap {
            [b' ', b'A'..=b'Z' | 0xc3.., ..] => to + 1,
            [b'-', ..] => to + 1,
            [b'.', b' ', ..] if initial => to + 2,
            [b',', b' ', b'A'..=b'Z' | 0xc3.., ..] if !comma => {
                comma = true;
                to + 2
            }
            // A column of its own for the given name.
            [b',' | b'\t' | b';', b'A'..=b'Z' | 0xc3.., ..] if words == 1 => to + 1,
            _ => break,
        };
    }
    let ends = matches!(
        row.get(to..).unwrap_or_default(),
        [] | [b'\r' | b'\t' | b',' | b';' | b'|' | b'(' | b':' | b'"', ..]
            | [b' ', b' ' | b'-' | b'(' | b'|' | b'0'..=b'9' | 0xe2, ..]
    );
    if !(2..=4).contains(&words) || !ends {
        return None;
    }
    let listed = around.roster.is_some_and(|roster| {
        row.get(start..to)
            .and_then(|name| core::str::from_utf8(name).ok())
            .is_some_and(|name| !roster.by_name(name).is_empty())
    });
    Some((start, to, given || listed))
}

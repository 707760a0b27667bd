//! Names: of people on the school's list, and of the school.

use super::Kind;
use super::pass::Pass;
use super::vocabulary::{Cue, State, step};
use super::word::{self, Word};
use crate::roster::{Gap, Names, Role, Roster, Strength, is_particle};

/// How many words a name may span.
const LONGEST: usize = 8;

/// The school's list, asked as the words go by.
pub(super) struct Listed<'t> {
    names: Names<'t>,
    /// Where the last words begin.
    starts: [usize; LONGEST],
    count: usize,
    /// Where the last name ends.
    end: usize,
    /// Where the last word ends that was asked about.
    last: usize,
    /// Small words that may still belong to a name: van, der.
    small: u32,
    /// Whether it is asked about every word.
    every: bool,
    /// The last word, while nothing has followed that it may belong to: by itself it is no name, and most
    /// are never asked about.
    alone: Option<(usize, usize)>,
}

/// In longer texts, only words with capitals and the next few are asked about: to hash every word
/// costs more than the rest of the pass.
const EVERY_WORD: usize = 32 * 1024;
const PARTICLES: u32 = 3;

impl<'t> Listed<'t> {
    pub(super) fn new(roster: &'t Roster, length: usize) -> Self {
        let every = length <= EVERY_WORD;
        Self { names: roster.names(), starts: [0; LONGEST], count: 0, end: 0, last: 0, small: 0, every, alone: None }
    }

    /// Whether the list is asked about this word.
    #[inline]
    pub(super) fn wants(&mut self, word: &Word, text: &str) -> bool {
        if word.capital {
            self.small = PARTICLES;
        } else if self.small > 0 {
            let particle = word.letters <= 3 && text.get(word.from..word.to).is_some_and(is_particle);
            self.small = if particle { self.small - 1 } else { 0 };
        }
        self.every || self.small > 0
    }

    /// The listed name that ends with this word: whose, and where it begins. One that many share or
    /// that reads as ordinary English says nothing by itself.
    fn word(&mut self, gap: Gap, from: usize, word: &str) -> Option<(Kind, usize)> {
        if let Some(start) = self.starts.get_mut(self.count % LONGEST) {
            *start = from;
        }
        self.count += 1;
        let hit = self.names.word(gap, word)?;
        if hit.found.strength == Strength::Weak || hit.found.ordinary {
            return None;
        }
        let kind = match hit.found.role {
            Role::Pupil => Kind::PupilName,
            Role::Parent => Kind::ParentName,
            Role::Staff => Kind::StaffName,
        };
        let first = self.count.checked_sub(hit.words)?;
        Some((kind, *self.starts.get(first % LONGEST)?))
    }
}

/// Asks the list about this word and those before it; remembers where names end.
pub(super) fn word(pass: &mut Pass<'_>, word: &Word) {
    let between = pass.bytes.get(pass.previous.to..word.from).unwrap_or_default();
    if word.capital && pass.previous.capital && matches!(between, [b' ' | b'-'] | [b',', b' ']) {
        let given = pass.vocabulary.find(pass.previous.hash).is_some_and(|(cue, _)| cue == Cue::GivenName);
        if given && word.is_name() {
            pass.name = Some(word.to);
        }
    }
    let Some(listed) = &mut pass.listed else { return };
    let left_out = core::mem::replace(&mut listed.last, word.to) != pass.previous.to;
    let gap = match between {
        _ if left_out => Gap::Break,
        [b' ' | b'_' | b'\t'] | [0xc2, 0xa0] | [b' ', b' '] => Gap::Space,
        [b'.', b' '] if pass.previous.letters == 1 => Gap::Space,
        [b'-'] => Gap::Hyphen,
        [b','] | [b',', b' '] => Gap::Comma,
        _ => Gap::Break,
    };
    let alone = listed.alone.take();
    if gap == Gap::Break {
        listed.alone = Some((word.from, word.to));
        return;
    }
    let text = |from, to| pass.text.get(from..to).unwrap_or_default();
    if let Some((from, to)) = alone {
        listed.word(Gap::Break, from, text(from, to));
    }
    if let Some((kind, from)) = listed.word(gap, word.from, text(word.from, word.to)) {
        // "Amy Field, Ben" is no "Field, Ben": a word of one name goes on into another only as its end.
        let taken = listed.end > from && gap == Gap::Comma;
        if taken {
            return;
        }
        listed.end = word.to;
        pass.name = Some(word.to);
        pass.add(kind, from, word.to);
    }
}

/// The names of the school, hashed word by word.
#[derive(Debug, Default)]
pub(super) struct School {
    names: Vec<Vec<State>>,
    /// Whether some name is under way.
    under_way: bool,
    /// How many words of each name have been seen, and where it began.
    seen: Vec<(usize, usize)>,
}

impl School {
    pub(super) fn new(names: &[String]) -> Self {
        let names: Vec<Vec<State>> = names.iter().map(|name| states(name)).filter(|name| !name.is_empty()).collect();
        let seen = vec![(0, 0); names.len()];
        Self { names, under_way: false, seen }
    }

    /// Whether this word could be part of a name; for most it could not.
    pub(super) fn wants(&self, word: &Word) -> bool {
        self.under_way || self.names.iter().any(|name| name.first() == Some(&word.hash))
    }

    /// The name that ends with this word, if one does.
    pub(super) fn word(&mut self, word: &Word, joined: bool) -> Option<(usize, usize)> {
        let mut found = None;
        self.under_way = false;
        for (name, (count, from)) in self.names.iter().zip(&mut self.seen) {
            let before = count.checked_sub(1).and_then(|last| name.get(last)).copied().unwrap_or(0);
            let goes_on = *count > 0 && joined && name.get(*count) == Some(&step(before, word.hash));
            if !goes_on {
                *count = 0;
                if name.first() != Some(&word.hash) {
                    continue;
                }
                *from = word.from;
            }
            *count += 1;
            self.under_way |= *count < name.len();
            if *count == name.len() {
                *count = 0;
                // The longest of the names that end here.
                let longest: Option<(usize, usize)> = found;
                found = Some(longest.filter(|(first, _)| first <= from).unwrap_or((*from, word.to)));
            }
        }
        found
    }
}

fn states(name: &str) -> Vec<State> {
    let bytes = name.as_bytes();
    let (mut at, mut state, mut states) = (0, 0, Vec::new());
    while at < bytes.len() {
        let word = word::word(bytes, at);
        if word.to > at {
            state = step(state, word.hash);
            states.push(state);
        }
        at = word.to.max(at + 1);
    }
    states
}

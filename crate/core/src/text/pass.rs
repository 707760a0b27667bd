//! The one pass over a text: from word to word, with what was seen lately in mind.

use super::near::{Beside, Column};
use super::vocabulary::{CUE_COUNT, Cue, State, Vocabulary, step};
use super::word::{self, Class, Word};
use super::{Around, Found, Kind, bank, code, mail, names, number, secret};

/// Phrases that may be under way at once.
const LIVE: usize = 4;

pub(super) struct Pass<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    around: &'t Around<'t>,
    pub(super) listed: Option<names::Listed<'t>>,
    pub(super) vocabulary: Vocabulary,
    found: Found,
    /// Where each cue was seen last: the byte after it.
    cues: [usize; CUE_COUNT],
    live: [(State, usize); LIVE],
    /// How many of them are.
    live_count: usize,
    /// The same, for the names of the school.
    school: names::School,
    pub(super) previous: Word,
    /// What waits for its other half.
    pub(super) sort_code: Option<(usize, usize)>,
    pub(super) bank_account: Option<(usize, usize)>,
    house: Option<House>,
    day: Option<(usize, usize)>,
    month: Option<(usize, usize)>,
    last_date: Option<(usize, usize)>,
    /// End of the last name of a person.
    pub(super) name: Option<usize>,
    pub(super) beside: Beside,
    pub(super) columns: Column,
}

/// A number that may be a house's, and the words of its street so far.
struct House {
    from: usize,
    to: usize,
    words: u32,
}

pub(super) fn run(text: &str, around: &Around<'_>) -> Found {
    let mut pass = Pass {
        text,
        bytes: text.as_bytes(),
        around,
        listed: around.roster.map(|roster| names::Listed::new(roster, text.len())),
        vocabulary: Vocabulary::new(),
        found: Found::new(),
        cues: [usize::MAX; CUE_COUNT],
        live: [(0, 0); LIVE],
        live_count: 0,
        school: names::School::new(around.school),
        previous: Word::default(),
        sort_code: None,
        bank_account: None,
        house: None,
        day: None,
        month: None,
        last_date: None,
        name: None,
        beside: Beside::default(),
        columns: Column::default(),
    };
    pass.go();
    pass.finish()
}

impl Pass<'_> {
    fn go(&mut self) {
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            at = match word::class(byte) {
                Class::Other | Class::Plus | Class::Apostrophe => at + 1,
                Class::Small | Class::Capital | Class::High => self.word(at),
                Class::Digit => self.number(at),
                Class::At => self.mail(at),
                Class::Line => {
                    self.columns.line(self.bytes, at, &self.vocabulary, self.around);
                    at + 1
                }
            };
        }
        self.columns.line(self.bytes, self.bytes.len(), &self.vocabulary, self.around);
    }

    fn finish(mut self) -> Found {
        for (from, to) in self.columns.lists() {
            self.add(Kind::ClassList, from, to);
            self.beside.person(from, true);
            self.beside.person(to, true);
        }
        for (from, to) in self.columns.nhs_numbers() {
            self.add(Kind::NhsNumber, from, to);
        }
        let beside = core::mem::take(&mut self.beside);
        for (kind, from, to) in beside.settle(self.bytes) {
            self.add(kind, from, to);
        }
        self.found.sorted()
    }

    pub(super) fn add(&mut self, kind: Kind, from: usize, to: usize) {
        if kind.is_identifier() {
            self.beside.person(from, true);
        }
        self.found.add(kind, from, to);
    }

    /// Whether the cue was seen at most so many bytes before `at`.
    pub(super) fn near(&self, cue: Cue, at: usize, within: usize) -> bool {
        let end = self.cues.get(cue as usize).copied().unwrap_or(usize::MAX);
        end <= at && at - end <= within
    }

    /// Whether what begins at `from` is the tail of something longer: a path, an identifier, a sum.
    pub(super) fn glued(&self, from: usize) -> bool {
        let before = from.checked_sub(1).and_then(|before| self.bytes.get(before));
        matches!(before, Some(b'_' | b'=' | b'/' | b'%' | b'&' | b'$' | 0xa3))
    }

    fn mail(&mut self, at: usize) -> usize {
        let Some((from, to)) = mail::around(self.bytes, at) else { return at + 1 };
        self.add(Kind::Email, from, to);
        to
    }

    fn number(&mut self, at: usize) -> usize {
        let word = word::word(self.bytes, at);
        if word.letters > 0 {
            return self.mixed(word);
        }
        self.live_count = 0;
        number::read(self, at)
    }

    fn mixed(&mut self, word: Word) -> usize {
        self.phrases(&word);
        self.school_name(&word);
        let to = code::read(self, word).max(word.to);
        self.previous = Word { to, ..word };
        to
    }

    fn word(&mut self, at: usize) -> usize {
        let word = word::word(self.bytes, at);
        if word.to == at {
            return at + 1;
        }
        if word.digits > 0 {
            return self.mixed(word);
        }
        let length = word.to - word.from;
        if (word.capitals > 1 || length == 2 && self.near(Cue::Insurance, word.from, 30))
            && let Some((kind, to)) = self.capitals(&word, length)
        {
            self.add(kind, word.from, to);
            self.previous = Word { to, ..word };
            return to;
        }
        if length >= 16
            && let Some(to) = secret::token(self.bytes, word)
        {
            self.add(Kind::Token, word.from, to);
            self.previous = Word { to, ..word };
            return to;
        }
        self.phrases(&word);
        self.school_name(&word);
        if self.listed.as_mut().is_some_and(|listed| listed.wants(&word, self.text)) || word.capital {
            names::word(self, &word);
        }
        if self.house.is_some() {
            self.street_word(&word);
        }
        self.previous = word;
        word.to
    }

    /// Codes that begin with a group of capitals.
    fn capitals(&self, word: &Word, length: usize) -> Option<(Kind, usize)> {
        match length {
            2 if matches!(self.bytes.get(word.to), Some(b' ' | b'-' | b'.')) => {
                if let Some(to) = code::insurance(self, *word) {
                    return Some((Kind::NationalInsurance, to));
                }
                bank::iban(self.bytes, word.from).map(|to| (Kind::Iban, to))
            }
            5 => code::spaced_licence(self.bytes, *word).map(|to| (Kind::DrivingLicence, to)),
            3 if self.near(Cue::Vehicle, word.from, 40) => {
                code::suffix_plate(self.bytes, *word).map(|to| (Kind::Vehicle, to))
            }
            _ => None,
        }
    }

    /// Whether what lies since the last word may lie within a phrase.
    fn joined(&self, from: usize) -> bool {
        matches!(
            self.bytes.get(self.previous.to..from),
            Some(
                [b' ' | b'-' | b'\'' | b'.' | b'_' | b'\n' | b'/']
                    | [b'.' | b' ', b' ']
                    | [b'\r', b'\n']
                    | [0xc2, 0xa0]
                    | [0xe2, 0x80, _]
            )
        )
    }

    fn school_name(&mut self, word: &Word) {
        if !self.school.wants(word) {
            return;
        }
        let joined = self.joined(word.from);
        if let Some((from, to)) = self.school.word(word, joined) {
            self.add(Kind::SchoolName, from, to);
        }
    }

    fn phrases(&mut self, word: &Word) {
        let known = self.vocabulary.may_be(word.hash);
        if self.live_count > 0 || known {
            self.phrase(word, known);
        }
    }

    fn phrase(&mut self, word: &Word, known: bool) {
        let (live, count) = (self.live, self.live_count);
        self.live_count = 0;
        if count > 0 && self.joined(word.from) {
            for &(state, from) in live.iter().take(count) {
                self.state(step(state, word.hash), from, word);
            }
        }
        if known {
            self.state(word.hash, word.from, word);
        }
    }

    fn state(&mut self, state: State, from: usize, word: &Word) {
        let Some((cue, open)) = self.vocabulary.find(state) else { return };
        if open && let Some(place) = self.live.get_mut(self.live_count) {
            *place = (state, from);
            self.live_count += 1;
        }
        self.cue(cue, from, word);
    }

    /// A cue that began at `from` and ends with `word`.
    fn cue(&mut self, cue: Cue, from: usize, word: &Word) {
        if cue == Cue::Nothing {
            return;
        }
        let to = word.to;
        match cue {
            Cue::Password | Cue::Passcode | Cue::WifiKey => self.password(cue, from, to),
            Cue::Login => self.login(from, to),
            Cue::ApiKey => {
                if let Some((from, to)) = secret::key(self.bytes, to) {
                    self.add(Kind::Token, from, to);
                }
            }
            Cue::TokenPrefix => {
                if let Some(to) = secret::prefixed(self.bytes, from, to) {
                    self.add(Kind::Token, from, to);
                }
            }
            Cue::Begin if word.all_capitals() => {
                if let Some((from, to)) = secret::private_key(self.bytes, *word) {
                    self.add(Kind::Token, from, to);
                }
            }
            Cue::Month => self.month(word),
            Cue::Birth => {
                if let Some((first, last)) = self.last_date.filter(|(_, last)| from.saturating_sub(*last) <= 2) {
                    self.add(Kind::BirthDate, first, last);
                }
            }
            Cue::Street if word.capital => self.street(word),
            Cue::StaffTitle if word.letters > 3 || word.all_capitals() => self.add(Kind::StaffTitle, from, to),
            Cue::GivenName | Cue::Title if word.capital => self.beside.person(from, false),
            Cue::Pronoun | Cue::Pupils => self.beside.person(from, false),
            Cue::Pupil => self.beside.person(from, true),
            _ => self.beside.cue(cue, from, to, word),
        }
        if let Some(last) = self.cues.get_mut(cue as usize) {
            *last = to;
        }
    }

    fn password(&mut self, cue: Cue, from: usize, to: usize) {
        let Some(value) = secret::value(self.bytes, to, &self.vocabulary) else { return };
        let between = self.bytes.get(to..value.0).unwrap_or_default();
        let says = |wanted: Cue| {
            self.near(wanted, from, 40)
                || between
                    .split(|byte| !byte.is_ascii_alphanumeric())
                    .any(|word| self.vocabulary.word(word) == Some(wanted))
        };
        let wireless = cue == Cue::WifiKey || says(Cue::Wifi);
        let kind = if wireless {
            Kind::WifiKey
        } else if cue == Cue::Passcode || says(Cue::Shared) {
            Kind::Passcode
        } else {
            Kind::Password
        };
        // "The wifi password: the password is X" gives one password.
        if self.found.last_of_secrets() < value.0 {
            self.add(kind, value.0, value.1);
        }
    }

    /// "Login details below", "here are your login details:".
    fn login(&mut self, from: usize, to: usize) {
        let rest = self.bytes.get(to..to.saturating_add(24).min(self.bytes.len())).unwrap_or_default();
        let line = rest.split(|byte| matches!(byte, b'\n' | b'.' | b',')).next().unwrap_or_default();
        let mut words = line.split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let colon = rest.first() == Some(&b':');
        let follows = words.clone().take(2).any(|word| self.vocabulary.word(word) == Some(Cue::Follows))
            || words.next() == Some(b"are") && words.next() == Some(b"as");
        if colon || follows || self.near(Cue::Follows, from, 12) {
            self.add(Kind::LoginDetails, from, to);
        }
    }

    /// A number from 1 to 31.
    pub(super) fn day(&mut self, from: usize, to: usize) {
        self.day = Some((from, to));
        // "March 12" waits for its year.
        if let Some((month, end)) = self.month.filter(|(_, end)| from.saturating_sub(*end) == 1) {
            self.month = Some((month, to.max(end)));
        }
    }

    fn month(&mut self, word: &Word) {
        let day = self.day.filter(|(_, to)| word.from.saturating_sub(*to) <= 4);
        self.month = Some((day.map_or(word.from, |(from, _)| from), word.to));
    }

    /// A group of four digits.
    pub(super) fn year(&mut self, from: usize, to: usize, year: u32) {
        let Some((first, _)) = self.month.filter(|(_, end)| from.saturating_sub(*end) <= 2) else { return };
        let with_day = self.day.is_some_and(|(day, _)| day >= first);
        if with_day {
            self.date(first, to, year);
        }
    }

    /// A whole date: one of birth if the text says so, or if it stands right beside a name.
    pub(super) fn date(&mut self, from: usize, to: usize, year: u32) {
        self.last_date = Some((from, to));
        if !(1930..2030).contains(&year) {
            return;
        }
        let said = self.near(Cue::Birth, from, 20);
        let beside = (1990..=2023).contains(&year)
            && self.name.and_then(|name| self.bytes.get(name..from)).is_some_and(|gap| {
                gap.len() <= 4
                    && gap.iter().all(|byte| matches!(byte, b' ' | b',' | b'\t' | b'(' | b'-' | b':' | b';' | b'|'))
            });
        if said || beside {
            self.add(Kind::BirthDate, from, to);
        }
    }

    /// A number that a street may follow.
    pub(super) fn house(&mut self, from: usize, to: usize) {
        let labelled =
            self.near(Cue::Label, from, 2) || self.near(Cue::Reference, from, 2) || self.near(Cue::Month, from, 2);
        let score = from
            .checked_sub(1)
            .and_then(|before| self.bytes.get(before))
            .is_some_and(|byte| matches!(byte, b'-' | b'.'));
        self.house = (!labelled && !score && !self.glued(from)).then_some(House { from, to, words: 0 });
    }

    fn street_word(&mut self, word: &Word) {
        let Some(house) = &mut self.house else { return };
        let spaced = self.bytes.get(house.to..word.from) == Some(b" ");
        if !spaced || !word.capital || house.words >= 4 {
            self.house = None;
            return;
        }
        house.words += 1;
        house.to = word.to;
    }

    fn street(&mut self, word: &Word) {
        let Some(house) = &self.house else { return };
        // "Oakfield 3 Rose Hill 2" is a result.
        let score = matches!(self.bytes.get(word.to..), Some([b' ' | b'-', b'0'..=b'9', ..]));
        let spaced = self.bytes.get(house.to..word.from) == Some(b" ");
        if spaced && (1..4).contains(&house.words) && !score {
            let from = house.from;
            self.house = None;
            self.add(Kind::Address, from, word.to);
        }
    }
}

//! What is tried for a name or a handle as somebody wrote it. The list holds each person in a
//! few spellings; what is left for here is order, middle names, and words run together. The
//! number of tries is bounded, so that one look-up stays one look-up (G16).

use super::keyed::Fingerprint;
use super::normal::{self, fold};
use super::{Match, Order, Roster, Strength};

/// Words of a name that are looked at; of a longer one, the first and the last.
const WORDS: usize = 6;
/// Letters of a word that is tried in two parts.
const RUN_TOGETHER: std::ops::RangeInclusive<usize> = 4..=24;

/// Everybody whom a displayed name may be.
pub(super) fn by_name(roster: &Roster, text: &str) -> Vec<Match> {
    let mut found = Found::new(roster);
    let words = normal::written(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => {}
        [only] if normal::is_whole(only) => found.run(&[only], Strength::Exact),
        [only] => found.apart(only),
        [first, last] => found.pair(first, last, Strength::Exact),
        [first, second, .., last] => {
            let all = words.get(..words.len().min(WORDS)).unwrap_or_default();
            found.run(all, Strength::Exact);
            found.pair(first, last, Strength::Variant);
            found.pair(first, second, Strength::Variant);
            found.pair(&format!("{first}{second}"), last, Strength::Variant);
            if let [_, _, .., before, _] = words.as_slice() {
                found.pair(first, before, Strength::Variant);
            }
        }
    }
    found.matches
}

/// Everybody whose name a handle, or what stands before the @ of an address, may spell.
pub(super) fn by_spelling(roster: &Roster, text: &str) -> Vec<Match> {
    let mut found = Found::new(roster);
    let text: String = text.chars().take(normal::MAX_NAME).collect();
    let text = text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let text = text.rsplit('/').next().unwrap_or_default();
    let text = text.trim_start_matches('@').split('@').next().unwrap_or_default();
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split_whitespace()
        .map(|word| word.trim_matches(|letter: char| letter.is_numeric()))
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .collect();
    for pair in words.windows(2) {
        if let [first, second] = pair {
            found.pair(first, second, Strength::Variant);
        }
    }
    if let [first, _, .., last] = words.as_slice() {
        found.pair(first, last, Strength::Variant);
    }
    // Of several words, the longest only: the others are ornaments or parts of a name.
    if let Some(longest) = words.iter().max_by_key(|word| word.len()) {
        found.apart(longest);
    }
    found.matches
}

struct Found<'a> {
    roster: &'a Roster,
    matches: Vec<Match>,
}

impl<'a> Found<'a> {
    fn new(roster: &'a Roster) -> Self {
        Self { roster, matches: Vec::new() }
    }

    fn pair(&mut self, first: &str, second: &str, at_best: Strength) {
        let (first, second) = (self.roster.word(first), self.roster.word(second));
        let order = Order::Either { ascending: first < second };
        self.take(self.roster.keys().pair(first, second), order, at_best);
    }

    fn run(&mut self, words: &[&str], at_best: Strength) {
        let fingerprint = self.roster.keys().run(words.iter().map(|word| self.roster.word(word)));
        self.take(fingerprint, Order::Given, at_best);
    }

    /// A word that may be two run together: miajones, jsmith, smithj.
    fn apart(&mut self, word: &str) {
        if !RUN_TOGETHER.contains(&word.chars().count()) {
            return;
        }
        for (at, _) in word.char_indices().skip(1) {
            let Some((first, second)) = word.split_at_checked(at) else { continue };
            let long_enough = |part: &str| part.chars().count() > 2;
            if long_enough(first) || long_enough(second) {
                self.pair(first, second, Strength::Variant);
            }
        }
    }

    fn take(&mut self, fingerprint: Fingerprint, order: Order, at_best: Strength) {
        for mut one in self.roster.matches(fingerprint, order) {
            one.strength = one.strength.max(at_best);
            one.put_into(&mut self.matches);
        }
    }
}

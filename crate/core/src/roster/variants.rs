//! The spellings in which a person of the list is stored.
//!
//! Used where rosters are made only: nothing of this, of the diminutives and of the ordinary
//! words is in the extension.

use std::sync::LazyLock;

use super::Strength;
use super::nicknames::Nicknames;
use super::normal::{self, fold, is_particle};
use super::ordinary::Ordinary;

/// Shortest half of a surname that stands for the whole.
const HALF: usize = 3;

/// A spelling: words that are looked up together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Given name and surname, or all words of a longer name, or one that is a whole name.
    pub(super) words: Vec<String>,
    pub(super) strength: Strength,
    pub(super) ordinary: bool,
}

/// What the spellings are made with.
#[derive(Clone, Debug)]
pub(super) struct Speller {
    nicknames: &'static Nicknames,
    ordinary: &'static Ordinary,
}

static NICKNAMES: LazyLock<Nicknames> = LazyLock::new(Nicknames::new);
static ORDINARY: LazyLock<Ordinary> = LazyLock::new(Ordinary::new);

impl Speller {
    pub(super) fn new() -> Self {
        Self { nicknames: &NICKNAMES, ordinary: &ORDINARY }
    }

    /// Every spelling of a listed name, "Given Family" or "Family, Given"; none where it is not
    /// a full name.
    pub(super) fn spell(&self, name: &str) -> Vec<Spelling> {
        let Some(Parts { given, family }) = parts(name) else { return self.whole(name) };
        let mut spellings = Vec::new();
        let mut put = |words: &[&str], strength| {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            if !spellings.iter().any(|known: &Spelling| known.words == words && known.strength <= strength) {
                let ordinary = self.ordinary.reads(&words);
                spellings.push(Spelling { words, strength, ordinary });
            }
        };
        let all: Vec<&str> = given.iter().chain(&family).map(String::as_str).collect();
        let all = normal::glue(&all);
        if all.len() > 2 {
            put(&all.iter().map(String::as_str).collect::<Vec<_>>(), Strength::Exact);
        }
        let givens = self.givens(&given);
        for (given, by_given) in &givens {
            for (family, by_family) in families(&family) {
                put(&[given, &family], both(*by_given, by_family));
            }
        }
        // "Katie Smith-Jones" for Katherine Smith-Jones.
        for (name, _) in
            givens.iter().filter(|(name, by)| *by == Strength::Variant && family.len() > 1 && *name != given.concat())
        {
            let words: Vec<&str> = std::iter::once(name).chain(&family).map(String::as_str).collect();
            put(&normal::glue(&words).iter().map(String::as_str).collect::<Vec<_>>(), Strength::Variant);
        }
        spellings
    }

    /// A name that is one word, or two words written as one, as Chinese, Japanese and Korean names are.
    fn whole(&self, name: &str) -> Vec<Spelling> {
        let one = |word: String| Spelling { words: vec![word], strength: Strength::Exact, ordinary: false };
        let words = normal::written(name);
        match words.as_slice() {
            [only] if normal::is_whole(only) => vec![one(only.clone())],
            [first, second] if words.iter().all(|word| word.chars().all(normal::is_ideograph)) => {
                vec![one(format!("{second}{first}")), one(format!("{first}{second}"))]
            }
            _ => Vec::new(),
        }
    }

    /// The given names somebody may be called by.
    fn givens(&self, given: &[String]) -> Vec<(String, Strength)> {
        let Some(first) = given.first() else { return Vec::new() };
        let alone = if given.len() == 1 { Strength::Exact } else { Strength::Variant };
        let mut givens = vec![(first.clone(), alone)];
        if given.len() > 1 {
            givens.push((given.concat(), Strength::Variant));
        }
        givens.extend(self.nicknames.of(first).into_iter().map(|name| (name.to_owned(), Strength::Variant)));
        if let Some(initial) = first.chars().next().filter(|_| first.chars().nth(1).is_some()) {
            givens.push((initial.to_string(), Strength::Weak));
        }
        givens
    }
}

/// Folded words; those of a surname with its particles apart.
struct Parts {
    given: Vec<String>,
    family: Vec<String>,
}

/// Given names and surname. `None` where there are not both in letters that are written apart.
fn parts(name: &str) -> Option<Parts> {
    let name = normal::without_brackets(name);
    let words = |text: &str| fold(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (mut given, family) = if let Some((family, given)) = name.split_once(',') {
        (words(given), words(family))
    } else {
        let tokens: Vec<&str> = name.split_whitespace().collect();
        let (_, before) = tokens.split_last()?;
        // The surname begins where its particles do; the first word is a given name.
        let particles = before.iter().skip(1).rev().take_while(|token| is_particle(&fold(token))).count();
        let (given, family) = tokens.split_at_checked(before.len() - particles)?;
        (words(&given.join(" ")), words(&family.join(" ")))
    };
    if given.len() > 1 && given.first().is_some_and(|word| normal::TITLES.contains(&word.as_str())) {
        given.remove(0);
    }
    let ideographs = given.iter().chain(&family).all(|word| word.chars().all(normal::is_ideograph));
    (!given.is_empty() && !family.is_empty() && !ideographs).then_some(Parts { given, family })
}

/// What stands for a surname: itself; written as one word or either half of it, where it is
/// double; without its particles.
fn families(family: &[String]) -> Vec<(String, Strength)> {
    let apart: Vec<&str> = std::iter::once("").chain(family.iter().map(String::as_str)).collect();
    let whole = normal::glue(&apart).split_off(1);
    let mut families: Vec<(String, Strength)> = Vec::new();
    let mut put = |name: &str, strength| {
        if name.chars().count() >= HALF || strength == Strength::Exact {
            families.push((name.to_owned(), strength));
        }
    };
    match whole.as_slice() {
        [only] => put(only, Strength::Exact),
        several => {
            put(&several.concat(), Strength::Variant);
            several.iter().for_each(|half| put(half, Strength::Variant));
        }
    }
    if whole.len() < family.len()
        && let Some(last) = family.last()
    {
        put(last, Strength::Variant);
    }
    families
}

/// Two things changed at once make it weak.
fn both(given: Strength, family: Strength) -> Strength {
    match (given, family) {
        (Strength::Exact, other) | (other, Strength::Exact) => other,
        _ => Strength::Weak,
    }
}

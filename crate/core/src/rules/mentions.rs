//! People whom a text mentions: an `@` at the start of a word, and a handle or a name behind it.

use crate::roster::{fold_word, is_particle};

/// Somebody who may be mentioned.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention<'t> {
    /// The first word as a handle.
    pub handle: &'t str,
    /// What may be the name, the longest first. One word alone is none.
    pub names: Vec<&'t str>,
}

/// Mentions that are looked at: a text may hold anything.
const MOST: usize = 50;
/// Words of a name, small ones such as "van der" among them.
const WORDS: usize = 4;

/// Who is mentioned. An address is no mention: its `@` stands inside a word.
pub fn of(text: &str) -> impl Iterator<Item = Mention<'_>> {
    text.match_indices('@').filter_map(|(at, sign)| read(text.get(..at)?, text.get(at + sign.len()..)?)).take(MOST)
}

fn read<'t>(before: &str, rest: &'t str) -> Option<Mention<'t>> {
    if before.chars().next_back().is_some_and(|letter| letter == '@' || letter == '/' || is_of_handle(letter)) {
        return None;
    }
    let handle = upto(rest, is_of_handle).trim_end_matches(['.', '-']);
    (!handle.is_empty()).then(|| Mention { handle, names: names(rest) })
}

/// A name goes on as long as its words have capitals. Where the first has none, one more word is taken.
fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let small = !text.starts_with(char::is_uppercase);
    let mut end = 0;
    for at in 0..WORDS {
        let word = text.get(end..).map_or("", |rest| upto(rest, is_of_name));
        let particle = is_particle(&fold_word(word));
        if word.is_empty() || !(small || particle || word.starts_with(char::is_uppercase)) {
            break;
        }
        end += word.len();
        let owner = ["'s", "\u{2019}s"].into_iter().find_map(|ending| word.strip_suffix(ending));
        if at > 0 && !particle {
            names.extend(text.get(..end - word.len() + owner.unwrap_or(word).len()));
        }
        let space = text.get(end..).and_then(|rest| rest.chars().next()).filter(|next| matches!(next, ' ' | '\u{a0}'));
        match space {
            Some(space) if owner.is_none() && !(small && at > 0 && !particle) => end += space.len_utf8(),
            _ => break,
        }
    }
    names.reverse();
    names
}

fn upto(text: &str, goes_on: fn(char) -> bool) -> &str {
    text.split(|letter| !goes_on(letter)).next().unwrap_or_default()
}

fn is_of_handle(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+')
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '\'' | '\u{2019}' | '-')
}

#[cfg(test)]
mod tests {
    use super::{MOST, of};

    #[track_caller]
    fn reads(text: &str, expected: &[(&str, &[&str])]) {
        let found: Vec<_> = of(text).map(|one| (one.handle, one.names)).collect();
        let expected: Vec<_> = expected.iter().map(|(handle, names)| (*handle, names.to_vec())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_is_read_as_far_as_its_words_have_capitals() {
        reads("@Col League", &[("Col", &["Col League"])]);
        reads("Tea with @Col League today.", &[("Col", &["Col League"])]);
        reads("(@Ann Marie Brown)", &[("Ann", &["Ann Marie Brown", "Ann Marie"])]);
        reads("@Anna de la Cruz at it", &[("Anna", &["Anna de la Cruz"])]);
        reads("@Col League\nLater", &[("Col", &["Col League"])]);
        reads("@Col League. Later", &[("Col", &["Col League"])]);
        reads("@Col\u{a0}League\u{2019}s bike", &[("Col", &["Col\u{a0}League"])]);
        reads("@Siobh\u{e1}n O'Neill-Ray", &[("Siobh\u{e1}n", &["Siobh\u{e1}n O'Neill-Ray"])]);
    }

    #[test]
    fn small_letters_are_a_name_of_two_words() {
        reads("@col league came", &[("col", &["col league"])]);
        reads("@ludwig van beethoven plays", &[("ludwig", &["ludwig van beethoven"])]);
    }

    #[test]
    fn a_handle_is_one_word() {
        reads("see @col.league.", &[("col.league", &[])]);
        reads("@col_league-7 and @me", &[("col_league-7", &[]), ("me", &[])]);
        reads("@Col", &[("Col", &[])]);
    }

    #[test]
    fn an_address_and_an_at_by_itself_are_no_mentions() {
        for text in [
            "col@oakfield.sch.uk",
            "Mail col.league@Oakfield School",
            "a+b+@Col League",
            "x.example/@Col League",
            "meet @ Col League's",
            "@@Col League",
            "@",
            "",
            "@ @",
        ] {
            let named = of(text).any(|one| one.handle.to_lowercase().starts_with("col") || !one.names.is_empty());
            assert!(!named, "{text}");
        }
    }

    #[test]
    fn a_text_full_of_them_is_read_in_part() {
        assert_eq!(of(&"@Col League ".repeat(1000)).count(), MOST);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[@Aa\u{e9} .'\u{2019}\u{a0}-]{0,40}|\\PC{0,40}") {
            for one in of(&text) {
                proptest::prop_assert!(text.contains(one.handle));
                proptest::prop_assert!(one.names.iter().all(|name| text.contains(name)));
            }
        }
    }
}

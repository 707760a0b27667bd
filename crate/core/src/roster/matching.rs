//! The same person as people write them: what is found, and how strong it is.

use proptest::prelude::*;

use super::tests::{open, person};
use super::*;

/// A roster of current pupils of these names.
fn pupils(names: &[&str]) -> Roster {
    open(&names.iter().map(|name| person(Role::Pupil, Status::Current, name)).collect::<Vec<_>>())
}

/// Each line: how the list has the name, then spellings of it and the strength they are found with.
#[track_caller]
fn found(listed: &str, expected: Option<Strength>, spellings: &[&str]) {
    let roster = pupils(&[listed]);
    for spelling in spellings {
        let strength = roster.by_name(spelling).first().map(|found| found.strength);
        assert_eq!(strength, expected, "{listed:?} written {spelling:?}");
    }
}

use Strength::{Exact, Variant, Weak};

#[test]
fn case_marks_and_order() {
    found("Zoë Müller", Some(Exact), &["ZOE MULLER", "Zoe Muller", "Muller, Zoe", "zoë müller", "Zoe\u{308} Muller"]);
    found("Łukasz Wójcik", Some(Exact), &["Lukasz Wojcik", "WÓJCIK, Łukasz"]);
    found("Đặng, Minh", Some(Exact), &["Minh Dang", "Minh Đặng", "DANG, Minh"]);
    found("John Smith", Some(Exact), &["SMITH, John", "John SMITH", "Mr John Smith", "smith, john"]);
    found("John Smith", Some(Variant), &["Smith John", "SMITH JOHN"]);
    found("陈, 小明", Some(Exact), &["陈小明"]);
}

#[test]
fn hyphens_apostrophes_and_particles() {
    found("Sam O'Neill", Some(Exact), &["Sam O’Neill", "Sam ONeill", "SAM O NEILL", "O'Neill, Sam"]);
    found("Smith-Jones, Anna", Some(Exact), &["Anna Smith-Jones", "Anna Smith Jones", "ANNA SMITH‐JONES"]);
    found("Smith-Jones, Anna", Some(Variant), &["Anna Smith", "Anna Jones", "Anna Smithjones", "Jones, Anna"]);
    found(
        "van der Berg, Jan",
        Some(Exact),
        &["Jan van der Berg", "Jan VanDerBerg", "Jan Van Der Berg", "VAN DER BERG, Jan"],
    );
    found("Jan van der Berg", Some(Variant), &["Jan Berg", "Berg Jan"]);
    found("Al-Sayed, Omar", Some(Exact), &["Omar Al-Sayed", "Omar Al Sayed", "Omar Alsayed"]);
    found("Al-Sayed, Omar", Some(Variant), &["Omar Sayed"]);
    found("Ní Bhriain, Aoife", Some(Exact), &["Aoife Ní Bhriain", "Aoife Ni Bhriain", "aoife nibhriain"]);
    found("Mary-Jane Watson", Some(Exact), &["Mary Jane Watson", "Mary-Jane Watson"]);
    found("Mary-Jane Watson", Some(Variant), &["Maryjane Watson", "Mary Watson"]);
    found("MacDonald, Fay", Some(Exact), &["Fay Macdonald", "Fay Mac Donald", "Fay MACDONALD"]);
}

#[test]
fn middle_names_initials_and_diminutives() {
    found("Mia Jones", Some(Variant), &["Mia Rose Jones", "Mia R Jones", "Mia R. Jones", "Mia Rose Ann Jones"]);
    found("Mia Rose Jones", Some(Exact), &["Mia Rose Jones", "JONES, Mia Rose"]);
    found("Jones, Mia Rose", Some(Variant), &["Mia Jones", "Miarose Jones"]);
    found("Jones, Mia", Some(Weak), &["M Jones", "M. Jones", "Jones, M", "M.R. Jones"]);
    found("William Hughes", Some(Variant), &["Bill Hughes", "Billy Hughes", "Liam Hughes", "Hughes, Will"]);
    found("Bill Hughes", Some(Variant), &["William Hughes"]);
    found("Kate Hughes", Some(Variant), &["Katherine Hughes", "Catherine Hughes"]);
    found("Kate Hughes", Some(Variant), &["Katie Hughes"]);
    found("Kate Hughes", None, &["Kitty Hughes"]);
    found("Katherine Smith-Jones", Some(Variant), &["Katie Smith-Jones"]);
    found("Katherine Smith-Jones", Some(Weak), &["Katie Jones", "K Smith"]);
}

#[test]
fn displayed_names_with_ornaments() {
    found(
        "Mia Jones",
        Some(Exact),
        &[
            "🎓 Mia Jones ⚽",
            "Mia_Jones",
            "Mia Jones 07",
            "mia jones 2011",
            "Mia Jones 7B",
            "✨mia✨jones✨",
            "Mia Jones xx",
            "Mia Jones (she/her)",
            "Mia Jones yr9",
            "Mia.Jones",
            "𝓜𝓲𝓪 𝕁𝕠𝕟𝕖𝕤",
        ],
    );
    found("Mia Jones", Some(Variant), &["miajones", "MiaJones07", "jonesmia"]);
    found("Mia Jones", Some(Weak), &["mjones", "MJones"]);
}

#[test]
fn handles_that_spell_a_name_are_never_exact() {
    let roster = pupils(&["John Smith", "Samuel Smith"]);
    let strength = |handle: &str| roster.by_spelling(handle).first().map(|found| found.strength);
    for (handle, expected) in [
        ("sam.smith.2011", Some(Variant)),
        ("@sam_smith", Some(Variant)),
        ("johnsmith", Some(Variant)),
        ("https://www.facebook.com/john.smith.92/", Some(Variant)),
        ("smith.john", Some(Variant)),
        ("john.smith@mail.example", Some(Variant)),
        ("jsmith07", Some(Weak)),
        ("j.smith", Some(Weak)),
        ("smithj", Some(Weak)),
        ("xsmith", None),
        ("smith", None),
        ("john", None),
        ("blacksmith", None),
        ("", None),
        ("@", None),
        ("2011", None),
    ] {
        assert_eq!(strength(handle), expected, "{handle}");
    }
}

#[test]
fn half_a_name_is_nobody() {
    found(
        "Mia Jones",
        None,
        &["Mia", "Jones", "Mia J", "Mr Jones", "", "  ", "Jones Jones", "Mia Mia", "🎓", "7B", "Mia, ,"],
    );
    found("陈, 小明", None, &["陈", "小明"]);
}

#[test]
fn other_people_are_not_found() {
    found("Mia Jones", None, &["Mia Johnson", "Mina Jones", "Mia Jone", "Amy Jonas", "Tom Jones", "T Jones"]);
    found("Jan van der Berg", None, &["Jan van der Meer", "Van Berg", "Der Berg"]);
    found("Anna Smith-Jones", None, &["Anna Smithson", "Smith-Jones"]);
}

#[test]
fn names_that_read_as_ordinary_english_are_marked() {
    let roster = pupils(&["Grace Hope", "Mark Down", "Will Power", "Mia Hope"]);
    for name in ["Grace Hope", "Mark Down", "Will Power", "M Hope"] {
        assert!(roster.by_name(name).iter().all(|found| found.ordinary), "{name}");
    }
    assert!(roster.by_name("Mia Hope").iter().any(|found| !found.ordinary));
}

#[test]
fn a_name_of_a_pupil_and_a_colleague_is_shared_and_of_two_pupils_is_not() {
    let roster = open(&[
        person(Role::Pupil, Status::Current, "Mia Jones"),
        person(Role::Staff, Status::Current, "Mia Jones"),
        person(Role::Pupil, Status::Current, "Tom Hughes"),
        person(Role::Pupil, Status::Current, "Tom Hughes"),
    ]);
    let sorts: Vec<_> = roster.by_name("Mia Jones").iter().map(|found| (found.role, found.shared)).collect();
    assert_eq!(sorts, [(Role::Pupil, true), (Role::Staff, true)]);
    let sorts: Vec<_> = roster.by_name("Tom Hughes").iter().map(|found| (found.role, found.shared)).collect();
    assert_eq!(sorts, [(Role::Pupil, false)]);
    let pair = roster.pair(roster.word("mia"), roster.word("jones"));
    assert_eq!(pair.map(|found| found.shared), Some(true));
}

/// The names found in a text whose words are separated by spaces and marks, with their words.
fn in_text(roster: &Roster, text: &str) -> Vec<(String, Strength)> {
    let mut names = roster.names();
    let mut words: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    let mut gap = Gap::Break;
    let mut rest = text;
    while let Some(from) = rest.find(|letter: char| letter.is_alphanumeric()) {
        let before = rest.get(..from).unwrap_or_default();
        gap = match before.trim() {
            _ if gap == Gap::Break && words.is_empty() => Gap::Break,
            "" => Gap::Space,
            "-" => Gap::Hyphen,
            "," => Gap::Comma,
            _ => Gap::Break,
        };
        rest = rest.get(from..).unwrap_or_default();
        let to = rest.find(|letter: char| !letter.is_alphanumeric() && !"'’".contains(letter)).unwrap_or(rest.len());
        let word = rest.get(..to).unwrap_or_default();
        words.push(word);
        if let Some(hit) = names.word(gap, word) {
            let from = words.len() - hit.words;
            found.push((words.get(from..).unwrap_or_default().join(" "), hit.found.strength));
        }
        rest = rest.get(to..).unwrap_or_default();
    }
    found
}

#[test]
fn names_in_running_text() {
    let roster = pupils(&[
        "Mia Jones",
        "Smith, John",
        "Zoë O'Neill",
        "van der Berg, Jan",
        "Smith-Lane, Anna",
        "Mary-Jane Watson",
        "Grace Hope",
    ]);
    let cases: [(&str, &[(&str, Strength)]); 18] = [
        ("I saw Mia Jones today.", &[("Mia Jones", Exact)]),
        ("i saw mia jones's book", &[("mia jones's", Exact)]),
        ("Smith, John was absent", &[("Smith John", Exact)]),
        ("Smith John was absent", &[("Smith John", Variant)]),
        ("John, Smith and others", &[]),
        ("ZOE O’NEILL", &[("ZOE O’NEILL", Exact)]),
        ("Zoë O'Neill’s mother", &[("Zoë O'Neill’s", Exact)]),
        ("Zoe O Neill came", &[("Zoe O Neill", Exact)]),
        ("Jan van der Berg rang", &[("Jan van der Berg", Exact)]),
        ("Anna Smith-Lane", &[("Anna Smith", Variant), ("Anna Smith Lane", Exact)]),
        ("with Anna Lane", &[("Anna Lane", Variant)]),
        ("Mary-Jane Watson", &[("Mary Jane Watson", Exact)]),
        ("Mia Rose Jones", &[("Mia Rose Jones", Variant)]),
        ("M Jones was there, but m jones no", &[("M Jones", Weak)]),
        ("by grace hope is given. Grace hope", &[]),
        ("then Grace Hope spoke", &[("Grace Hope", Exact)]),
        ("was it Mia. Jones said so", &[]),
        ("Mia and Jones, Smith", &[]),
    ];
    for (text, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|&(words, strength)| (words.to_owned(), strength)).collect();
        assert_eq!(in_text(&roster, text), expected, "{text}");
    }
}

#[test]
fn words_fold_the_same_in_text_and_in_fields() {
    for (word, expected) in [
        ("jones", "jones"),
        ("Jones", "jones"),
        ("JONES", "jones"),
        ("Jones's", "jones"),
        ("Jones’s", "jones"),
        ("O'Neill", "oneill"),
        ("Zoë", "zoe"),
        ("ŁUKASZ", "lukasz"),
        ("Đặng", "dang"),
        ("Groß", "gross"),
        ("", ""),
    ] {
        assert_eq!(fold_word(word), expected, "{word}");
    }
    assert!(matches!(fold_word("jones"), std::borrow::Cow::Borrowed(_)));
}

/// Names that are no diminutives, no particles and no words, so that nothing but what a test does changes them.
fn given() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{3,8}q"
}

fn family() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{4,9}z"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn variants_of_a_person_always_match(first in given(), middle in given(), last in family(), second in family()) {
        let strength = |listed: &str, written: &str| pupils(&[listed]).by_name(written).first().map(|found| found.strength);
        let initial: String = first.chars().take(1).collect();
        let listed = format!("{last}, {first}");
        for written in [format!("{first} {last}"), format!("{last}, {first}"), format!("{first} {last}").to_uppercase(), format!("✨{first}_{last}99 ✨"), format!("Miss {first} {last}")] {
            prop_assert_eq!(strength(&listed, &written), Some(Exact), "{}", written);
        }
        for written in [format!("{last} {first}"), format!("{first} {middle} {last}"), format!("{first}{last}")] {
            let found = strength(&listed, &written);
            prop_assert!(found.is_some_and(|found| found <= Variant), "{} {:?}", written, found);
        }
        prop_assert_eq!(strength(&listed, &format!("{initial} {last}")), Some(Weak));
        let double = format!("{last}-{second}, {first}");
        for (written, expected) in [(format!("{first} {last}-{second}"), Exact), (format!("{first} {last}"), Variant), (format!("{first} {second}"), Variant), (format!("{initial} {second}"), Weak)] {
            prop_assert_eq!(strength(&double, &written), Some(expected), "{}", written);
        }
        let mut found = in_text(&pupils(&[&listed]), &format!("yesterday {first} {last} came"));
        prop_assert_eq!(found.pop(), Some((format!("{first} {last}"), Exact)));
    }

    #[test]
    fn another_person_never_matches(first in given(), last in family(), other_first in given(), other_last in family()) {
        let initials = |a: &str, b: &str| a.chars().next() == b.chars().next();
        prop_assume!(first != other_first && last != other_last && !initials(&first, &other_first));
        let roster = pupils(&[&format!("{last}, {first}")]);
        for (first, last) in [(&other_first, &other_last), (&first, &other_last), (&other_first, &last)] {
            for written in [format!("{first} {last}"), format!("{last}, {first}"), format!("{first}{last}"), format!("{first}.{last}.2011")] {
                prop_assert_eq!(roster.by_name(&written), [], "{}", written);
                prop_assert_eq!(roster.by_spelling(&written), [], "{}", written);
            }
        }
    }
}

//! One spelling for names, addresses and handles, on the list and on the page alike.

use std::borrow::Cow;

use super::letters::{bare, plain};

/// Titles that some pages and some lists put before a name.
pub(super) const TITLES: [&str; 10] = ["mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor", "sir", "rev"];

/// Words in a displayed name that are no part of it.
const ADDED: &[&str] = &["year", "yr", "class", "form", "official", "real", "xo", "xoxo", "jr", "jnr", "snr"];

/// Words after which a surname may go on, as numbers of their letters, in order: every word of a text is
/// compared with them.
const PARTICLES: [u64; 43] = [
    letters("o"),
    letters("ab"),
    letters("al"),
    letters("ap"),
    letters("da"),
    letters("de"),
    letters("di"),
    letters("du"),
    letters("el"),
    letters("la"),
    letters("le"),
    letters("mc"),
    letters("ni"),
    letters("st"),
    letters("ui"),
    letters("ul"),
    letters("zu"),
    letters("abd"),
    letters("abu"),
    letters("bin"),
    letters("das"),
    letters("del"),
    letters("den"),
    letters("der"),
    letters("dos"),
    letters("ibn"),
    letters("mac"),
    letters("nic"),
    letters("san"),
    letters("ten"),
    letters("ter"),
    letters("van"),
    letters("von"),
    letters("zum"),
    letters("zur"),
    letters("bint"),
    letters("fitz"),
    letters("abdul"),
    letters("della"),
    letters("saint"),
    letters("santa"),
    letters("vande"),
    letters("vander"),
];

/// The last eight letters of a word as a number.
const fn letters(word: &str) -> u64 {
    let (mut rest, mut number) = (word.as_bytes(), 0);
    while let Some((&byte, after)) = rest.split_first() {
        number = number << 8 | byte as u64;
        rest = after;
    }
    number
}

/// Whether a surname may go on after this word: van der Berg, Al-Sayed, Ní Bhriain, O Neill.
pub(crate) fn is_particle(folded: &str) -> bool {
    folded.len() <= 6 && PARTICLES.binary_search(&letters(folded)).is_ok()
}

/// A name in one spelling: no marks, no punctuation, lower case, given name first, no title and
/// nothing in brackets, particles as one word with their surname. `None` where nothing is left,
/// or only one word in an alphabet that writes names in two: "Grace" alone is half of London.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    let words = written(text);
    let enough = match words.as_slice() {
        [] => false,
        [only] => is_whole(only),
        _ => true,
    };
    enough.then(|| words.join(" "))
}

/// Whether one word is a whole name, as in Chinese, Japanese and Korean.
pub(super) fn is_whole(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(is_ideograph)
}

/// The words of a name as somebody displays it, given name first where a comma says so.
pub(super) fn written(text: &str) -> Vec<String> {
    // Nobody's name is longer; a page may say anything.
    let text: String = text.chars().take(MAX_NAME).collect();
    let text = without_brackets(&text);
    let ordered = match text.split_once(',') {
        Some((family, given)) if !given.contains(',') => format!("{given} {family}"),
        _ => text,
    };
    let folded = fold(&ordered);
    let mut words: Vec<&str> = folded.split_whitespace().filter_map(without_digits).collect();
    if words.len() > 2 && words.first().is_some_and(|word| TITLES.contains(word)) {
        words.remove(0);
    }
    // A name of two words is taken as it stands: somebody may be called Real.
    while let Some(at) = words.iter().rposition(|word| is_added(word)).filter(|_| words.len() > 2) {
        words.remove(at);
    }
    glue(&words)
}

/// Longest name that is looked at, in characters.
pub(super) const MAX_NAME: usize = 120;

/// A word without the number behind it; none where it is a number or a class: 2011, 7B, yr9.
fn without_digits(word: &str) -> Option<&str> {
    let bare = word.trim_end_matches(char::is_numeric);
    let is_class = bare.len() < word.len() && bare.chars().count() < 3;
    (!is_class && !bare.is_empty() && !bare.starts_with(char::is_numeric)).then_some(bare)
}

fn is_added(word: &str) -> bool {
    ADDED.contains(&word) || word.len() > 1 && word.bytes().all(|letter| letter == b'x')
}

/// Puts particles and their surname together: they are written with and without spaces. The
/// first word is a given name, whatever it looks like.
pub(super) fn glue(words: &[&str]) -> Vec<String> {
    let mut glued = Vec::with_capacity(words.len());
    let mut open = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 && at + 1 < words.len() && is_particle(word) {
            open.push_str(word);
        } else {
            glued.push(format!("{open}{word}"));
            open.clear();
        }
    }
    glued
}

/// One word of a text as it is compared: lower case, no marks, no apostrophe and no possessive
/// ending. A word of small ASCII letters costs nothing.
#[must_use]
pub fn fold_word(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let owner = ["'s", "\u{2019}s", "'S", "\u{2019}S"].into_iter().find_map(|ending| word.strip_suffix(ending));
    let mut folded = fold(owner.unwrap_or(word));
    folded.retain(|letter| letter != ' ');
    Cow::Owned(folded)
}

/// An e-mail or chat address in one spelling. `None` where it is none.
#[must_use]
pub fn address(text: &str) -> Option<String> {
    let text = match (text.rfind('<'), text.rfind('>')) {
        (Some(from), Some(to)) if from < to => text.get(from + 1..to)?,
        _ => text,
    };
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("mailto:").or_else(|| text.strip_prefix("xmpp:")).unwrap_or(&text);
    let (local, domain) = text.rsplit_once('@')?;
    // A chat address may end in the device that is used: /phone.
    let domain = domain.split('/').next().unwrap_or(domain).trim_end_matches('.');
    if local.is_empty() || domain.is_empty() || text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>')) {
        return None;
    }
    // Gmail ignores dots and what follows a plus; googlemail.com is its older name in Britain.
    if matches!(domain, "gmail.com" | "googlemail.com") {
        let local = local.split('+').next().unwrap_or(local).replace('.', "");
        return (!local.is_empty()).then(|| format!("{local}@gmail.com"));
    }
    Some(format!("{local}@{domain}"))
}

/// A handle in one spelling, as `site:handle`, from a bare handle, an @handle or the address of
/// a profile. `None` where nothing is left.
#[must_use]
pub fn handle(site: &str, text: &str) -> Option<String> {
    let site = match site.trim().to_lowercase().as_str() {
        "twitter" => "x".to_owned(),
        site => site.to_owned(),
    };
    let text = text.trim().to_lowercase();
    let text = text.split('#').next().unwrap_or_default();
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let from_query = query.split('&').find_map(|pair| pair.strip_prefix("id="));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let handle = from_query.unwrap_or(last).trim_start_matches('@');
    // Facebook takes no notice of dots in user names.
    let handle = if site == "facebook" { handle.replace('.', "") } else { handle.to_owned() };
    (!handle.is_empty() && !site.is_empty()).then(|| format!("{site}:{handle}"))
}

pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut outside = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    if outside.trim().is_empty() { text.to_owned() } else { outside }
}

/// Lower case, no marks; apostrophes and invisible characters go, other punctuation becomes a space.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        plain(letter).to_lowercase().for_each(|small| push(bare(small), &mut folded));
    }
    folded
}

fn push(letter: char, folded: &mut String) {
    match letter {
        '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2b9}' | '\u{374}' | '\u{b4}' => {}
        // As they are typed without their keyboard.
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ĳ' => folded.push_str("ij"),
        'ǆ' | 'ǳ' => folded.push_str("dz"),
        'ǉ' => folded.push_str("lj"),
        'ǌ' => folded.push_str("nj"),
        'ﬀ' => folded.push_str("ff"),
        'ﬁ' => folded.push_str("fi"),
        'ﬂ' => folded.push_str("fl"),
        'ŉ' => folded.push('n'),
        'ŀ' => folded.push_str("l "),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'þ' => folded.push_str("th"),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        _ if is_invisible(letter) => {}
        _ if letter.is_alphanumeric() => folded.push(letter),
        _ => folded.push(' '),
    }
}

/// Combining marks, joiners, direction marks and variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{ad}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

/// Scripts that write a whole name as one word.
pub(super) fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn particles_are_in_order_and_found() {
        assert!(PARTICLES.is_sorted());
        for word in ["o", "de", "van", "der", "bint", "abdul", "vander"] {
            assert!(is_particle(word), "{word}");
        }
        for word in ["", "x", "vans", "vanders", "the", "xvander"] {
            assert!(!is_particle(word), "{word}");
        }
    }

    #[track_caller]
    fn same(spellings: &[&str], expected: &str) {
        for spelling in spellings {
            assert_eq!(name(spelling).as_deref(), Some(expected), "{spelling:?}");
        }
    }

    #[test]
    fn spellings_of_one_name() {
        same(
            &["Zoë Müller", "ZOE MULLER", "Muller, Zoe", "  zoe\u{a0}\u{200b} muller ", "Zoe\u{308} Muller"],
            "zoe muller",
        );
        same(&["Siân O'Brien-Hughes", "sian o’brien hughes", "O`Brien-Hughes, Siân"], "sian obrien hughes");
        same(&["SMITH, John", "Mr John Smith", "Dr. John Smith", "John Smith (he/him)", "🎓 John Smith"], "john smith");
        same(&["Łukasz Wójcik", "Lukasz Wojcik"], "lukasz wojcik");
        same(&["Jürgen Groß", "jurgen gross"], "jurgen gross");
        same(&["Ｍｉａ Ｊｏｎｅｓ", "Mia Jones"], "mia jones");
        same(&["𝓜𝓲𝓪 𝕁𝕠𝕟𝕖𝕤", "Ⓜⓘⓐ Jones", "ℳia Jones"], "mia jones");
        same(&["محمّد علي", "محمد علي"], "محمد علي");
        same(&["أحمد حسن", "احمد حسن"], "احمد حسن");
        same(&["Γιώργος Παππάς", "ΓΙΏΡΓΟΣ ΠΑΠΠΆΣ"], "γιωργοσ παππασ");
        same(&["Андрей Чёрный", "Андреи Черныи"], "андреи черныи");
        same(&["陈小明", "陈小明 (Ming)"], "陈小明");
    }

    #[test]
    fn one_word_is_not_enough() {
        for text in ["Grace", "", "  ", "🎓", "…", "Mr", "(Mia)", "陈"] {
            assert_eq!(name(text), None, "{text:?}");
        }
        assert_eq!(name("Mr Grace").as_deref(), Some("mr grace"));
    }

    #[test]
    fn spellings_of_one_address() {
        for text in [
            "Jo.Lee@Oakfield.sch.uk",
            " jo.lee@oakfield.sch.uk ",
            "Jo Lee <jo.lee@oakfield.sch.uk>",
            "xmpp:jo.lee@oakfield.sch.uk/phone",
        ] {
            assert_eq!(address(text).as_deref(), Some("jo.lee@oakfield.sch.uk"), "{text:?}");
        }
        assert_eq!(address("jo.lee+school@googlemail.com"), address("JoLee@gmail.com"));
        assert_ne!(address("jo.lee@mail.example"), address("jolee@mail.example"));
        for text in ["jo.lee", "@oakfield.sch.uk", "jo@", "jo lee@oakfield.sch.uk", "", "a> <b", "..@gmail.com"] {
            assert_eq!(address(text), None, "{text:?}");
        }
    }

    #[test]
    fn spellings_of_one_handle() {
        for text in
            ["jo.lee", "JoLee", "https://www.facebook.com/jo.lee/", "https://m.facebook.com/jo.lee?ref=x", "@jo.lee"]
        {
            assert_eq!(handle("facebook", text).as_deref(), Some("facebook:jolee"), "{text:?}");
        }
        assert_eq!(
            handle("facebook", "https://www.facebook.com/profile.php?id=1000").as_deref(),
            Some("facebook:1000")
        );
        assert_eq!(handle("linkedin", "/in/jo-lee/").as_deref(), Some("linkedin:jo-lee"));
        assert_eq!(handle("twitter", "@Jo_Lee"), handle("x", "jo_lee"));
        assert_eq!(handle("instagram", "jo.lee").as_deref(), Some("instagram:jo.lee"));
        assert_eq!(handle("instagram", "@"), None);
    }

    /// Every letter of the alphabets in [`super::letters`] folds as Unicode's compatibility
    /// decomposition does.
    #[test]
    fn letters_fold_as_unicode_says() {
        let unicode = icu_normalizer::DecomposingNormalizerBorrowed::new_nfkd();
        let alphabets = (0xaa..0x250).chain(0x370..0x530).chain(0x620..0x64b).chain(0x671..0x6d4).chain(0x1e00..0x2000);
        let styled = (0x2102..0x2135)
            .chain(0x24b6..0x24ea)
            .chain(0x1d400..0x1d6a4)
            .chain(0x1d7ce..0x1d800)
            .chain(0xff01..0xff5f);
        let mut compared = 0;
        for letter in alphabets.chain(styled).filter_map(char::from_u32).filter(|letter| letter.is_alphabetic()) {
            let decomposed: String = unicode.normalize_iter(std::iter::once(letter)).collect();
            // Ligatures of Arabic letters with a high hamza, and signs among the letterlike ones.
            if matches!(letter, '\u{675}'..='\u{678}' | 'ℇ' | '℮' | 'ͺ' | 'Ω' | 'K' | 'Å' | 'ẚ') {
                continue;
            }
            assert_eq!(fold(&letter.to_string()), fold(&decomposed), "{letter} U+{:04X}", u32::from(letter));
            compared += 1;
        }
        assert!(compared > 2_000, "{compared}");
    }

    proptest! {
        #[test]
        fn what_comes_out_is_tidy(text in "\\PC{0,40}") {
            if let Some(once) = name(&text) {
                prop_assert!(!once.contains("  ") && once.trim() == once);
                // Not once more the same: a second title comes to stand first. Still a name.
                prop_assert!(name(&once).is_some());
            }
            if let Some(once) = address(&text) {
                prop_assert_eq!(address(&once), Some(once.clone()));
            }
        }

        #[test]
        fn case_and_order_do_not_matter(given in "[A-Za-zÀ-ÖØ-öø-ÿ]{2,12}", family in "[A-Za-zÀ-ÖØ-öø-ÿ]{2,12}") {
            let plain = name(&format!("{given} {family}"));
            prop_assert!(plain.is_some());
            prop_assert_eq!(&name(&format!("{family}, {given}")), &plain);
            prop_assert_eq!(&name(&format!("{given} {family}").to_lowercase()), &plain);
            prop_assert_eq!(&name(&format!("{given} {family}").to_uppercase()), &plain);
        }
    }
}

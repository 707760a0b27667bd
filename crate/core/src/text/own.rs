//! A person's own numbers and addresses in the form in which they are compared.

use super::{Around, Kind, scan};

/// Longest text that can be one of them, in bytes.
const LONGEST: usize = 100;

/// A number as its digits from the country on, an address in small letters. Nothing where a number
/// lacks its area: it could be anybody's.
#[must_use]
pub fn normal(kind: Kind, text: &str) -> Option<String> {
    if kind == Kind::Email {
        return Some(text.to_lowercase());
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = digits.strip_prefix("00").or(text.trim_start().starts_with('+').then_some(digits.as_str()));
    let british = |rest: &str| format!("44{}", rest.strip_prefix('0').unwrap_or(rest));
    match abroad.or(digits.strip_prefix("44").map(|_| digits.as_str())) {
        Some(number) => Some(number.strip_prefix("44").map_or_else(|| number.to_owned(), british)),
        None if digits.starts_with('0') || digits.len() >= 9 => Some(british(&digits)),
        None => None,
    }
}

/// What a text is as a whole: one number, or one address, in that form.
#[must_use]
pub fn whole(text: &str) -> Option<(Kind, String)> {
    // So that a number counts however it is grouped.
    const CALLED: &str = "tel ";
    let text = text.trim();
    let said = format!("{CALLED}{text}");
    let found = scan(said.get(..LONGEST.min(said.len()))?, &Around::default());
    let hit = found.hits.iter().find(|hit| hit.from <= CALLED.len() && hit.to == said.len())?;
    is_own_kind(hit.kind).then(|| normal(hit.kind, text)).flatten().map(|normal| (hit.kind, normal))
}

/// Every number and address of a text, in that form.
pub fn all(text: &str) -> impl Iterator<Item = (Kind, String)> + '_ {
    let hits = scan(text, &Around::default()).hits;
    hits.into_iter().filter(|hit| is_own_kind(hit.kind)).filter_map(|hit| {
        let normal = normal(hit.kind, text.get(hit.from..hit.to)?)?;
        Some((hit.kind, normal))
    })
}

fn is_own_kind(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for text in [
            "07700 900123",
            "07700900123",
            "+44 7700 900123",
            "+44 (0)7700 900 123",
            "0044 7700 900123",
            "(07700) 900-123",
            "7700 900123",
            " 07700 900 123 ",
        ] {
            assert_eq!(whole(text), Some((Kind::Phone, "447700900123".to_owned())), "{text}");
        }
        assert_eq!(whole("020 7946 0123"), Some((Kind::Phone, "442079460123".to_owned())));
        assert_eq!(whole("+353 85 012 3456"), Some((Kind::Phone, "353850123456".to_owned())));
        assert_eq!(whole("Me@Example.com"), Some((Kind::Email, "me@example.com".to_owned())));
    }

    #[test]
    fn what_is_no_number_and_no_address_is_not_taken() {
        for text in
            ["", "900123", "me", "me@", "@example.com", "07700 900123 or 07700 900124", "call 07700 900123", "é"]
        {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(whole(&format!("{}@example.com", "é".repeat(80))), None);
    }

    #[test]
    fn all_of_a_text() {
        let text = "Call me on 07700 900123, or write to Me@example.com. Room 900123, 020 7946 0000.";
        let found: Vec<String> = all(text).map(|(_, normal)| normal).collect();
        assert_eq!(found, ["447700900123", "me@example.com", "442079460000"]);
    }
}

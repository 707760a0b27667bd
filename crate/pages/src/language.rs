//! The language that a page of ours speaks.

use lanyard_core::finding::Message;
use lanyard_core::protocol::Working;
use lanyard_core::words::Words;

use crate::chrome;

/// The texts of a language. Without them the keys are seen, which is better than nothing.
pub(crate) async fn words(language: &str) -> Words {
    let locale = locale(language);
    let json = chrome::packaged(&format!("_locales/{locale}/messages.json")).await.unwrap_or_default();
    Words::parse(locale, &json).unwrap_or_default()
}

/// The same with the texts of pages that the worker and the popup do without.
pub(crate) async fn words_of_pages(language: &str) -> Words {
    let locale = locale(language);
    let json = chrome::packaged(&format!("words/{locale}.json")).await.unwrap_or_default();
    words(language).await.or(Words::parse(locale, &json).unwrap_or_default())
}

/// Keys of the title and of the sentence for a state in which no rule runs.
pub(crate) fn idle(state: Working) -> Option<(&'static str, &'static str)> {
    match state {
        Working::Active => None,
        Working::NoPolicy => Some(("state_no_policy", "state_no_policy_more")),
        Working::NotThisAccount => Some(("state_not_this_account", "state_not_this_account_more")),
        Working::Broken => Some(("state_broken", "state_broken_more")),
    }
}

/// `YYYY-MM` as month and year; anything else as it stands.
pub(crate) fn month(words: &Words, dated: &str) -> String {
    let Some((year, month)) = dated.split_once('-') else { return dated.to_owned() };
    let key = format!("month_{month}");
    if words.has(&key) { words.text(&Message::new(&key).with("year", year)) } else { dated.to_owned() }
}

/// The folder of `_locales` for a language.
pub(crate) fn locale(language: &str) -> &'static str {
    if language == "cy" || language.starts_with("cy-") { "cy" } else { "en" }
}

/// Direction of a language's script.
pub(crate) fn direction(language: &str) -> &'static str {
    let base = language.split(['-', '_']).next().unwrap_or_default();
    if matches!(base, "ar" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi") { "rtl" } else { "ltr" }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn words(language: &str) -> Words {
        let json = match language {
            "cy" => include_str!("../../../extension/_locales/cy/messages.json"),
            _ => include_str!("../../../extension/_locales/en/messages.json"),
        };
        Words::parse(language, json).unwrap_or_default()
    }

    #[test]
    fn months_are_named_in_both_languages() {
        assert_eq!(month(&words("en"), "2023-07"), "July 2023");
        assert_eq!(month(&words("cy"), "2023-07"), "Gorffennaf 2023");
        assert_eq!(month(&words("en"), "2023"), "2023");
        assert_eq!(month(&words("en"), "2023-13"), "2023-13");
    }

    #[test]
    fn languages_have_a_direction() {
        assert_eq!(
            (direction("cy"), direction("en-GB"), direction("ar"), direction("ur-PK")),
            ("ltr", "ltr", "rtl", "rtl")
        );
        assert_eq!((locale("cy"), locale("cy-GB"), locale("en-GB"), locale("de")), ("cy", "cy", "en", "en"));
    }
}

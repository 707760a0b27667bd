//! Whom a message greets, and what the people it goes to are called.

use super::mail::Person;
use crate::roster;

/// Who a greeting names: a known first name, and perhaps a surname.
pub(super) struct Greeted {
    first: String,
    last: Option<String>,
}

impl Greeted {
    /// Whether somebody of these names may be meant.
    pub(super) fn is_of(&self, names: &[String]) -> bool {
        names.iter().any(|name| {
            let short = name.chars().count() == 1 && self.first.starts_with(name.as_str());
            short
                || name.contains(&self.first)
                || (name.len() > 2 && self.first.contains(name.as_str()))
                || self.last.as_ref().is_some_and(|last| last == name)
                || roster::may_be_called(name, &self.first)
        })
    }
}

/// The greeting in the first line, once it is finished: what is still being typed names nobody yet.
pub(super) fn greeted(text: &str) -> Option<Greeted> {
    let text = text.trim_start();
    let end = text.find(['\n', '\r', ',', '!', '.', ':', ';', '\u{2013}', '\u{2014}'])?;
    let line = roster::fold(text.get(..end).filter(|line| line.len() < 60)?);
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    let hello = words.next()?;
    let greets = match hello {
        "dear" | "hi" | "hello" | "hey" | "hiya" | "morning" | "afternoon" => true,
        "good" => matches!(words.next()?, "morning" | "afternoon" | "evening"),
        _ => false,
    };
    let (first, last) = (words.next()?, words.next());
    let alone = words.next().is_none() && last.is_none_or(|last| !NOT_NAMES.contains(&last) && last.len() > 2);
    (greets && alone && roster::is_given_name(first))
        .then(|| Greeted { first: first.to_owned(), last: last.map(str::to_owned) })
}

/// Words of names that are no person's, and of greetings to several.
const NOT_NAMES: [&str; 34] = [
    "account",
    "accounts",
    "admin",
    "admissions",
    "all",
    "and",
    "bursar",
    "centre",
    "class",
    "club",
    "colleagues",
    "department",
    "dept",
    "enquiries",
    "everyone",
    "finance",
    "group",
    "head",
    "helpdesk",
    "hr",
    "info",
    "list",
    "office",
    "parents",
    "payroll",
    "reception",
    "school",
    "secretary",
    "sixth",
    "staff",
    "support",
    "team",
    "there",
    "year",
];

/// The words of a person's name as the message shows it, else as the address spells it. None where it shows a role, or
/// one word that may be anything.
pub(super) fn shown_name(person: &Person<'_>) -> Option<Vec<String>> {
    let mailbox = person.address.split('@').next().unwrap_or_default();
    [person.recipient.name.as_deref().unwrap_or_default(), mailbox].into_iter().find_map(|text| {
        if text.contains('@') {
            return None;
        }
        let folded = roster::fold(text);
        let words = folded.split_whitespace().map(|word| word.trim_matches(char::is_numeric).to_owned());
        let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        let is_name = (2..=5).contains(&words.len()) && !words.iter().any(|word| NOT_NAMES.contains(&word.as_str()));
        is_name.then_some(words)
    })
}

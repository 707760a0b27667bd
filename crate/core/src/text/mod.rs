//! What a text holds: personal data, secrets, words that need care.
//!
//! [`scan`] goes over a text once and reports kinds and places, never the text itself. It judges
//! nothing: whether a postcode matters is for a rule that knows who will read it.
//! docs/recognisers.md says of each kind what is accepted, after which source, and what nobody
//! can know from a text.

mod bank;
mod code;
mod found;
mod kind;
mod mail;
mod names;
mod near;
mod number;
pub mod own;
mod pass;
mod phone;
mod postcode;
mod secret;
mod upn;
mod vocabulary;
mod word;

pub use found::{Found, Hit, MAX_HITS, utf16};
pub use kind::Kind;

use crate::roster::Roster;

/// What is known around the text.
#[derive(Clone, Debug, Default)]
pub struct Around<'a> {
    /// Names of the school and its aliases, as a person would write them.
    pub school: &'a [String],
    /// The school's list.
    pub roster: Option<&'a Roster>,
}

/// What the text holds, in order. Takes any text and cannot fail.
#[must_use]
pub fn scan(text: &str, around: &Around<'_>) -> Found {
    pass::run(text, around)
}

#[cfg(test)]
mod tests;

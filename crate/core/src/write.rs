//! Writes an observation as JSON, for the page that shows it to the person.
//!
//! serde writes the same for everybody else. Its writers are 10 KB of the module that ships; these go through
//! one table a struct. What reads as if it were absent is left out, so that the same observation is read back.

use serde_json::Value;

use crate::observation::Observation;
use crate::read::json;

/// Something that can be written.
pub(crate) trait Writable {
    /// Writes it.
    fn write(&self, out: &mut String);

    /// Whether its key may be left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Writes an object.
pub(crate) fn write_fields(out: &mut String, fields: &[(&str, &dyn Writable)]) {
    out.push('{');
    let mut first = true;
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_absent()) {
        if !std::mem::replace(&mut first, false) {
            out.push(',');
        }
        write_word(out, key);
        out.push(':');
        value.write(out);
    }
    out.push('}');
}

/// Writes one of our own words, which need no escapes.
pub(crate) fn write_word(out: &mut String, word: &str) {
    out.push('"');
    out.push_str(word);
    out.push('"');
}

impl Writable for String {
    fn write(&self, out: &mut String) {
        out.push_str(&json(&Value::String(self.clone())));
    }
}

impl Writable for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

impl Writable for u32 {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl<T: Writable> Writable for Option<T> {
    fn write(&self, out: &mut String) {
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Writable> Writable for Vec<T> {
    fn write(&self, out: &mut String) {
        out.push('[');
        for (at, item) in self.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            item.write(out);
        }
        out.push(']');
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Makes a struct [`Writable`] and readable, field by field with its key.
macro_rules! crossing {
    ($type:ident { $($field:ident $key:literal),+ $(,)? }) => {
        $crate::read::readable!($type only { $($field $key),+ });
        impl $crate::write::Writable for $type {
            fn write(&self, out: &mut String) {
                $crate::write::write_fields(out, &[$(($key, &self.$field)),+]);
            }
        }
    };
}

/// Makes an enum of words [`Writable`] and readable.
macro_rules! crossing_words {
    ($type:ident { $($word:literal $variant:ident),+ $(,)? } $(absent $absent:ident)?) => {
        $crate::read::readable_words!($type { $($word $variant),+ } $(absent $absent)?);
        impl $type {
            /// The word as it is written in JSON.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl $crate::write::Writable for $type {
            fn write(&self, out: &mut String) {
                $crate::write::write_word(out, self.word());
            }
        }
    };
}

pub(crate) use {crossing, crossing_words};

impl Observation {
    /// The observation as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let (kind, rest): (_, &dyn Writable) = match self {
            Self::ComposeMail(o) => ("composeMail", o),
            Self::ConnectionRequest(o) => ("connectionRequest", o),
            Self::PostAudience(o) => ("postAudience", o),
            Self::PrivacySetting(o) => ("privacySetting", o),
            Self::ComposeMessage(o) => ("composeMessage", o),
            Self::ProfileField(o) => ("profileField", o),
            Self::PageVisit(o) => ("pageVisit", o),
            Self::ReceivedMail(o) => ("receivedMail", o),
        };
        let mut fields = String::new();
        rest.write(&mut fields);
        // Every kind has a surface, so that something follows.
        format!("{{\"kind\":\"{kind}\",{}", fields.trim_start_matches('{'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYTHING: &str = include_str!("every.json");

    #[test]
    fn what_is_written_is_read_back_as_it_was() {
        let every: Vec<Value> = serde_json::from_str(EVERYTHING).unwrap();
        assert_eq!(every.len(), 8);
        for value in every {
            let observation: Observation = serde_json::from_value(value.clone()).unwrap();
            // Every field of every kind is in the list, and serde writes no other.
            assert_eq!(serde_json::to_value(&observation).unwrap(), value);
            let ours: Value = serde_json::from_str(&observation.json()).unwrap();
            assert_eq!(serde_json::from_value::<Observation>(ours.clone()).unwrap(), observation);
            assert_eq!(without_absent(ours), without_absent(value));
        }
    }

    /// serde writes some of what is false or empty, and so does the list.
    fn without_absent(value: Value) -> Value {
        match value {
            Value::Object(fields) => {
                let left = fields
                    .into_iter()
                    .filter(|(_, value)| *value != Value::Bool(false) && *value != serde_json::json!([]));
                Value::Object(left.map(|(key, value)| (key, without_absent(value))).collect())
            }
            Value::Array(items) => Value::Array(items.into_iter().map(without_absent).collect()),
            other => other,
        }
    }

    #[test]
    fn the_least_of_each_kind_and_odd_texts_are_read_back_too() {
        for (kind, rest) in [
            ("composeMail", r#""subject":"\"a\\b\"\n\u0000é😀""#),
            ("composeMessage", r#""person":{}"#),
            ("receivedMail", r#""sender":"</script>\u2028""#),
        ] {
            let json = format!(r#"{{"kind":"{kind}","surface":{{"site":"a","name":"b","n":1}},{rest}}}"#);
            let observation: Observation = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::from_str::<Observation>(&observation.json()).unwrap(), observation);
        }
    }
}

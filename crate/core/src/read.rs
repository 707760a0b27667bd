//! Reads what content scripts and extension pages say.
//!
//! The same shapes as serde reads, refused for the same reasons; a test holds that. serde's
//! own way with tagged enums keeps a second tree of everything and a second reader for every
//! type in it: 60 KB of the module that ships.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::observation::Observation;
use crate::protocol::{FromPage, FromPopup, Outcome};

impl Observation {
    /// Reads an observation from its JSON.
    #[must_use]
    pub fn read(value: Value) -> Option<Self> {
        let Value::Object(mut fields) = value else { return None };
        let kind = fields.remove("kind")?;
        let rest = Value::Object(fields);
        match kind.as_str()? {
            "composeMail" => typed(rest).map(Self::ComposeMail),
            "connectionRequest" => typed(rest).map(Self::ConnectionRequest),
            "postAudience" => typed(rest).map(Self::PostAudience),
            "privacySetting" => typed(rest).map(Self::PrivacySetting),
            _ => None,
        }
    }
}

impl FromPage {
    /// Reads what a content script says. `None` for anything but these shapes.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        let (mut fields, kind) = Fields::tagged(json)?;
        let message = match kind.as_str() {
            "hello" => Self::Hello { protocol: u32::try_from(fields.take("protocol")?.as_u64()?).ok()? },
            "observe" => Self::Observe {
                hash: fields.text("hash")?,
                quiet: fields.take("quiet")?.as_bool()?,
                observation: Observation::read(fields.take("observation")?)?,
            },
            "unchecked" => {
                Self::Unchecked { surface: fields.text("surface")?, reason: fields.text("reason")?, missing: fields.texts("missing")? }
            }
            "gone" => Self::Gone { surface: fields.text("surface")? },
            "act" => Self::Act { finding: fields.text("finding")?, remedy: fields.text("remedy")?, outcome: outcome(&fields.text("outcome")?)? },
            _ => return None,
        };
        fields.end(message)
    }
}

impl FromPopup {
    /// Reads what an extension page asks. `None` for anything but these shapes.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        let (mut fields, kind) = Fields::tagged(json)?;
        let message = match kind.as_str() {
            "tab" => Self::Tab { tab: fields.id("tab")? },
            "reveal" => Self::Reveal { tab: fields.id("tab")?, finding: fields.text("finding")? },
            "quiet" => Self::Quiet {
                until: match fields.take("until").unwrap_or_default() {
                    Value::Null => None,
                    value => Some(value.as_f64()?),
                },
            },
            _ => return None,
        };
        fields.end(message)
    }
}

fn outcome(text: &str) -> Option<Outcome> {
    match text {
        "asked" => Some(Outcome::Asked),
        "done" => Some(Outcome::Done),
        "failed" => Some(Outcome::Failed),
        "undone" => Some(Outcome::Undone),
        _ => None,
    }
}

fn typed<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

/// Reads JSON by way of a [`Value`]. A type that is read from text and from values needs two
/// readers in the module that ships, and the one from text is three times as large.
pub(crate) fn parse<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::from_str(json)?)
}

/// The fields of a message, taken out one by one.
struct Fields(Map<String, Value>);

impl Fields {
    fn tagged(json: &str) -> Option<(Self, String)> {
        let Ok(Value::Object(fields)) = serde_json::from_str(json) else { return None };
        let mut fields = Self(fields);
        let kind = fields.text("type")?;
        Some((fields, kind))
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let Value::Array(items) = self.take(name)? else { return None };
        let mut texts = Vec::new();
        for item in items {
            let Value::String(text) = item else { return None };
            texts.push(text);
        }
        Some(texts)
    }

    fn id(&mut self, name: &str) -> Option<i32> {
        i32::try_from(self.take(name)?.as_i64()?).ok()
    }

    /// A field that nobody has asked for makes the message one of another shape.
    fn end<T>(self, message: T) -> Option<T> {
        self.0.is_empty().then_some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURFACE: &str = r#""surface":{"site":"roundcube","name":"compose","n":1}"#;

    fn observations() -> Vec<String> {
        vec![
            format!(r#"{{"kind":"composeMail",{SURFACE},"account":"a@b.example","mode":"replyAll","to":[{{"ref":"1","address":"c@d.example","name":"C"}}],"canMove":true}}"#),
            format!(r#"{{"kind":"connectionRequest",{SURFACE},"direction":"received","person":{{"name":"A","handle":"a"}},"canDecline":true}}"#),
            format!(r#"{{"kind":"postAudience",{SURFACE},"audience":"friends-of-friends","offered":["public","only-me"]}}"#),
            format!(r#"{{"kind":"privacySetting",{SURFACE},"setting":"search-engines","audience":"friends"}}"#),
            format!(r#"{{"kind":"composeMail",{SURFACE},"body":"read"}}"#),
            format!(r#"{{"kind":"chatMessage",{SURFACE}}}"#),
            format!(r#"{{{SURFACE}}}"#),
            r#"{"kind":"composeMail"}"#.to_owned(),
            r#"[]"#.to_owned(),
        ]
    }

    #[test]
    fn an_observation_reads_as_serde_reads_it() {
        let mut good = 0;
        for json in observations() {
            let read = Observation::read(serde_json::from_str(&json).unwrap());
            assert_eq!(read, serde_json::from_str(&json).ok(), "{json}");
            good += usize::from(read.is_some());
        }
        assert_eq!(good, 4);
    }

    #[test]
    fn messages_of_pages_read_as_serde_reads_them() {
        let mut all: Vec<String> = [
            r#"{"type":"hello","protocol":1}"#,
            r#"{"type":"hello","protocol":-1}"#,
            r#"{"type":"hello","protocol":"1"}"#,
            r#"{"type":"hello","protocol":1,"more":2}"#,
            r#"{"type":"hello"}"#,
            r#"{"type":"unchecked","surface":"a/b#1","reason":"expect","missing":["to"]}"#,
            r#"{"type":"unchecked","surface":"a/b#1","reason":"expect","missing":[1]}"#,
            r#"{"type":"unchecked","surface":"a/b#1","reason":"expect","missing":"to"}"#,
            r#"{"type":"gone","surface":"a/b#1"}"#,
            r#"{"type":"gone","surface":null}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"asked"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"done"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"failed"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"undone"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"forced"}"#,
            r#"{"type":"delete"}"#,
            r#"{"protocol":1}"#,
            r#"{"type":1}"#,
            "null",
            "",
            "{",
        ]
        .map(str::to_owned)
        .into();
        all.extend(observations().into_iter().map(|one| format!(r#"{{"type":"observe","hash":"h","quiet":false,"observation":{one}}}"#)));
        let mut good = 0;
        for json in all {
            let read = FromPage::read(&json);
            assert_eq!(read, serde_json::from_str(&json).ok(), "{json}");
            good += usize::from(read.is_some());
        }
        assert_eq!(good, 11);
    }

    #[test]
    fn questions_of_our_pages_read_as_serde_reads_them() {
        let all = [
            r#"{"type":"tab","tab":3}"#,
            r#"{"type":"tab","tab":3.5}"#,
            r#"{"type":"tab","tab":3000000000}"#,
            r#"{"type":"tab","tab":3,"url":"x"}"#,
            r#"{"type":"reveal","tab":3,"finding":"f"}"#,
            r#"{"type":"reveal","tab":3}"#,
            r#"{"type":"quiet","until":1.5}"#,
            r#"{"type":"quiet","until":7}"#,
            r#"{"type":"quiet","until":null}"#,
            r#"{"type":"quiet"}"#,
            r#"{"type":"quiet","until":"later"}"#,
            r#"{"type":"everything"}"#,
        ];
        for json in all {
            assert_eq!(FromPopup::read(json), serde_json::from_str(json).ok(), "{json}");
        }
    }
}

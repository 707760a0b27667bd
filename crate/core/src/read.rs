//! Reads data that crosses a border, with the path of what is wrong.
//!
//! serde reads the same shapes, for the command line and the build; a test holds that the two
//! agree. The module that ships goes without serde's readers: they are 60 KB there, keep a
//! second tree of every tagged enum, and say of a pack's mistake what it is but not where.

use serde_json::{Map, Value};

use crate::observation::Observation;
use crate::problem::Problem;
use crate::protocol::{FromPage, FromPopup, Outcome, Part, Step};
use crate::sorted::ByName;

/// What is wrong, and where. Boxed, as it is carried through every reader and hardly ever made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong(Box<Place>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    path: String,
    expected: String,
}

impl Wrong {
    #[cold]
    pub(crate) fn new(expected: &str) -> Self {
        Self(Box::new(Place { path: String::new(), expected: expected.to_owned() }))
    }

    /// The same, as part of something larger.
    #[cold]
    pub(crate) fn under(mut self, part: &str) -> Self {
        let inner = &self.0.path;
        let dot = if inner.is_empty() || inner.starts_with('[') { "" } else { "." };
        self.0.path = format!("{part}{dot}{inner}");
        self
    }

    /// The same, as an item of an array.
    #[cold]
    fn at(self, at: usize) -> Self {
        self.under(&format!("[{at}]"))
    }

    pub(crate) fn problem(self, code: &str) -> Problem {
        Problem::new(code, &self.0.path, &self.0.expected)
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.0.path)?;
        }
        write!(f, "expected {}", self.0.expected)
    }
}

/// Something that can be read from JSON.
pub(crate) trait Readable: Sized {
    /// Reads it.
    fn read(value: Value) -> Result<Self, Wrong>;

    /// What it is where its key is absent; `None` where the key must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// Reads JSON text.
pub(crate) fn parse<T: Readable>(json: &str) -> Result<T, Wrong> {
    T::read(serde_json::from_str(json).map_err(|error| Wrong::new(&format!("JSON: {error}")))?)
}

/// JSON text of a value. (Its `Display` is a second serializer, of 2 KB.)
pub(crate) fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The fields of an object, taken out one by one.
/// A list: removal from a `BTreeMap` is 3 KB of Wasm.
pub(crate) struct Fields(Vec<(String, Value)>);

impl Fields {
    pub(crate) fn of(value: Value) -> Result<Self, Wrong> {
        match value {
            Value::Object(fields) => Ok(Self(fields.into_iter().collect())),
            _ => Err(Wrong::new("an object")),
        }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(at).1)
    }

    pub(crate) fn field<T: Readable>(&mut self, name: &str) -> Result<T, Wrong> {
        match self.take(name) {
            Some(value) => T::read(value).map_err(|wrong| wrong.under(name)),
            None => T::absent().ok_or_else(|| Wrong::new("this key, which is missing").under(name)),
        }
    }

    pub(crate) fn field_or<T: Readable>(&mut self, name: &str, absent: impl FnOnce() -> T) -> Result<T, Wrong> {
        if self.0.iter().any(|(known, _)| known == name) { self.field(name) } else { Ok(absent()) }
    }

    /// A key that nobody has asked for makes the object one of another shape.
    pub(crate) fn end<T>(self, read: T) -> Result<T, Wrong> {
        match self.0.first() {
            None => Ok(read),
            Some((name, _)) => Err(Wrong::new("no such key").under(name)),
        }
    }

    pub(crate) fn rest(self) -> Value {
        let mut rest = Map::new();
        for (name, value) in self.0 {
            rest.insert(name, value);
        }
        Value::Object(rest)
    }
}

impl Readable for String {
    fn read(value: Value) -> Result<Self, Wrong> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(Wrong::new("text")),
        }
    }
}

impl Readable for bool {
    fn read(value: Value) -> Result<Self, Wrong> {
        value.as_bool().ok_or_else(|| Wrong::new("true or false"))
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Readable for u32 {
    fn read(value: Value) -> Result<Self, Wrong> {
        value.as_u64().and_then(|number| number.try_into().ok()).ok_or_else(|| Wrong::new("a whole number"))
    }
}

impl Readable for i32 {
    fn read(value: Value) -> Result<Self, Wrong> {
        value.as_i64().and_then(|number| number.try_into().ok()).ok_or_else(|| Wrong::new("a whole number"))
    }
}

impl Readable for i64 {
    fn read(value: Value) -> Result<Self, Wrong> {
        value.as_i64().ok_or_else(|| Wrong::new("a whole number"))
    }
}

impl Readable for f64 {
    fn read(value: Value) -> Result<Self, Wrong> {
        value.as_f64().ok_or_else(|| Wrong::new("a number"))
    }
}

impl Readable for Value {
    fn read(value: Value) -> Result<Self, Wrong> {
        Ok(value)
    }
}

impl Readable for Map<String, Value> {
    fn read(value: Value) -> Result<Self, Wrong> {
        match value {
            Value::Object(map) => Ok(map),
            _ => Err(Wrong::new("an object")),
        }
    }
}

impl Readable for ByName<Value> {
    fn read(value: Value) -> Result<Self, Wrong> {
        let mut map = Self::new();
        for (key, value) in Fields::of(value)?.0 {
            map.insert(key, value);
        }
        Ok(map)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Readable> Readable for Option<T> {
    fn read(value: Value) -> Result<Self, Wrong> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Readable> Readable for Vec<T> {
    fn read(value: Value) -> Result<Self, Wrong> {
        let Value::Array(mut items) = value else { return Err(Wrong::new("an array")) };
        let mut read = Self::new();
        for item in &mut items {
            read.push(T::read(item.take()).map_err(|wrong| wrong.at(read.len()))?);
        }
        Ok(read)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

/// Makes a struct [`Readable`], field by field, with the key where it is not the field's name.
/// `only`: no other keys. What a field is when absent is its type's to say, or stands after `=`.
macro_rules! readable {
    ($type:ident only { $($body:tt)* }) => { $crate::read::readable!(@ $type end { $($body)* }); };
    ($type:ident { $($body:tt)* }) => { $crate::read::readable!(@ $type ok { $($body)* }); };
    (@ $type:ident $end:ident { $($field:ident $key:literal $(= $absent:expr)?),+ $(,)? }) => {
        impl $crate::read::Readable for $type {
            fn read(value: serde_json::Value) -> Result<Self, $crate::read::Wrong> {
                let mut fields = $crate::read::Fields::of(value)?;
                let read = Self { $($field: $crate::read::readable!(@field fields $key $(= $absent)?)),+ };
                $crate::read::readable!(@$end fields read)
            }
        }
    };
    (@field $fields:ident $key:literal) => { $fields.field($key)? };
    (@field $fields:ident $key:literal = $absent:expr) => { $fields.field_or($key, || $absent)? };
    (@end $fields:ident $read:ident) => { $fields.end($read) };
    (@ok $fields:ident $read:ident) => {{ drop($fields); Ok($read) }};
}

/// Makes an enum of words [`Readable`].
macro_rules! readable_words {
    ($type:ident { $($word:literal $variant:ident),+ $(,)? } $(absent $absent:ident)?) => {
        impl $crate::read::Readable for $type {
            fn read(value: serde_json::Value) -> Result<Self, $crate::read::Wrong> {
                match value.as_str() {
                    $(Some($word) => Ok(Self::$variant),)+
                    _ => Err($crate::read::Wrong::new(concat!("one of", $(" ", $word),+))),
                }
            }

            $(fn absent() -> Option<Self> {
                Some(Self::$absent)
            })?
        }
    };
}

pub(crate) use {readable, readable_words};

readable_words!(Outcome { "asked" Asked, "done" Done, "failed" Failed, "undone" Undone });
readable_words!(Step { "pressed" Pressed, "undoable" Undoable, "gone" Gone, "undone" Undone });
readable_words!(Part { "read" Read, "show" Show });

impl Observation {
    /// Reads an observation. `None` for anything but these shapes.
    #[must_use]
    pub fn of(value: Value) -> Option<Self> {
        Readable::read(value).ok()
    }
}

impl Readable for Observation {
    fn read(value: Value) -> Result<Self, Wrong> {
        let mut fields = Fields::of(value)?;
        let kind: String = fields.field("kind")?;
        let rest = fields.rest();
        match kind.as_str() {
            "composeMail" => Readable::read(rest).map(Self::ComposeMail),
            "connectionRequest" => Readable::read(rest).map(Self::ConnectionRequest),
            "postAudience" => Readable::read(rest).map(Self::PostAudience),
            "privacySetting" => Readable::read(rest).map(Self::PrivacySetting),
            "composeMessage" => Readable::read(rest).map(Self::ComposeMessage),
            "profileField" => Readable::read(rest).map(Self::ProfileField),
            "receivedMail" => Readable::read(rest).map(Self::ReceivedMail),
            "pageVisit" => Readable::read(rest).map(Self::PageVisit),
            _ => {
                let kinds = "one of composeMail connectionRequest postAudience privacySetting composeMessage profileField pageVisit receivedMail";
                Err(Wrong::new(kinds).under("kind"))
            }
        }
    }
}

impl FromPage {
    /// Reads what a content script says. `None` for anything but these shapes.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        parse(json).ok()
    }

    /// The same of what a page says before it has seen anything, a hello or the need of a part: what little the
    /// worker understands before the rest of it is loaded. `None` for anything else.
    #[must_use]
    pub fn read_opening(json: &str) -> Option<Self> {
        const LONGEST: usize = 100;
        if json.len() > LONGEST {
            return None;
        }
        let mut fields = Fields::of(serde_json::from_str(json).ok()?).ok()?;
        let message = match fields.field::<String>("type").ok()?.as_str() {
            "hello" => Self::Hello { protocol: fields.field("protocol").ok()? },
            "need" => Self::Need { part: fields.field("part").ok()? },
            _ => return None,
        };
        fields.end(message).ok()
    }

    /// Whether it is that.
    #[must_use]
    pub fn is_opening(json: &str) -> bool {
        Self::read_opening(json).is_some()
    }
}

impl Readable for FromPage {
    fn read(value: Value) -> Result<Self, Wrong> {
        let mut fields = Fields::of(value)?;
        let kind: String = fields.field("type")?;
        let message = match kind.as_str() {
            "hello" => Self::Hello { protocol: fields.field("protocol")? },
            "observe" => Self::Observe {
                hash: fields.field("hash")?,
                quiet: fields
                    .field::<Option<bool>>("quiet")?
                    .ok_or_else(|| Wrong::new("true or false").under("quiet"))?,
                observation: fields.field("observation")?,
            },
            "unchecked" => {
                let missing: Option<Vec<String>> = fields.field("missing")?;
                Self::Unchecked {
                    surface: fields.field("surface")?,
                    reason: fields.field("reason")?,
                    missing: missing.ok_or_else(|| Wrong::new("an array").under("missing"))?,
                }
            }
            "need" => Self::Need { part: fields.field("part")? },
            "gone" => Self::Gone { surface: fields.field("surface")? },
            "moved" => Self::Moved {},
            "moment" => Self::Moment { moment: fields.field("moment")? },
            "sent" => Self::Sent { step: fields.field("step")? },
            "act" => Self::Act {
                finding: fields.field("finding")?,
                remedy: fields.field("remedy")?,
                outcome: fields.field("outcome")?,
            },
            _ => return Err(Wrong::new("one of hello observe unchecked need gone moved moment sent act").under("type")),
        };
        fields.end(message)
    }
}

impl FromPopup {
    /// Reads what an extension page asks. `None` for anything but these shapes.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        parse(json).ok()
    }
}

impl Readable for FromPopup {
    fn read(value: Value) -> Result<Self, Wrong> {
        let mut fields = Fields::of(value)?;
        let kind: String = fields.field("type")?;
        let message = match kind.as_str() {
            "tab" => Self::Tab { tab: fields.field("tab")? },
            "sees" => Self::Sees { tab: fields.field("tab")? },
            "health" => Self::Health {},
            "reveal" => Self::Reveal { tab: fields.field("tab")?, finding: fields.field("finding")? },
            "quiet" => Self::Quiet { until: fields.field("until")? },
            "handbook" => Self::Handbook {},
            "first" => Self::First {},
            "sent" => Self::Sent {},
            "reminders" | "badge" => {
                let on = fields.field::<Option<bool>>("on")?.ok_or_else(|| Wrong::new("true or false").under("on"))?;
                if kind == "badge" { Self::Badge { on } } else { Self::Reminders { on } }
            }
            "remind" => Self::Remind { clause: fields.field("clause")? },
            "ownAdd" => Self::OwnAdd { text: fields.field("text")? },
            "forget" => Self::Forget { id: fields.field("id")? },
            "clear" => Self::Clear {},
            _ => {
                let known = "one of tab sees health reveal quiet handbook first sent reminders badge remind ownAdd forget clear";
                return Err(Wrong::new(known).under("type"));
            }
        };
        fields.end(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURFACE: &str = r#""surface":{"site":"roundcube","name":"compose","n":1}"#;

    fn observations() -> Vec<String> {
        vec![
            format!(
                r#"{{"kind":"composeMail",{SURFACE},"account":"a@b.example","mode":"replyAll","to":[{{"ref":"1","address":"c@d.example","name":"C"}}],"canMove":true}}"#
            ),
            format!(
                r#"{{"kind":"connectionRequest",{SURFACE},"direction":"received","person":{{"name":"A","handle":"a"}},"canDecline":true}}"#
            ),
            format!(
                r#"{{"kind":"postAudience",{SURFACE},"audience":"friends-of-friends","offered":["public","only-me"],"text":"A","pictures":true}}"#
            ),
            format!(r#"{{"kind":"privacySetting",{SURFACE},"setting":"search-engines","audience":"friends"}}"#),
            format!(
                r#"{{"kind":"pageVisit",{SURFACE},"host":"a.example","categories":["games"],"page":"play","stayed":true}}"#
            ),
            format!(r#"{{"kind":"composeMessage",{SURFACE},"person":{{"address":"a@b.example"}}}}"#),
            format!(r#"{{"kind":"profileField",{SURFACE},"account":"a","field":"check-in","value":"B"}}"#),
            format!(r#"{{"kind":"composeMessage",{SURFACE},"person":{{}},"text":"read"}}"#),
            format!(r#"{{"kind":"receivedMail",{SURFACE},"sender":"a@b.example"}}"#),
            format!(r#"{{"kind":"receivedMail",{SURFACE},"sender":"a@b.example","text":"read"}}"#),
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
        // Apart from the others: of people in a list serde takes `[]` for one, and we do not.
        let tagged = format!(
            r#"{{"kind":"postAudience",{SURFACE},"audience":"public","tagged":[{{"name":"A"}},{{"handle":"b"}}]}}"#
        );
        for json in observations().into_iter().chain([tagged]) {
            let read: Option<Observation> = parse(&json).ok();
            assert_eq!(read, serde_json::from_str(&json).ok(), "{json}");
            good += usize::from(read.is_some());
        }
        assert_eq!(good, 9);
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
            r#"{"type":"need","part":"show"}"#,
            r#"{"type":"need","part":"content"}"#,
            r#"{"type":"need"}"#,
            r#"{"type":"gone","surface":"a/b#1"}"#,
            r#"{"type":"gone","surface":null}"#,
            r#"{"type":"moved"}"#,
            r#"{"type":"moved","url":"https://a.example/"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"asked"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"done"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"failed"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"undone"}"#,
            r#"{"type":"act","finding":"f","remedy":"r","outcome":"forced"}"#,
            r#"{"type":"moment","moment":"records-return"}"#,
            r#"{"type":"moment","moment":"lunch"}"#,
            r#"{"type":"delete"}"#,
            r#"{"protocol":1}"#,
            r#"{"type":1}"#,
            "null",
            "",
            "{",
        ]
        .map(str::to_owned)
        .into();
        all.extend(
            observations()
                .into_iter()
                .map(|one| format!(r#"{{"type":"observe","hash":"h","quiet":false,"observation":{one}}}"#)),
        );
        let mut good = 0;
        for json in all {
            let read = FromPage::read(&json);
            assert_eq!(read, serde_json::from_str(&json).ok(), "{json}");
            let opens = matches!(read, Some(FromPage::Hello { .. } | FromPage::Need { .. }));
            assert_eq!(FromPage::read_opening(&json), read.clone().filter(|_| opens), "{json}");
            good += usize::from(read.is_some());
        }
        assert_eq!(good, 18);
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
            r#"{"type":"handbook"}"#,
            r#"{"type":"sent"}"#,
            r#"{"type":"sent","tab":3}"#,
            r#"{"type":"handbook","tab":3}"#,
            r#"{"type":"first"}"#,
            r#"{"type":"first","on":true}"#,
            r#"{"type":"reminders","on":false}"#,
            r#"{"type":"reminders"}"#,
            r#"{"type":"badge","on":true}"#,
            r#"{"type":"badge","on":1}"#,
            r#"{"type":"reminders","on":"no"}"#,
            r#"{"type":"remind","clause":"2.1.9"}"#,
            r#"{"type":"remind"}"#,
            r#"{"type":"ownAdd","text":"x"}"#,
            r#"{"type":"ownAdd"}"#,
            r#"{"type":"forget","id":"x"}"#,
            r#"{"type":"forget","id":1}"#,
            r#"{"type":"clear"}"#,
            r#"{"type":"clear","id":"x"}"#,
            r#"{"type":"sees","tab":3}"#,
            r#"{"type":"sees"}"#,
            r#"{"type":"health"}"#,
            r#"{"type":"health","tab":3}"#,
            r#"{"type":"everything"}"#,
        ];
        for json in all {
            assert_eq!(FromPopup::read(json), serde_json::from_str(json).ok(), "{json}");
        }
    }

    /// Every way in which one value inside `json` can be missing, too many or another. No empty
    /// arrays: serde takes them for structs whose fields may all be absent, and we do not.
    fn spoilt(json: &Value) -> Vec<Value> {
        let others = [
            Value::Null,
            Value::Bool(true),
            Value::from(7),
            Value::from(-7),
            Value::from(1.5),
            Value::from("x"),
            serde_json::json!([[]]),
            serde_json::json!({}),
        ];
        let mut all: Vec<Value> = others.into();
        match json {
            Value::Object(fields) => {
                for key in fields.keys() {
                    let with = |value: Option<Value>| {
                        let mut copy = fields.clone();
                        match value {
                            Some(value) => copy.insert(key.clone(), value),
                            None => copy.remove(key),
                        };
                        Value::Object(copy)
                    };
                    all.push(with(None));
                    all.extend(spoilt(&fields[key]).into_iter().map(|value| with(Some(value))));
                }
                let mut more = fields.clone();
                more.insert("more".to_owned(), Value::Null);
                all.push(Value::Object(more));
            }
            Value::Array(items) if !items.is_empty() => {
                for at in [0, items.len() - 1] {
                    all.extend(spoilt(&items[at]).into_iter().map(|value| {
                        let mut copy = items.clone();
                        copy[at] = value;
                        Value::Array(copy)
                    }));
                }
            }
            _ => {}
        }
        all
    }

    #[track_caller]
    fn agree<T: Readable + serde::de::DeserializeOwned + std::fmt::Debug + PartialEq>(json: &str) {
        let good: Value = serde_json::from_str(json).unwrap();
        assert!(T::read(good.clone()).is_ok(), "{:?}", T::read(good));
        let (mut refused, mut taken) = (0, 0);
        for value in spoilt(&good).into_iter().chain([good]) {
            let ours = T::read(value.clone()).ok();
            let theirs: Option<T> = serde_json::from_value(value.clone()).ok();
            assert_eq!(ours, theirs, "{value}");
            if ours.is_some() { taken += 1 } else { refused += 1 }
        }
        assert!(refused > 5 && taken > 1, "{refused} refused, {taken} taken");
    }

    #[test]
    fn observations_and_messages_are_refused_where_serde_refuses_them() {
        for json in observations().iter().take(5) {
            agree::<Observation>(json);
            agree::<FromPage>(&format!(r#"{{"type":"observe","hash":"h","quiet":false,"observation":{json}}}"#));
        }
        agree::<FromPage>(r#"{"type":"unchecked","surface":"a/b#1","reason":"expect","missing":["to"]}"#);
        agree::<crate::policy::Policy>(
            r#"{"school":{"id":"a","name":"A","policy":"P","dated":"2020-01","review":"2021-01","zone":"Europe/London","nation":"england","lead":"DSL","route":["head"],"names":["A"],"binds":["staff"]},
                "role":[{"id":"head","title":{"en":"the head","cy":"y pennaeth"}}],
                "clause":[{"id":"c","section":"1","line":3,"audience":"staff","subject":"s","modality":"must","severity":"required","check":"automatic","rule":"r","text":{"en":"t"},"see":"x","offer":"y","tell":["head"],"moments":["print"],"pending":true}],
                "rules":{"r":{"clauses":["c"]}}}"#,
        );
        agree::<crate::site::Header>(
            r#"{"id":"a","name":"A","place":"mail","personal":true,"hosts":["a.example"],"surfaces":[{"name":"compose","kind":"composeMail"}]}"#,
        );
        agree::<crate::memory::Kept>(r#"{"version":1,"entries":[{"key":"k","code":"c","rule":"r","until":5}]}"#);
        agree::<crate::reminder::Kept>(
            r#"{"version":1,"entries":[{"clause":"c","came":"2026-11-22","known":""}],"places":[{"at":"a","clause":"c","day":"2026-11-22"}]}"#,
        );
        agree::<crate::file::FileFacts>(
            r#"{"format":"spreadsheet","protection":"partly","holds":[{"place":"hidden-sheet","kind":"upn","count":3}],"parts":[{"place":"comment","count":1}],"unchecked":"too-large"}"#,
        );
        agree::<crate::config::Exemption>(r#"{"rule":"r","purpose":"p","until":"2027-01-01"}"#);
        agree::<crate::config::Contact>(r#"{"title":"t","email":"office@a.example"}"#);
    }

    #[test]
    fn what_is_wrong_in_a_pack_is_said_with_its_path() {
        let json = r#"{"school":{"id":"a","name":"A","policy":"P","dated":"2020-01","zone":"Europe/London","nation":"england","lead":"DSL"},"clause":[{"id":"c","section":1}]}"#;
        let problem = crate::policy::Policy::parse(json).unwrap_err();
        assert_eq!((problem.path.as_str(), problem.expected.as_str()), ("pack.clause[0].section", "text"));
    }
}

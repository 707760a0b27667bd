//! What the engine says of an observation, as plain data.

use crate::sorted::ByName;

use serde::{Deserialize, Serialize};

/// How strongly the school's own document puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// "Good to know".
    Informational,
    /// "Advised".
    Advised,
    /// "Expected".
    Required,
    /// "Not allowed".
    Prohibited,
}

crate::read::readable_words!(Severity {
    "informational" Informational, "advised" Advised, "required" Required, "prohibited" Prohibited,
});

impl Severity {
    /// The word as it is written in JSON and in `data-severity`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::Advised => "advised",
            Self::Required => "required",
            Self::Prohibited => "prohibited",
        }
    }
}

/// How sure the finding is of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// Only a question: a name alone, or nothing but the person's own word could tell.
    Weak,
    /// "Looks like".
    Likely,
    /// The page's own state meets the clause.
    Certain,
}

/// How the finding shows itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Presentation {
    /// A mark on the control's edge.
    Mark,
    /// One line.
    Note,
    /// What is seen, what to do, the fix.
    Panel,
}

/// A text by key, with its parameters; resolved from `_locales` by whoever shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Message {
    /// Key in `_locales`. With a `count` among the parameters, the key with the plural
    /// category of that count (`_one`, `_other`, …) goes before the bare key.
    pub key: String,
    /// Named parameters, as text.
    #[serde(default, skip_serializing_if = "ByName::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, String>"))]
    #[cfg_attr(feature = "ts", ts(as = "std::collections::BTreeMap<String, String>"))]
    pub params: ByName<String>,
}

impl Message {
    /// A message without parameters.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), params: ByName::new() }
    }

    /// The same with one parameter more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same with the parameter that decides the plural form.
    #[must_use]
    pub fn count(self, count: usize) -> Self {
        self.with("count", count)
    }
}

/// A clause that a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cited {
    /// Id of the clause in the school's pack.
    pub clause: String,
    /// Number or heading, as the school's document has it.
    pub section: String,
    /// How strongly the document puts it.
    pub severity: Severity,
}

/// What a finding rests on: counts and element references, never content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Evidence {
    /// How many things meet the rule.
    pub count: usize,
    /// The `ref`s of those things in the observation.
    #[serde(default)]
    pub refs: Vec<String>,
}

/// What a remedy does when the person presses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// Moves the recipients in `refs` to Bcc; verified, rolled back, can be undone.
    MoveToBcc,
    /// Opens Bcc and copies the addresses in `refs`, where moving is not safe.
    CopyToBcc,
    /// Takes the recipients in `refs` off the message; verified, rolled back, can be undone.
    RemoveRecipients,
    /// Opens an empty message in school mail, at `link`. No text travels (G6).
    OpenSchoolMail,
    /// Copies recipients and subject of the message being written, for the person to paste.
    CopyDraft,
    /// Presses the site's own control that declines the request. Cannot be undone.
    DeclineRequest,
    /// Brings the person to the setting or selector; changes nothing.
    OpenSetting,
    /// Copies the text of the message in `value` for the person to paste.
    CopyText,
    /// Takes back the person's own last step where that is the fix (cancels a request being sent).
    Cancel,
    /// Leaves the page for an empty one. Back brings it back.
    LeavePage,
    /// Remembers an answer (`value`) as long as the rule allows, and judges again.
    Answer,
    /// "Not now": back to the mark until the thing changes.
    NotNow,
}

/// Something that the person may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Remedy {
    /// Unique in the finding: what the content script sends back.
    pub id: String,
    /// What it does.
    pub action: Action,
    /// What the button says, at most 5 words.
    pub label: Message,
    /// Whether it is the fix, in the fix's colour. At most one a finding.
    #[serde(default)]
    pub primary: bool,
    /// What it acts on.
    #[serde(default)]
    pub refs: Vec<String>,
    /// For [`Action::Answer`]: the answer's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// For [`Action::CopyText`]: the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Message>,
    /// For [`Action::OpenSchoolMail`]: the address, as the school set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What is said once it worked, such as "Moved 5 to Bcc."
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Message>,
    /// For [`Action::Answer`]: what the answer is about, where that is something else than the
    /// finding's other answers are about (a person, not the thread). Never leaves the host.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub about: Option<String>,
    /// Said beforehand where the action cannot be undone (G12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<Message>,
}

/// One thing that a rule says of a surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// `SITE/SURFACE#N RULE`: unique on the page.
    pub id: String,
    /// Id of the rule.
    pub rule: String,
    /// The surface, as `SITE/SURFACE#N`.
    pub surface: String,
    /// The school's own strength.
    pub severity: Severity,
    /// How sure the finding is.
    pub certainty: Certainty,
    /// How it shows itself now.
    pub presentation: Presentation,
    /// What is seen, at most 12 words.
    pub seen: Message,
    /// What to do, at most 14 words.
    pub advice: Message,
    /// The clauses that it rests on. Empty only for good practice that the school asked for.
    pub clauses: Vec<Cited>,
    /// Counts and element references.
    pub evidence: Evidence,
    /// What the person may do, the fix first.
    pub remedies: Vec<Remedy>,
    /// Whether the site's own control asks once more before it acts.
    #[serde(default)]
    pub ask_first: bool,
    /// What a dismissal of this finding is about. Never leaves the host: it may hold addresses.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub targets: Targets,
}

/// What answers and dismissals of a finding are about. Held in memory, hashed before it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// For "Not now": the exact thing as it is now (a list of recipients, a person, an audience).
    pub now: String,
    /// For an answer: what the answer holds for (a thread, a person, an account).
    pub answer: String,
    /// Whether the host may keep it on disk: school mail only (G9).
    pub keep: bool,
}

/// All that the engine says of one observation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Verdict {
    /// The surface, as `SITE/SURFACE#N`.
    pub surface: String,
    /// Gravest first.
    pub findings: Vec<Finding>,
    /// Why the surface was not judged at all, where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Message>,
}

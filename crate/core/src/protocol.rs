//! What content script, worker and popup say to each other. TypeScript types are generated
//! from here; the worker checks every message of a page against these shapes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::engine::Reads;
use crate::finding::{Action, Certainty, Presentation, Severity};
use crate::moment::Moment;
use crate::observation::Observation;
use crate::problem::Problem;
use crate::sorted::ByName;

/// Version of this protocol; an old content script that speaks another is told to leave.
pub const PROTOCOL: u32 = 1;

/// Largest message of a page that is read, in bytes of JSON.
pub const MAX_MESSAGE: usize = 2_000_000;

/// What a content script says, over the Port named `lanyard`, a space and [`PROTOCOL`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[allow(clippy::large_enum_variant, reason = "one is read at a time and taken apart at once")]
pub enum FromPage {
    /// First message on a Port, or the number after its name, which is said at once with it. Answered by
    /// [`ToPage::Site`] or [`ToPage::Nothing`].
    Hello {
        /// [`PROTOCOL`].
        protocol: u32,
    },
    /// Judge this. Answered by [`ToPage::Findings`] with the same `hash`.
    Observe {
        /// Hash of what was observed, made by the content script; echoed.
        hash: String,
        /// Whether the page knows of a reason to show marks only (full screen, second display).
        quiet: bool,
        /// The observation.
        observation: Observation,
    },
    /// A covered surface is there but could not be read.
    Unchecked {
        /// `SITE/SURFACE#N`.
        surface: String,
        /// `expect` (landmarks missing), `timeout` (no verdict), `absent` (the part that reads it
        /// did not come) or `show` (the part that shows findings did not come; it was checked).
        reason: String,
        /// What was missing: field ids of the site file.
        missing: Vec<String>,
    },
    /// Put another part of the content script into this document. Answered by the part itself,
    /// with [`ToPage::Words`] before the one that shows findings, or by [`ToPage::Refused`].
    Need {
        /// Which.
        part: Part,
    },
    /// The surface has left the page.
    Gone {
        /// `SITE/SURFACE#N`.
        surface: String,
    },
    /// The page's address has changed without a new document. What it is now, the worker asks
    /// the browser: a page is not believed about its own address.
    Moved {},
    /// Something has happened at which a reminder may come, as the browser told the page's script.
    Moment {
        /// Which.
        moment: Moment,
    },
    /// The person sends the message that they have written, or the page says what has become of it.
    Sent {
        /// How far it has come.
        step: Step,
    },
    /// The person pressed a remedy of a finding that the worker issued to this document.
    Act {
        /// Id of the finding.
        finding: String,
        /// Id of the remedy.
        remedy: String,
        /// How it went, for actions that the content script carries out.
        outcome: Outcome,
    },
}

/// A later part of the content script. A page is given only what it needs: most have nothing
/// to read, and most of the others nothing to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Reads surfaces and has them judged.
    Read,
    /// Shows findings and carries out what the person presses.
    Show,
}

/// How far a message has come, as the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// The person pressed Send. Whether it goes is not known yet.
    Pressed,
    /// It has gone, and the mail's own Undo is there.
    Undoable,
    /// It has gone for good.
    Gone,
    /// The mail's own Undo was pressed.
    Undone,
}

/// How a remedy went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It is for the worker to carry out ([`Action::Answer`], [`Action::NotNow`]).
    Asked,
    /// Done and verified.
    Done,
    /// The page did not take it; the draft is as it was.
    Failed,
    /// The person took it back.
    Undone,
}

/// What the worker says to a content script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ToPage {
    /// What to look at here. Sent again when the configuration changes: everything is observed
    /// afresh.
    Site {
        /// The merged site file for the Port's own origin, reduced to surfaces that a rule watches.
        #[cfg_attr(feature = "ts", ts(type = "import('../site').SiteFile"))]
        site: Value,
        /// Language of the texts, BCP 47.
        language: String,
        /// Show marks only, for now.
        quiet: bool,
        /// Say when the page is printed: [`FromPage::Moment`].
        print: bool,
    },
    /// The words of what is shown beside the findings' own.
    Words {
        /// Texts whose key begins with `ui_`, resolved.
        #[cfg_attr(feature = "ts", ts(as = "std::collections::BTreeMap<String, String>"))]
        words: ByName<String>,
        /// Language of the texts, BCP 47, for `lang` and direction.
        language: String,
    },
    /// The browser would not put that part into this document.
    Refused {
        /// Which.
        part: Part,
    },
    /// Nothing to do here: no policy, dormant account, or no rule for this place.
    Nothing,
    /// What was found.
    Findings {
        /// `SITE/SURFACE#N`.
        surface: String,
        /// Echo of the observation's hash.
        hash: String,
        /// Gravest first.
        findings: Vec<Shown>,
        /// What of this message may be read beside its recipients. Only then, and only as long as
        /// account and recipients stay the same, does the content script look at it (G10).
        reads: Reads,
    },
    /// Say everything again: the worker has started anew and a popup asks.
    Refresh,
    /// Bring this finding's panel up and focus it ("Show me" in the popup).
    Reveal {
        /// Id of the finding.
        finding: String,
    },
    /// The shortcut: move to the panel of the surface that the person is in, or back from it.
    Toggle,
}

/// A finding with its words, as content script, popup and command line show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// Id of the finding.
    pub id: String,
    /// Id of the rule.
    pub rule: String,
    /// `SITE/SURFACE#N`.
    pub surface: String,
    /// The school's own strength.
    pub severity: Severity,
    /// Its word: "Expected".
    pub strength: String,
    /// How sure the finding is.
    pub certainty: Certainty,
    /// How it shows itself now.
    pub presentation: Presentation,
    /// What is seen.
    pub seen: String,
    /// What to do.
    pub advice: String,
    /// "Your school's policy, 4.1.2(iii)".
    pub clause: String,
    /// The cited clauses' texts, in our own words, one each.
    pub clause_texts: Vec<ClauseText>,
    /// The `ref`s that the finding is about.
    pub refs: Vec<String>,
    /// What the person may do, the fix first, "Not now" last.
    pub remedies: Vec<ShownRemedy>,
    /// Whether the site's own control asks once more before it acts.
    pub ask_first: bool,
    /// What the button says with which the person is shown less of this rule, or as much as before;
    /// nothing where that is not theirs to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less: Option<String>,
}

/// A cited clause with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ClauseText {
    /// Id in the pack.
    pub id: String,
    /// Number or heading.
    pub section: String,
    /// In our own words.
    pub text: String,
}

/// A remedy with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ShownRemedy {
    /// Unique in the finding.
    pub id: String,
    /// What it does.
    pub action: Action,
    /// What the button says.
    pub label: String,
    /// Whether it is the fix.
    pub primary: bool,
    /// What it acts on.
    pub refs: Vec<String>,
    /// For [`Action::CopyText`]: the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// For [`Action::OpenSchoolMail`]: the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What is said once it worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// Said beforehand where it cannot be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
}

/// What an extension page asks of the worker, by `runtime.sendMessage`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum FromPopup {
    /// What is known of this tab. Answered by [`PopupState`].
    Tab {
        /// Id of the tab.
        tab: i32,
    },
    /// What was observed in this tab and judged. Answered by [`SeesState`].
    Sees {
        /// Id of the tab.
        tab: i32,
    },
    /// What support asks about. Answered by [`HealthState`].
    Health {},
    /// Bring a finding's panel up in its tab.
    Reveal {
        /// Id of the tab.
        tab: i32,
        /// Id of the finding.
        finding: String,
    },
    /// Marks only, until this instant (milliseconds since 1970), or not any more.
    Quiet {
        /// When it ends; `None` ends it now.
        until: Option<f64>,
    },
    /// The message of which the person wants to report that it went to the wrong people. Answered by
    /// [`SentFacts`], once: it is forgotten with that.
    Sent {},
    /// Which policy holds, and which of its rules are on. Answered by [`HandbookState`].
    Handbook {},
    /// The introduction has been shown: it does not come again.
    First {},
    /// Reminders on this device: on or off.
    Reminders {
        /// Whether they come.
        on: bool,
    },
    /// How many warnings stand on a tab, on Lanyard's icon: shown or not.
    Badge {
        /// Whether it is.
        on: bool,
    },
    /// A reminder that is known may come again, or a rule of which less was shown shows itself as before.
    Remind {
        /// Id of its clause, or `rule:ID`.
        clause: String,
    },
    /// Keep this number or address as the person's own, hashed.
    OwnAdd {
        /// As they typed it. It goes no further than the worker.
        text: String,
    },
    /// Erase one of these, or an answer.
    Forget {
        /// Its key.
        id: String,
    },
    /// Erase what is the person's: answers, own numbers and addresses, which reminders came and are known.
    Clear {},
}

/// What Lanyard sees of a tab. Written and read by hand: serde's ways with an observation are 150 KB.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeesState {
    /// What the popup shows of it.
    pub state: PopupState,
    /// What was judged last on each surface that is open, exactly.
    pub observed: Vec<Observed>,
}

/// One surface.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Somebody protected is on it: of this, nothing but addresses is shown (G10).
    pub protected: bool,
    /// What was judged.
    pub observation: Observation,
}

impl SeesState {
    /// Reads the answer to [`FromPopup::Sees`]; `None` where it is none.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        let mut answer: Value = serde_json::from_str(json).ok()?;
        let state = PopupState::within(&answer)?;
        let mut observed = Vec::new();
        for one in answer.get_mut("observed")?.as_array_mut()? {
            let protected = one.get("protected")?.as_bool()?;
            let observation = Observation::of(one.get_mut("observation")?.take())?;
            observed.push(Observed { protected, observation });
        }
        Some(Self { state, observed })
    }
}

/// What support asks about. Of pages that are open, only those of the school's own mail and services are named (G9).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HealthState {
    /// What the popup shows of no tab in particular.
    pub state: PopupState,
    /// People on the school's list; nothing where none is in use.
    pub people: Option<u32>,
    /// Surfaces of school mail and school services that are open and cannot be read.
    pub unread: Vec<Looked>,
    /// How often such a surface could not be read since the browser started, by `SITE/SURFACE`.
    pub missed: Value,
}

impl HealthState {
    /// Reads the answer to [`FromPopup::Health`]; `None` where it is none.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        let answer: Value = serde_json::from_str(json).ok()?;
        let Some(state) = PopupState::within(&answer) else {
            // A worker that cannot judge says so as it says it to the popup.
            return Some(Self { state: serde_json::from_str(json).ok()?, ..Self::default() });
        };
        let people = answer.get("people").and_then(Value::as_u64).and_then(|people| people.try_into().ok());
        let mut unread = Vec::new();
        for one in answer.get("unread").and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            unread.push(Looked { surface: text("surface"), label: text("label"), reason: text("reason") });
        }
        let missed = answer.get("missed").cloned().unwrap_or_default();
        Some(Self { state, people, unread, missed })
    }
}

impl PopupState {
    /// The one inside a larger answer. From its text, as everywhere: another way in is 50 KB of a page's module.
    fn within(answer: &Value) -> Option<Self> {
        serde_json::from_str(&crate::read::json(answer.get("state").filter(|state| state.is_object())?)).ok()
    }
}

/// A message that went while something stood, for a first report: counts and general words, no name, no
/// address and no text of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentFacts {
    /// Host name of the mail's page.
    pub host: String,
    /// When it went, milliseconds since 1970.
    pub at: f64,
    /// How many people outside the school it went to, as far as the page showed their addresses.
    pub outside: usize,
    /// What stood when it went, gravest first.
    pub found: Vec<SentFinding>,
}

/// What stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentFinding {
    /// What was seen.
    pub seen: String,
    /// "Your school's policy, 4.1.2(iii)".
    pub clause: String,
}

/// What the handbook shows. The document itself it reads from the package, or here where the
/// school has brought its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandbookState {
    /// Whether, and if not why not, Lanyard is at work.
    pub state: Working,
    /// Id of the packaged policy.
    pub school: Option<String>,
    /// The school's own policy, as JSON text.
    pub pack: Option<String>,
    /// Ids of the rules that run.
    pub on: Vec<String>,
    /// The people whom the document names, as the school shows them.
    pub roles: Vec<HandbookRole>,
    /// Reminders in pages; `None` where this school has none, or has switched them off.
    pub reminders: Option<HandbookReminders>,
    /// Rules of which the person wanted to be shown less, as `rule:ID`; [`FromPopup::Remind`] takes one back.
    #[serde(default)]
    pub less: Vec<KnownReminder>,
    /// Own numbers and addresses that the person has saved; nothing where no rule looks for them.
    pub own: Option<Vec<OwnDetail>>,
    /// First day of the term that comes next, `YYYY-MM-DD`, where the school has set one.
    pub next_term: Option<String>,
    /// Language of the texts.
    pub language: String,
}

/// Reminders in pages, as the person has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandbookReminders {
    /// Whether the person wants them.
    pub on: bool,
    /// How many come in a day at the most.
    pub per_day: usize,
    /// Ids of the clauses that may come.
    pub coming: Vec<String>,
    /// Those that the person knows.
    pub known: Vec<KnownReminder>,
}

/// A clause that does not come again for now, or a rule of which less is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownReminder {
    /// Id of the clause, or `rule:ID`.
    pub clause: String,
    /// The last day of that, in words.
    pub until: String,
}

/// An own number or address, as far as it is known again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnDetail {
    /// By which it is erased.
    pub id: String,
    /// A number; else an address.
    pub phone: bool,
    /// The last two digits, or the first letter.
    pub hint: String,
}

/// Somebody to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandbookRole {
    /// Id in the pack.
    pub id: String,
    /// As it reads after "tell".
    pub title: String,
    /// Role mailbox, where the school has set one.
    pub email: Option<String>,
}

/// What the popup shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PopupState {
    /// Whether, and if not why not, Lanyard is at work.
    pub state: Working,
    /// The school's name.
    pub school: Option<String>,
    /// Its colour, where its policy has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Title of its policy.
    pub policy: Option<String>,
    /// `YYYY-MM`.
    pub dated: Option<String>,
    /// Host name of the tab, where the extension may know it.
    pub host: Option<String>,
    /// Whether a site file covers the tab.
    pub covered: bool,
    /// What was found in the tab, gravest first.
    pub findings: Vec<Shown>,
    /// Surfaces that were looked at: `SITE/SURFACE#N` and what people call it.
    pub looked: Vec<Looked>,
    /// Surfaces that could not be read.
    pub unchecked: Vec<Looked>,
    /// `managed`, `device` (set on this device) or `none`.
    pub source: String,
    /// What is wrong with the configuration, each in plain words.
    pub problems: Vec<Problem>,
    /// Lines about the set-up that are no mistakes: what an unset key means.
    pub notes: Vec<String>,
    /// Whole days since the roster was built, where there is one.
    pub roster_days: Option<i64>,
    /// Until when marks only are shown, milliseconds since 1970.
    pub quiet_until: Option<f64>,
    /// Version of the extension.
    pub version: String,
    /// The introduction has not been shown yet, and may be.
    #[serde(default)]
    pub first: bool,
    /// Language of the texts.
    pub language: String,
}

/// A surface and its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Looked {
    /// `SITE/SURFACE#N`.
    pub surface: String,
    /// What people call it: "Message being written".
    pub label: String,
    /// Why it was not checked, in words; empty where it was.
    pub reason: String,
}

/// Whether Lanyard is at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Working {
    /// Rules run.
    Active,
    /// No school policy has been set.
    #[default]
    NoPolicy,
    /// This account is none of the school's staff accounts (G3).
    NotThisAccount,
    /// The configuration names a policy that cannot be used.
    Broken,
}

//! How a page opens that staff read in a tab: its language, its title, what the worker knows of the
//! school, and a sentence in place of it all where nothing is at work.

use lanyard_core::policy::Policy;
use lanyard_core::protocol::{FromPopup, HandbookState};
use lanyard_core::words::Words;
use wasm_bindgen::JsValue;
use web_sys::Window;

use crate::accent;
use crate::chrome;
use crate::dom::{Dom, fill};
use crate::language;
use crate::pen::{Pen, replace};

/// An open page, before anything is drawn in it.
pub(crate) struct Opened {
    pub(crate) window: Window,
    pub(crate) dom: Dom,
    pub(crate) words: Words,
    /// What the worker answered; `None` where it did not.
    pub(crate) state: Option<HandbookState>,
}

impl Opened {
    /// Asks the worker, and puts language, direction and title in place.
    pub(crate) async fn new(title: &str) -> Option<Self> {
        let window = web_sys::window()?;
        let dom = Dom { document: window.document()? };
        let answer = chrome::ask(&FromPopup::Handbook {}).await;
        let state = answer.and_then(|answer| serde_json::from_str::<HandbookState>(&answer).ok());
        let spoken = state.as_ref().map_or_else(chrome::ui_language, |state| state.language.clone());
        let words = language::words_of_pages(&spoken).await;
        let root = dom.document.document_element()?;
        root.set_attribute("lang", &spoken).ok()?;
        root.set_attribute("dir", language::direction(&spoken)).ok()?;
        let opened = Self { window, dom, words, state };
        opened.dom.document.set_title(&opened.pen().say(title));
        Some(opened)
    }

    pub(crate) fn pen(&self) -> Pen<'_> {
        Pen { dom: &self.dom, words: &self.words }
    }

    /// The school's policy. Where there is none to go by, the page says why in place of it.
    pub(crate) async fn policy(&self) -> Result<Option<(HandbookState, Policy)>, JsValue> {
        let (title, more) = match &self.state {
            None => ("state_unreachable", "state_unreachable_more"),
            Some(state) => match language::idle(state.state) {
                Some(idle) => idle,
                None => match policy(state).await {
                    Some(policy) => {
                        self.wear(policy.school.colour.as_deref());
                        return Ok(Some((state.clone(), policy)));
                    }
                    None => ("state_broken", "state_broken_more"),
                },
            },
        };
        let pen = self.pen();
        let main = self.dom.element("main", "book")?;
        fill(&main, &[&pen.idle(title, more)?])?;
        replace(&self.dom, &[&main])?;
        Ok(None)
    }

    /// The school's colour at the head of the page.
    pub(crate) fn wear(&self, colour: Option<&str>) {
        drop(accent::put_on(&self.dom.document, colour));
    }

    /// Says that the page is drawn. One that is not stays as it is: it says that it is loading, then that
    /// it cannot be drawn.
    pub(crate) fn ready(&self, drawn: Result<(), JsValue>) {
        if drawn.is_ok()
            && let Some(root) = self.dom.document.document_element()
        {
            drop(root.set_attribute("data-state", "ready"));
        }
    }
}

/// The whole document: the school's own, else the one in the package.
pub(crate) async fn policy(state: &HandbookState) -> Option<Policy> {
    Policy::parse(&policy_text(state).await?).ok()
}

/// Its text, as it stands in the package or as the school has set it.
pub(crate) async fn policy_text(state: &HandbookState) -> Option<String> {
    match (&state.pack, &state.school) {
        (Some(pack), _) => Some(pack.clone()),
        (None, Some(id)) => chrome::packaged(&format!("policies/{id}.json")).await,
        (None, None) => None,
    }
}

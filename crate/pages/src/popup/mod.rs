//! The popup: what Lanyard found in a tab, what it looked at, what it could not read, and how
//! it is set up.

pub(crate) mod model;
mod setup;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Date, Promise};
use lanyard_core::protocol::{FromPopup, PopupState};
use lanyard_core::words::Words;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlElement, VisibilityState, Window};

use crate::accent;
use crate::chrome;
use crate::dom::Dom;
use crate::language;
use model::Quiet;

/// One open popup.
struct Popup {
    window: Window,
    dom: Dom,
    /// Whose findings are shown; the active tab's where none is named.
    tab: Option<i32>,
    /// Whether the page stands in a tab and was told whose findings to show.
    named: bool,
    words: RefCell<Rc<Words>>,
    /// What was drawn last.
    state: RefCell<Option<PopupState>>,
    /// The panel of the introduction that is on top; `None` where there is none.
    panel: Cell<Option<usize>>,
}

/// Draws the popup and answers to its buttons from then on. The worker has been `asked` about
/// the tab already.
pub async fn open(tab: Option<i32>, asked: Promise, named: bool) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    let words = language::words(&chrome::ui_language()).await;
    let popup = Rc::new(Popup {
        window,
        dom: Dom { document },
        tab,
        named,
        words: RefCell::new(Rc::new(words)),
        state: RefCell::default(),
        panel: Cell::new(None),
    });
    popup.listen();
    popup.show(chrome::answer(tab.map(|_| chrome::in_time(&asked))).await).await;
}

impl Popup {
    fn document(&self) -> &Document {
        &self.dom.document
    }

    /// Asks the worker again and draws what it says.
    async fn refresh(&self) {
        let answer = match self.tab {
            Some(tab) => chrome::ask(&FromPopup::Tab { tab }).await,
            None => None,
        };
        self.show(answer).await;
    }

    /// Draws what the worker said, or that it said nothing.
    async fn show(&self, answer: Option<String>) {
        let state = answer.and_then(|answer| serde_json::from_str::<PopupState>(&answer).ok());
        if let Some(state) = &state
            && language::locale(&state.language) != self.words.borrow().language()
        {
            let words = language::words(&state.language).await;
            self.words.replace(Rc::new(words));
        }
        if state.as_ref().is_some_and(|state| state.first) && self.panel.get().is_none() {
            let language = self.words.borrow().language().to_owned();
            let words = language::words_of_pages(&language).await;
            self.words.replace(Rc::new(words));
            self.panel.set(Some(0));
            // It comes once, whether it is read or not: the page has it at any time.
            drop(chrome::send(&FromPopup::First {}));
        }
        // A page that cannot be drawn is left as it is: it says that it is loading, not that all is well.
        let drawn = self.draw(state.as_ref());
        self.state.replace(state);
        if drawn.is_ok()
            && let Some(root) = self.document().document_element()
        {
            drop(root.set_attribute("data-state", "ready"));
        }
    }

    fn draw(&self, state: Option<&PopupState>) -> Result<(), JsValue> {
        let words = Rc::clone(&self.words.borrow());
        let spoken = state.map_or(words.language(), |state| state.language.as_str());
        if let Some(root) = self.document().document_element() {
            root.set_attribute("lang", spoken)?;
            root.set_attribute("dir", language::direction(spoken))?;
        }
        accent::put_on(self.document(), state.and_then(|state| state.colour.as_deref()))?;
        let open = self.opened()?;
        let focus = self.document().active_element().map(|element| element.id()).unwrap_or_default();
        match state {
            Some(state) => view::draw(&self.dom, &words, state, quiet(state), self.tab, self.panel.get())?,
            None => view::unreachable(&self.dom, &words)?,
        }
        for id in open {
            self.open(&id)?;
        }
        if let Some(element) = self.by_id(&focus) {
            element.focus()?;
        }
        Ok(())
    }

    /// Ids of what the person has opened, so that drawing again leaves it open.
    fn opened(&self) -> Result<Vec<String>, JsValue> {
        let open = self.document().query_selector_all("[aria-expanded=true], details[open]")?;
        Ok((0..open.length())
            .filter_map(|at| open.get(at)?.dyn_into::<Element>().ok())
            .map(|element| element.id())
            .collect())
    }

    fn open(&self, id: &str) -> Result<(), JsValue> {
        let Some(element) = self.by_id(id) else { return Ok(()) };
        if element.tag_name().eq_ignore_ascii_case("details") {
            return element.set_attribute("open", "");
        }
        self.toggle(&element)
    }

    fn by_id(&self, id: &str) -> Option<HtmlElement> {
        if id.is_empty() { None } else { self.document().get_element_by_id(id)?.dyn_into().ok() }
    }

    /// Opens or closes the text of a clause.
    fn toggle(&self, button: &Element) -> Result<(), JsValue> {
        let open = button.get_attribute("aria-expanded").as_deref() == Some("true");
        button.set_attribute("aria-expanded", if open { "false" } else { "true" })?;
        match button.get_attribute("aria-controls").and_then(|id| self.by_id(&id)) {
            Some(text) if open => text.set_attribute("hidden", ""),
            Some(text) => text.remove_attribute("hidden"),
            None => Ok(()),
        }
    }

    /// One listener for the whole page, so that drawing again leaves none behind.
    fn listen(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        EventListener::new(self.document(), "click", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(button) = target.and_then(|target| target.closest("button[data-do]").ok().flatten()) {
                popup.pressed(&button);
            }
        })
        .forget();
        let popup = Rc::clone(self);
        EventListener::new(self.document(), "visibilitychange", move |_| {
            if popup.document().visibility_state() == VisibilityState::Visible {
                let popup = Rc::clone(&popup);
                spawn_local(async move { popup.refresh().await });
            }
        })
        .forget();
    }

    fn pressed(self: &Rc<Self>, button: &Element) {
        let popup = Rc::clone(self);
        let on = button.get_attribute("aria-checked").as_deref() == Some("true");
        match button.get_attribute("data-do").as_deref() {
            Some("clause") => drop(self.toggle(button)),
            Some("first-next") => self.turn(self.panel.get().map(|at| at + 1)),
            Some("first-skip") => self.turn(None),
            Some("reveal") => {
                let finding = button.get_attribute("data-finding").unwrap_or_default();
                spawn_local(async move { popup.reveal(finding).await });
            }
            Some("lesson") => spawn_local(async move { popup.hush(if on { Quiet::Off } else { Quiet::Lesson }).await }),
            Some("presenting") => {
                spawn_local(async move { popup.hush(if on { Quiet::Off } else { Quiet::Presenting }).await })
            }
            _ => {}
        }
    }

    /// Shows another panel of the introduction, or none any more.
    fn turn(&self, panel: Option<usize>) {
        self.panel.set(panel);
        drop(self.draw(self.state.borrow().as_ref()));
        // The button that was pressed is gone with the last panel.
        if panel.is_none()
            && let Some(switch) = self.by_id("switch-lesson")
        {
            drop(switch.focus());
        }
    }

    /// Brings the warning up in its page and gets out of its way.
    async fn reveal(&self, finding: String) {
        let Some(tab) = self.tab else { return };
        let answer = chrome::ask(&FromPopup::Reveal { tab, finding }).await;
        if !answer.is_some_and(|answer| shown(&answer)) {
            // It has gone since: what is there now is shown instead.
            return self.refresh().await;
        }
        if self.named {
            chrome::show_tab(tab).await;
        }
        drop(self.window.close());
    }

    async fn hush(&self, quiet: Quiet) {
        let until = quiet.until(Date::now(), midnight_after);
        chrome::ask(&FromPopup::Quiet { until }).await;
        self.refresh().await;
    }
}

/// Whether the worker found the warning and brought it up.
fn shown(answer: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(answer).is_ok_and(|answer| answer["ok"] == true)
}

/// Which switch is on, and the time of day at which it goes off.
fn quiet(state: &PopupState) -> (Quiet, String) {
    let date = |ms: f64| Date::new(&ms.into());
    let midnight = |ms: f64| {
        let date = date(ms);
        date.get_hours() == 0 && date.get_minutes() == 0 && date.get_seconds() == 0 && date.get_milliseconds() == 0
    };
    let quiet = Quiet::of(state.quiet_until, Date::now(), midnight);
    let end = date(state.quiet_until.unwrap_or_default());
    (quiet, model::time(end.get_hours(), end.get_minutes()))
}

/// The local midnight that ends today, or a day so many days later.
fn midnight_after(days: u32) -> f64 {
    let date = Date::new_0();
    date.set_hours(0);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    date.set_date(date.get_date() + 1 + days);
    date.get_time()
}

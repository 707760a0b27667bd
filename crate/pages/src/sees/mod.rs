//! What Lanyard sees of a tab, while it sees it: the very observations that were judged, with what is a
//! person's masked; where they went; what is stored, and a way to clear it; what Lanyard may do and has asked
//! the network for.
//!
//! The page keeps nothing. It asks the worker for what is in its memory anyway, and the browser for the rest.

mod kept;
mod model;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::{Interval, Timeout};
use js_sys::Date;
use lanyard_core::finding::Message;
use lanyard_core::policy::Policy;
use lanyard_core::protocol::{FromPopup, SeesState, Working};
use lanyard_core::show;
use lanyard_core::site::web_host;
use lanyard_core::words::Words;
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, VisibilityState};

use crate::chrome;
use crate::dom::Dom;
use crate::opened::{self, Opened};
use crate::pen::Pen;

/// How long names are shown (G5).
const SHOWN_MS: u32 = 30_000;
/// How often the tab is looked at again while the page is in front.
const AGAIN_MS: u32 = 2_000;

/// The open page.
struct Sees {
    dom: Dom,
    words: Words,
    tab: Option<i32>,
    policy: Option<Policy>,
    /// What the worker said last, and whether it is asked right now.
    last: RefCell<Option<String>>,
    asking: Cell<bool>,
    /// Whether names are shown, and when that ends.
    shown: Cell<bool>,
    end: RefCell<Option<Timeout>>,
    /// What is counted, for the file.
    counted: RefCell<Vec<(String, String, u64)>>,
}

/// Draws the page and answers to it from then on.
pub async fn open() {
    if let Some(opened) = Opened::new("sees_title").await {
        opened.ready(start(&opened).await);
    }
}

async fn start(opened: &Opened) -> Result<(), JsValue> {
    let query = opened.window.location().search()?;
    let tab = query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("tab=")?.parse().ok());
    let policy = match &opened.state {
        Some(state) => opened::policy(state).await,
        None => None,
    };
    let sees = Rc::new(Sees {
        dom: opened.dom.clone(),
        words: opened.words.clone(),
        tab,
        policy,
        last: RefCell::default(),
        asking: Cell::new(false),
        shown: Cell::new(false),
        end: RefCell::default(),
        counted: RefCell::default(),
    });
    let active = opened.state.as_ref().is_some_and(|state| state.state == Working::Active);
    view::frame(&sees.pen(), &chrome::own_manifest(), tab, active)?;
    sees.look().await;
    sees.draw()?;
    sees.read_stored().await?;
    sees.listen();
    Ok(())
}

impl Sees {
    fn pen(&self) -> Pen<'_> {
        Pen { dom: &self.dom, words: &self.words }
    }

    fn by_id(&self, id: &str) -> Option<HtmlElement> {
        self.dom.document.get_element_by_id(id)?.dyn_into().ok()
    }

    /// Asks what is seen now. Whether it is another thing than before.
    async fn look(&self) -> bool {
        let Some(tab) = self.tab.filter(|_| !self.asking.replace(true)) else { return false };
        let answer = chrome::ask(&FromPopup::Sees { tab }).await;
        self.asking.set(false);
        let news = *self.last.borrow() != answer;
        self.last.replace(answer);
        news
    }

    /// Draws what was said last, and leaves open what the person has opened.
    fn draw(&self) -> Result<(), JsValue> {
        let Some(into) = self.by_id("observed") else { return Ok(()) };
        let last = self.last.borrow();
        let state = last.as_ref().and_then(|answer| SeesState::read(answer));
        let open = self.dom.document.query_selector_all("#observed details[open]")?;
        let open = (0..open.length()).filter_map(|at| open.get(at)?.dyn_into::<Element>().ok()).map(|one| one.id());
        let open: Vec<String> = open.collect();
        let focus = self.dom.document.active_element().map(|element| element.id()).unwrap_or_default();
        self.pen().observed(&into, state.as_ref(), self.tab.is_some(), self.shown.get())?;
        for id in open {
            if let Some(details) = self.by_id(&id) {
                details.set_attribute("open", "")?;
            }
        }
        if !focus.is_empty()
            && let Some(element) = self.by_id(&focus)
        {
            element.focus()?;
        }
        if let Some(button) = self.by_id("show-names") {
            let any = state.is_some_and(|state| !state.observed.is_empty());
            button.set_hidden(!any);
            button.set_text_content(Some(&self.pen().say(if self.shown.get() { "sees_hide" } else { "sees_show" })));
        }
        Ok(())
    }

    /// Shows names for half a minute, or hides them. `said`: words for that it is done.
    fn show(self: &Rc<Self>, on: bool, said: &str) {
        self.shown.set(on);
        let sees = Rc::clone(self);
        let end = on.then(|| Timeout::new(SHOWN_MS, move || sees.show(false, "sees_hidden_again")));
        // A timeout that is dropped does not come any more.
        drop(self.end.replace(end));
        drop(self.draw());
        self.tell("names-said", said);
    }

    fn tell(&self, id: &str, key: &str) {
        if let Some(said) = self.by_id(id) {
            said.set_text_content(Some(&if key.is_empty() { String::new() } else { self.pen().say(key) }));
        }
    }

    /// Reads what is stored and what was asked of the network, and draws it.
    async fn read_stored(&self) -> Result<(), JsValue> {
        let (local, session) = chrome::stored().await;
        let files = chrome::files().await;
        let own = chrome::own_address();
        let requests = chrome::requests().await;
        let others: Option<Vec<String>> = requests.map(|all| {
            let others = all.into_iter().filter(|one| !one.starts_with(&own));
            others.map(|one| web_host(&one).map_or(one.clone(), |(_, host)| host)).collect()
        });
        let pen = self.pen();
        let hosted = local.get("hosted").or_else(|| session.get("hosted"));
        let host = hosted.and_then(|hosted| web_host(hosted["of"].as_str()?)).map(|(_, host)| host);
        if let Some(into) = self.by_id("where-part") {
            pen.went(&into, host.as_deref())?;
        }
        if let Some(into) = self.by_id("stored-part") {
            let mut disk = kept::stored(&local);
            disk.extend(kept::files(files));
            pen.stored(&into, &disk, &kept::stored(&session))?;
        }
        if let Some(badge) = self.by_id("badge").and_then(|badge| badge.dyn_into::<HtmlInputElement>().ok()) {
            badge.set_checked([&local, &session].iter().any(|values| values.get("badge") == Some(&Value::Bool(true))));
        }
        self.draw_answers(&local, &session)?;
        if let Some(into) = self.by_id("less-part") {
            pen.less(&into, &kept::less(&local, &session, &today()))?;
        }
        let counted = kept::counted(&local);
        if let Some(into) = self.by_id("counts-part") {
            pen.counts(&into, &counted)?;
        }
        self.counted.replace(counted);
        if let Some(into) = self.by_id("audit-part") {
            let asked = hosted.and_then(|hosted| hosted["asked"].as_f64()).filter(|asked| *asked > 0.0);
            let asked = asked.map(|ms| {
                let (day, time) = day_and_time(ms, &self.words);
                self.words.text(&Message::new("sees_audit_asked").with("day", day).with("time", time))
            });
            pen.audit(&into, others.as_deref(), asked)?;
        }
        Ok(())
    }

    fn draw_answers(&self, local: &Map<String, Value>, session: &Map<String, Value>) -> Result<(), JsValue> {
        let Some(into) = self.by_id("answers-part") else { return Ok(()) };
        self.pen().answers(&into, &kept::answers(local, session, Date::now() as i64), self.policy.as_ref())
    }

    fn listen(self: &Rc<Self>) {
        let sees = Rc::clone(self);
        EventListener::new(&self.dom.document, "click", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else { return };
            if let Some(id) = button.get_attribute("data-forget") {
                return sees.change(FromPopup::Forget { id }, "answers-said", "sees_answer_forgotten", "answers");
            }
            if let Some(clause) = button.get_attribute("data-again") {
                return sees.change(FromPopup::Remind { clause }, "answers-said", "sees_less_back", "less");
            }
            match button.get_attribute("data-do").as_deref() {
                Some("save-counts") => {
                    let csv = kept::as_csv(&sees.counted.borrow());
                    drop(chrome::save(&sees.dom, "lanyard-counts.csv", csv.as_bytes()));
                }
                Some("names") => sees.show(!sees.shown.get(), if sees.shown.get() { "" } else { "sees_shown" }),
                Some("clear") => sees.change(FromPopup::Clear {}, "clear-said", "sees_cleared", ""),
                _ => {}
            }
        })
        .forget();
        let sees = Rc::clone(self);
        EventListener::new(&self.dom.document, "change", move |event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(on) = input.filter(|input| input.id() == "badge").map(|input| input.checked()) else { return };
            let done = if on { "sees_badge_is_on" } else { "sees_badge_is_off" };
            sees.change(FromPopup::Badge { on }, "badge-said", done, "");
        })
        .forget();
        let sees = Rc::clone(self);
        EventListener::new(&self.dom.document, "visibilitychange", move |_| {
            if sees.dom.document.visibility_state() == VisibilityState::Hidden {
                // Whoever looks at it next may be somebody else.
                sees.show(false, "");
            } else {
                sees.again();
            }
        })
        .forget();
        let sees = Rc::clone(self);
        Interval::new(AGAIN_MS, move || {
            if sees.dom.document.visibility_state() == VisibilityState::Visible {
                sees.again();
            }
        })
        .forget();
    }

    fn again(self: &Rc<Self>) {
        let sees = Rc::clone(self);
        spawn_local(async move {
            if sees.look().await {
                drop(sees.draw());
                drop(sees.read_stored().await);
            }
        });
    }

    /// Has the worker change what is kept, says how it went, and draws what there is then.
    fn change(self: &Rc<Self>, change: FromPopup, said: &'static str, done: &'static str, focus: &'static str) {
        let sees = Rc::clone(self);
        spawn_local(async move {
            let answer = chrome::ask(&change).await;
            let ok = answer.is_some_and(|answer| answer == r#"{"ok":true}"#);
            drop(sees.read_stored().await);
            sees.tell(said, if ok { done } else { "sees_not_done" });
            // The button that was pressed may be gone.
            if let Some(heading) = sees.by_id(focus) {
                drop(heading.set_attribute("tabindex", "-1"));
                drop(heading.focus());
            }
            if sees.look().await {
                drop(sees.draw());
            }
        });
    }
}

/// Today, here.
fn today() -> String {
    let date = Date::new_0();
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

/// An instant as a day in words and a time, here.
pub(crate) fn day_and_time(ms: f64, words: &Words) -> (String, String) {
    let date = Date::new(&ms.into());
    let day = format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
    (show::day(&day, words), format!("{:02}:{:02}", date.get_hours(), date.get_minutes()))
}

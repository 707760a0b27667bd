//! A report of a concern: who to tell at this school, and a text to take there.
//!
//! Nothing that is written here is kept or sent. What is known of a tab, or of a message that has
//! just gone, comes from the worker by message and is forgotten with the page.

mod model;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::Date;
use lanyard_core::finding::Message;
use lanyard_core::policy::Policy;
use lanyard_core::protocol::{FromPopup, HandbookState};
use lanyard_core::words::Words;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement, Window};

use crate::chrome;
use crate::dom::Dom;
use crate::opened::Opened;
use crate::pen::Pen;
use model::{Found, Kind, Route};
use view::Page;

/// One open report.
struct Report {
    window: Window,
    dom: Dom,
    words: Words,
    state: HandbookState,
    policy: Policy,
    kind: Cell<Option<Kind>>,
    /// What was put into the fields that follow the kind; what the person wrote there stays.
    put: RefCell<[String; 2]>,
}

/// What the page begins with.
#[derive(Default)]
struct Facts {
    kind: Option<Kind>,
    when: String,
    host: String,
    seen: String,
}

/// Draws the page and answers to it from then on.
pub async fn open() {
    if let Some(opened) = Opened::new("concern_title").await {
        opened.ready(start(&opened).await);
    }
}

async fn start(opened: &Opened) -> Result<(), JsValue> {
    let Some((state, policy)) = opened.policy().await? else { return Ok(()) };
    let location = opened.window.location();
    let asked = location.hash().unwrap_or_default();
    let mut facts = Facts {
        kind: Kind::by_id(asked.trim_start_matches('#')),
        when: moment(&opened.words, &Date::new_0()),
        ..Facts::default()
    };
    let sent = if facts.kind == Some(Kind::Sent) { sent().await } else { None };
    if let Some(sent) = &sent {
        let outside = sent["outside"].as_u64().unwrap_or_default();
        facts.when = moment(&opened.words, &Date::new(&sent["at"].as_f64().unwrap_or_default().into()));
        facts.host = sent["host"].as_str().unwrap_or_default().to_owned();
        facts.seen = model::seen(&opened.words, &Found::all(&sent["found"]), outside as usize);
    } else if let Some(tab) = tab(&location.search().unwrap_or_default()).await {
        let found = Found::all(&tab["findings"]);
        facts.seen = model::seen(&opened.words, &found, 0);
        facts.host = tab["host"].as_str().unwrap_or_default().to_owned();
        facts.kind = facts.kind.or_else(|| Kind::of_findings(&found));
    }
    let report = Rc::new(Report {
        window: opened.window.clone(),
        dom: opened.dom.clone(),
        words: opened.words.clone(),
        state,
        policy,
        kind: Cell::new(facts.kind),
        put: RefCell::default(),
    });
    view::frame(&report.page(), &facts)?;
    report.choose(facts.kind)?;
    report.listen();
    Ok(())
}

/// What is known of the tab that the address names, by its number alone.
async fn tab(search: &str) -> Option<Value> {
    let tab = search.strip_prefix("?tab=")?.parse().ok()?;
    serde_json::from_str(&chrome::ask(&FromPopup::Tab { tab }).await?).ok()
}

/// The message that has gone, once: the worker forgets it as it tells.
async fn sent() -> Option<Value> {
    let facts: Value = serde_json::from_str(&chrome::ask(&FromPopup::Sent {}).await?).ok()?;
    facts.is_object().then_some(facts)
}

/// An instant as somebody here would write it.
fn moment(words: &Words, at: &Date) -> String {
    let month = Message::new(&format!("month_{:02}", at.get_month() + 1)).with("year", at.get_full_year());
    let date = Message::new("setup_day").with("day", at.get_date()).with("month", words.text(&month));
    let time = format!("{:02}:{:02}", at.get_hours(), at.get_minutes());
    words.text(&Message::new("concern_moment").with("date", words.text(&date)).with("time", time))
}

impl Report {
    fn page(&self) -> Page<'_> {
        Page { pen: Pen { dom: &self.dom, words: &self.words }, policy: &self.policy, state: &self.state }
    }

    fn by_id<T: JsCast>(&self, id: &str) -> Option<T> {
        self.dom.document.get_element_by_id(id)?.dyn_into().ok()
    }

    fn value(&self, field: &str) -> String {
        let id = format!("field-{field}");
        if model::is_long(field) {
            return self.by_id::<HtmlTextAreaElement>(&id).map(|field| field.value()).unwrap_or_default();
        }
        self.by_id::<HtmlInputElement>(&id).map(|field| field.value()).unwrap_or_default()
    }

    /// Shows whom to tell of this, and puts it into the fields that follow it.
    fn choose(&self, kind: Option<Kind>) -> Result<(), JsValue> {
        self.kind.set(kind);
        if let Some(into) = self.by_id::<Element>("route") {
            self.page().route(&into, kind)?;
        }
        let Some(kind) = kind else { return self.preview() };
        let route = Route::of(kind, &self.policy, &self.state.roles);
        let fresh = [model::addressee(&self.words, &route), model::cited(kind, &self.policy)];
        if let (Some(heard), Some(to)) = (self.by_id::<Element>("heard"), fresh.first().filter(|to| !to.is_empty())) {
            heard.set_text_content(Some(&self.words.text(&Message::new("handbook_tell").with("tell", to))));
        }
        for (at, field) in ["to", "policy"].into_iter().enumerate() {
            let Some(input) = self.by_id::<HtmlInputElement>(&format!("field-{field}")) else { continue };
            let mut put = self.put.borrow_mut();
            if let (Some(put), Some(fresh)) = (put.get_mut(at), fresh.get(at))
                && input.value() == *put
            {
                input.set_value(fresh);
                put.clone_from(fresh);
            }
        }
        self.preview()
    }

    fn text(&self) -> String {
        model::report(&self.words, self.kind.get(), &self.policy.school.name, |field| self.value(field))
    }

    fn preview(&self) -> Result<(), JsValue> {
        if let Some(preview) = self.by_id::<Element>("preview") {
            preview.set_text_content(Some(&self.text()));
        }
        Ok(())
    }

    async fn copy(&self) {
        let copied = JsFuture::from(self.window.navigator().clipboard().write_text(&self.text())).await.is_ok();
        if let Some(said) = self.by_id::<Element>("said") {
            said.set_text_content(Some(&self.page().pen.say(if copied {
                "concern_copied"
            } else {
                "concern_not_copied"
            })));
        }
    }

    fn listen(self: &Rc<Self>) {
        let report = Rc::clone(self);
        EventListener::new(&self.dom.document, "input", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let kind = target.and_then(|target| Kind::by_id(&target.get_attribute("data-kind")?));
            drop(if kind.is_some() { report.choose(kind) } else { report.preview() });
        })
        .forget();
        let report = Rc::clone(self);
        EventListener::new(&self.dom.document, "click", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if target.is_some_and(|target| target.id() == "copy") {
                let report = Rc::clone(&report);
                spawn_local(async move { report.copy().await });
            }
        })
        .forget();
    }
}

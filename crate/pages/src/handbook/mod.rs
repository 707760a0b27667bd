//! The handbook: the school's policy as Lanyard knows it, by clause and by topic, each clause
//! with what Lanyard does about it, and what to do in the situations that the documents name.
//!
//! Nothing that a person does here is kept, no search and no tick, but for the switch of the reminders,
//! that one may come again, and a number or an address that they save as their own: the worker keeps a
//! hash of it.

mod model;
mod view;

#[cfg(test)]
pub(crate) use model::tests;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use lanyard_core::policy::Policy;
use lanyard_core::protocol::{FromPopup, HandbookState};
use lanyard_core::words::Words;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, Window};

use crate::chrome;
use crate::dom::Dom;
use crate::opened::Opened;
use crate::pen::Pen;
use model::Topic;
use view::Page;

/// One open handbook.
struct Handbook {
    window: Window,
    dom: Dom,
    words: Words,
    state: HandbookState,
    policy: Policy,
    topic: Cell<Topic>,
    ticked: RefCell<HashSet<String>>,
}

/// Draws the handbook and answers to it from then on.
pub async fn open() {
    if let Some(opened) = Opened::new("handbook_title").await {
        opened.ready(start(&opened).await);
    }
}

async fn start(opened: &Opened) -> Result<(), JsValue> {
    let Some((state, policy)) = opened.policy().await? else { return Ok(()) };
    let handbook = Rc::new(Handbook {
        window: opened.window.clone(),
        dom: opened.dom.clone(),
        words: opened.words.clone(),
        state,
        policy,
        topic: Cell::new(Topic::All),
        ticked: RefCell::default(),
    });
    view::frame(&handbook.page())?;
    handbook.draw("")?;
    handbook.listen();
    handbook.follow();
    Ok(())
}

impl Handbook {
    fn page(&self) -> Page<'_> {
        Page { pen: Pen { dom: &self.dom, words: &self.words }, policy: &self.policy, state: &self.state }
    }

    fn by_id<T: JsCast>(&self, id: &str) -> Option<T> {
        self.dom.document.get_element_by_id(id)?.dyn_into().ok()
    }

    /// Draws the list of clauses anew.
    fn draw(&self, query: &str) -> Result<(), JsValue> {
        let Some(into) = self.by_id::<Element>("clauses") else { return Ok(()) };
        let searching = !query.trim().is_empty();
        self.page().clauses(&into, self.topic.get(), query, &self.ticked.borrow())?;
        let topics = self.dom.document.query_selector_all("[data-topic]")?;
        for at in 0..topics.length() {
            let Some(button) = topics.get(at).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
            let own = button.get_attribute("data-topic").as_deref() == Some(self.topic.get().id());
            if own && !searching {
                button.set_attribute("aria-current", "true")?;
            } else {
                button.remove_attribute("aria-current")?;
            }
        }
        Ok(())
    }

    fn choose(&self, topic: Topic) {
        self.topic.set(topic);
        if let Some(search) = self.by_id::<HtmlInputElement>("search") {
            search.set_value("");
        }
        drop(self.draw(""));
    }

    /// A link to a clause: its topic is shown first, where it is not on the page.
    fn follow(&self) {
        let hash = self.window.location().hash().unwrap_or_default();
        let id = hash.strip_prefix("#clause-").unwrap_or_default();
        let Some(clause) = self.policy.clause(id) else { return };
        if self.by_id::<Element>(&format!("clause-{id}")).is_none() {
            self.choose(Topic::of(clause));
        }
        if let Some(row) = self.by_id::<HtmlElement>(&format!("clause-{id}")) {
            row.scroll_into_view();
            drop(row.focus());
        }
    }

    /// The reminder may come again; the page is drawn anew at its clause.
    fn remind_again(&self, clause: String) {
        let location = self.window.location();
        spawn_local(async move {
            let hash = format!("clause-{clause}");
            if chrome::ask(&FromPopup::Remind { clause }).await.is_some() {
                drop(location.set_hash(&hash));
                drop(location.reload());
            }
        });
    }

    fn listen(self: &Rc<Self>) {
        let book = Rc::clone(self);
        EventListener::new(&self.dom.document, "click", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(target) = target else { return };
            if let Some(id) = target.get_attribute("data-own") {
                return book.change_own(FromPopup::Forget { id }, "handbook_own_removed");
            }
            let button = target.closest("button[data-topic], button[data-remind]").ok().flatten();
            if let Some(clause) = button.as_ref().and_then(|button| button.get_attribute("data-remind")) {
                book.remind_again(clause);
            }
            let topic = button.and_then(|button| Topic::by_id(&button.get_attribute("data-topic")?));
            if let Some(topic) = topic {
                book.choose(topic);
            }
        })
        .forget();
        let book = Rc::clone(self);
        EventListener::new(&self.dom.document, "input", move |event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            if input.has_attribute("data-reminders") {
                drop(chrome::send(&FromPopup::Reminders { on: input.checked() }));
                return;
            }
            match input.get_attribute("data-tick") {
                Some(id) if input.checked() => drop(book.ticked.borrow_mut().insert(id)),
                Some(id) => drop(book.ticked.borrow_mut().remove(&id)),
                None if input.id() == "search" => drop(book.draw(&input.value())),
                None => {}
            }
        })
        .forget();
        let book = Rc::clone(self);
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&self.dom.document, "submit", options, move |event| {
            event.prevent_default();
            let Some(input) = book.by_id::<HtmlInputElement>("own-text") else { return };
            let text = input.value();
            input.set_value("");
            book.change_own(FromPopup::OwnAdd { text }, "handbook_own_saved");
        })
        .forget();
        let book = Rc::clone(self);
        EventListener::new(&self.window, "hashchange", move |_| book.follow()).forget();
    }

    /// Has the worker keep or erase an own number or address, and says how it went.
    fn change_own(self: &Rc<Self>, change: FromPopup, done: &'static str) {
        let book = Rc::clone(self);
        spawn_local(async move {
            let answer = chrome::ask(&change).await;
            let ok = answer.is_some_and(|answer| answer == r#"{"ok":true}"#);
            let state = chrome::ask(&FromPopup::Handbook {}).await;
            let state = state.and_then(|state| serde_json::from_str::<HandbookState>(&state).ok());
            let page = book.page();
            if let (Some(list), Some(saved)) = (book.by_id::<Element>("own-list"), state.and_then(|state| state.own)) {
                drop(page.own_list(&list, &saved));
            }
            if let Some(said) = book.by_id::<Element>("own-said") {
                said.set_text_content(Some(&page.pen.say(if ok { done } else { "handbook_own_refused" })));
            }
            // The button that was pressed may be gone.
            if let Some(input) = book.by_id::<HtmlElement>("own-text") {
                drop(input.focus());
            }
        });
    }
}

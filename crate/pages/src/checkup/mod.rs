//! The privacy check-up: every setting of the social sites, one after the other, with what the school's own
//! document asks of it.
//!
//! Ticks live in the open page and nowhere else (G9): Lanyard does not know who has done what, and the
//! page says so. When it is due again is a day of the school's calendar, not of a person.

mod model;
mod view;

use gloo::events::EventListener;
use js_sys::Date;
use lanyard_core::policy::Policy;
use lanyard_core::protocol::HandbookState;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Window};

use crate::chrome;
use crate::opened::Opened;
use crate::pen::{Pen, replace};
use model::List;

/// A term where the school has set no dates, in weeks (G15).
const WEEKS: u32 = 13;

/// What is drawn, and how.
struct Page<'a> {
    pen: Pen<'a>,
    policy: &'a Policy,
    state: &'a HandbookState,
    list: &'a List,
}

/// Draws the check-up and answers to it from then on.
pub async fn open() {
    if let Some(opened) = Opened::new("checkup_title").await {
        opened.ready(start(&opened).await);
    }
}

async fn start(opened: &Opened) -> Result<(), JsValue> {
    let Some((state, policy)) = opened.policy().await? else { return Ok(()) };
    let list = List::read(&chrome::packaged("checkup.json").await.unwrap_or_default());
    let page = Page { pen: opened.pen(), policy: &policy, state: &state, list: &list };
    let due = match &state.next_term {
        Some(day) => (true, day.clone()),
        None => (false, in_weeks(WEEKS)),
    };
    replace(
        &opened.dom,
        &[
            &page.header()?,
            &page.main(&due)?,
            &page.pen.footer("checkup.html", &["checkup_addresses", "checkup_words", "popup_sends"])?,
        ],
    )?;
    listen(&opened.dom.document, &opened.window);
    follow(&opened.dom.document, &opened.window);
    Ok(())
}

/// Today and so many weeks, `YYYY-MM-DD`.
fn in_weeks(weeks: u32) -> String {
    let date = Date::new_0();
    date.set_date(date.get_date() + 7 * weeks);
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

fn listen(document: &Document, window: &Window) {
    let (page, view) = (document.clone(), window.clone());
    EventListener::new(document, "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.closest("[data-do=print]").ok().flatten().is_some()) {
            // What is folded away is not printed.
            each(&page, "details", |details| drop(details.set_attribute("open", "")));
            drop(view.print());
        }
    })
    .forget();
    let page = document.clone();
    EventListener::new(document, "input", move |event| {
        let tick = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(group) = tick.and_then(|tick| tick.closest("details").ok().flatten()) {
            count(&page, &group);
        }
    })
    .forget();
    let (page, view) = (document.clone(), window.clone());
    EventListener::new(window, "hashchange", move |_| follow(&page, &view)).forget();
}

/// Says how many of a site's settings are ticked: the page's own boxes are all that is counted.
fn count(document: &Document, group: &Element) {
    let ticked = |selector: &str| group.query_selector_all(selector).map(|all| all.length()).unwrap_or_default();
    let said = group.get_attribute("data-count").unwrap_or_default();
    let text = said.replace('#', &ticked("input:checked").to_string());
    if let Some(place) = document.get_element_by_id(&format!("count-{}", group.id())) {
        place.set_text_content(Some(&text));
    }
}

/// A link to a site opens it.
fn follow(document: &Document, window: &Window) {
    let hash = window.location().hash().unwrap_or_default();
    let Some(group) = hash.strip_prefix('#').and_then(|id| document.get_element_by_id(id)) else { return };
    if !group.tag_name().eq_ignore_ascii_case("details") {
        return;
    }
    drop(group.set_attribute("open", ""));
    group.scroll_into_view();
    let summary = group.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        drop(summary.focus());
    }
}

fn each(document: &Document, selector: &str, mut act: impl FnMut(&Element)) {
    let Ok(all) = document.query_selector_all(selector) else { return };
    for at in 0..all.length() {
        if let Some(element) = all.get(at).and_then(|node| node.dyn_into::<Element>().ok()) {
            act(&element);
        }
    }
}

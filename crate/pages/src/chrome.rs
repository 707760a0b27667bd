//! The few `chrome.*` calls that a page of ours makes.

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, JSON, Object, Promise, Reflect};
use lanyard_core::protocol::FromPopup;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = sendMessage, catch)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn get_url(path: &str) -> String;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = update, catch)]
    fn update_tab(tab: i32, change: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    pub(crate) fn ui_language() -> String;
}

/// How long the worker may take before the page says that it cannot be reached.
const PATIENCE_MS: u32 = 3_000;

/// Asks the worker. `None` when it does not answer, or answers with nothing.
pub(crate) async fn ask(message: &FromPopup) -> Option<String> {
    answer(send(message)).await
}

/// Sends a message at once, so that the page can do something else until the answer is there.
pub(crate) fn send(message: &FromPopup) -> Option<Promise> {
    let message = JSON::parse(&serde_json::to_string(message).ok()?).ok()?;
    Some(in_time(&send_message(&message).ok()?))
}

/// The same, or nothing where it takes too long.
pub(crate) fn in_time(answer: &Promise) -> Promise {
    let too_long = future_to_promise(async {
        TimeoutFuture::new(PATIENCE_MS).await;
        Ok(JsValue::UNDEFINED)
    });
    Promise::race(&Array::of2(answer, &too_long))
}

/// What came back, as JSON.
pub(crate) async fn answer(sent: Option<Promise>) -> Option<String> {
    let answer = JsFuture::from(sent?).await.ok()?;
    match answer.as_string() {
        Some(text) => Some(text),
        None => JSON::stringify(&answer).ok()?.as_string(),
    }
}

/// Brings a tab to the front of its window.
pub(crate) async fn show_tab(tab: i32) {
    let shown = object(&[("active", true)]).and_then(|change| update_tab(tab, &change).ok());
    if let Some(shown) = shown {
        // A tab that is gone is nothing to show.
        drop(JsFuture::from(shown).await);
    }
}

/// The text of a file of the extension.
pub(crate) async fn packaged(path: &str) -> Option<String> {
    let window = web_sys::window()?;
    let response: Response = JsFuture::from(window.fetch_with_str(&get_url(path))).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

fn object(switches: &[(&str, bool)]) -> Option<Object> {
    let object = Object::new();
    for (name, on) in switches {
        Reflect::set(&object, &(*name).into(), &(*on).into()).ok()?;
    }
    Some(object)
}

//! Starts the popup, which [`lanyard_pages::popup`] draws.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the popup and keeps it working. Called once by `popup.js`, which has asked the worker
/// about the tab already; `named`: the page stands in a tab and was told whose findings to show.
#[wasm_bindgen]
pub async fn popup(tab: Option<i32>, asked: Promise, named: bool) {
    lanyard_pages::popup::open(tab, asked, named).await;
}

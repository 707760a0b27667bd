//! The pages of the extension: what a person reads outside a web page.
//!
//! Plain `web-sys` and `gloo`, no framework. A page asks the service worker, draws what it
//! answers, and puts every text in as text: no HTML is ever parsed here.

mod chrome;
mod dom;
mod glyph;
mod popup;

use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the popup and keeps it working. Called once by `popup.js`.
#[wasm_bindgen]
pub async fn popup() {
    popup::open().await;
}

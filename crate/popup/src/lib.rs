//! Starts the popup, which [`lanyard_pages::popup`] draws.

use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the popup and keeps it working. Called once by `popup.js`.
#[wasm_bindgen]
pub async fn popup() {
    lanyard_pages::popup::open().await;
}

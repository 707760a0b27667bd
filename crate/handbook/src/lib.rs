//! Starts the handbook, which [`lanyard_pages::handbook`] draws.

use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the handbook and keeps it working. Called once by `handbook.js`.
#[wasm_bindgen]
pub async fn handbook() {
    lanyard_pages::handbook::open().await;
}

//! Starts the set-up page, which [`lanyard_pages::setup`] draws.

use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the set-up page and keeps it working. Called once by `setup.js`.
#[wasm_bindgen]
pub async fn setup() {
    lanyard_pages::setup::open().await;
}

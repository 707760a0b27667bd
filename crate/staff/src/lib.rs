//! Starts a page that staff open in a tab. They share a module: each is small beside what all need.

use lanyard_pages::{checkup, concern, first, handbook, health, sees};
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page that the document names in `data-page`, and keeps it working. Called once by
/// `staff.js`, which says so where no page is drawn.
#[wasm_bindgen]
pub async fn staff(page: &str) {
    match page {
        "checkup" => checkup::open().await,
        "concern" => concern::open().await,
        "first" => first::open().await,
        "handbook" => handbook::open().await,
        "health" => health::open().await,
        "sees" => sees::open().await,
        _ => {}
    }
}

//! The pages of the extension: what a person reads outside a web page.
//!
//! Plain `web-sys` and `gloo`, no framework. A page asks the service worker, draws what it
//! answers, and puts every text in as text: no HTML is ever parsed here. Each page ships as a
//! module of its own (`crate/popup`, `crate/handbook`), so that the popup opens without the rest.

mod chrome;
mod dom;
mod glyph;
pub mod handbook;
mod language;
mod pen;
pub mod popup;
pub mod setup;

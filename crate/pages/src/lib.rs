//! The pages of the extension: what a person reads outside a web page.
//!
//! Plain `web-sys` and `gloo`, no framework. A page asks the service worker, draws what it
//! answers, and puts every text in as text: no HTML is ever parsed here. The popup
//! (`crate/popup`), what staff open in a tab (`crate/staff`) and the set-up page (`crate/setup`) ship as
//! modules of their own, so that the popup opens without the rest.

mod accent;
pub mod checkup;
mod chrome;
pub mod concern;
mod dom;
pub mod first;
mod glyph;
pub mod handbook;
pub mod health;
mod language;
mod leads;
mod opened;
mod pen;
pub mod popup;
pub mod sees;
pub mod setup;

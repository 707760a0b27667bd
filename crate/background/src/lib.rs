//! The service worker of the extension.
//!
//! [`host`] decides: events in, effects out, no browser. `chrome` carries the effects out. The
//! shim in `extension/background/` hears the browser's events and hands them to `chrome`.

pub mod host;

#[cfg(target_arch = "wasm32")]
mod chrome;

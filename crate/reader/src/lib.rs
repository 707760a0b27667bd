//! The reader of files as a Wasm module of its own, loaded when a file is offered.
//!
//! Bytes come in pieces when they are asked for; text goes out to the scanner, which lives in
//! the worker's own module with the school's list; facts come back. Converts and nothing else.

mod blocks;
#[cfg(target_arch = "wasm32")]
mod exports;

pub use blocks::Blocks;

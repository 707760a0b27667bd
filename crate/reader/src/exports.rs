//! What the worker's shim calls.

// What wasm-bindgen exports has to be `pub`, whoever can reach it.
#![allow(unreachable_pub)]

use js_sys::Function;
use lanyard_core::file::{FileFacts, Reason};
use lanyard_document::{inspect, not_checked};
use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::Blocks;

/// One file that is being looked into.
#[wasm_bindgen]
pub struct Reader(Blocks);

#[wasm_bindgen]
impl Reader {
    /// A file of so many bytes.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(size: f64) -> Self {
        Self(Blocks::new(size.max(0.0) as u64))
    }

    /// Bytes that were asked for.
    pub fn feed(&mut self, at: f64, bytes: &[u8]) {
        self.0.feed(at.max(0.0) as u64, bytes);
    }

    /// Looks as far as it can: `{"wants": [[from, to], …]}` or `{"facts": {…}}`. `scan` gets
    /// pieces of text and answers with `{kind: count}` as JSON.
    pub fn look(&mut self, scan: &Function) -> String {
        let mut look = |text: &str, each: &mut dyn FnMut(&str, u32)| {
            let answer = scan.call1(&JsValue::NULL, &text.into()).ok().and_then(|answer| answer.as_string());
            let counts = answer.and_then(|json| serde_json::from_str::<serde_json::Map<_, _>>(&json).ok());
            for (kind, count) in counts.unwrap_or_default() {
                each(&kind, count.as_u64().and_then(|count| u32::try_from(count).ok()).unwrap_or(0));
            }
        };
        match inspect(&self.0, &mut look) {
            Ok(facts) => facts_json(&facts),
            Err(_) => {
                let wants: Vec<[u64; 2]> = self.0.wanted().into_iter().map(|range| [range.start, range.end]).collect();
                if wants.is_empty() {
                    return facts_json(&not_checked(Reason::NotGiven));
                }
                json!({ "wants": wants }).to_string()
            }
        }
    }
}

fn facts_json(facts: &FileFacts) -> String {
    json!({ "facts": facts }).to_string()
}

//! Registration of the content script, one reconciliation at a time.
//!
//! A worker that starts twice finds its registrations there, an update of the extension
//! finds them gone: what is there is read, compared and brought to what is wanted.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use js_sys::Promise;
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{api, from_js, to_js, with_host};
use crate::host::{Inject, Script};

const FILE: &str = "content.js";

#[derive(Default)]
struct Line {
    wanted: Option<(Vec<Script>, Inject)>,
    running: bool,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

/// Wants exactly these registered. The latest wish wins.
pub(super) fn want(scripts: Vec<Script>, inject: Inject) {
    let idle = LINE.with_borrow_mut(|line| {
        let all = inject == Inject::All || line.wanted.as_ref().is_some_and(|(_, inject)| *inject == Inject::All);
        line.wanted = Some((scripts, if all { Inject::All } else { Inject::New }));
        !std::mem::replace(&mut line.running, true)
    });
    if idle {
        spawn_local(async {
            while let Some((scripts, inject)) = next() {
                if let Err(error) = reconcile(scripts, inject).await {
                    api::complain("content scripts:", &error);
                }
            }
        });
    }
}

fn next() -> Option<(Vec<Script>, Inject)> {
    LINE.with_borrow_mut(|line| {
        let wanted = line.wanted.take();
        line.running = wanted.is_some();
        wanted
    })
}

#[derive(Deserialize)]
struct Registered {
    id: String,
    #[serde(default)]
    matches: Vec<String>,
}

async fn reconcile(scripts: Vec<Script>, inject: Inject) -> Result<(), JsValue> {
    let there: Vec<Registered> = from_js(&wait(api::registered()).await?).unwrap_or_default();
    let mut there: BTreeMap<String, Vec<String>> = there
        .into_iter()
        .map(|one| {
            let mut matches = one.matches;
            matches.sort();
            (one.id, matches)
        })
        .collect();
    let (mut fresh, mut changed, mut reach) = (Vec::new(), Vec::new(), BTreeSet::new());
    for script in scripts {
        let known = there.remove(&script.id);
        if known.as_ref() != Some(&script.matches) {
            let list = if known.is_some() { &mut changed } else { &mut fresh };
            list.push(registration(&script));
            reach.insert(script.id);
        } else if inject == Inject::All {
            reach.insert(script.id);
        }
    }
    let gone: Vec<String> = there.into_keys().collect();
    if !gone.is_empty() {
        wait(api::unregister(&to_js(&json!({ "ids": gone })))).await?;
    }
    if !changed.is_empty() {
        wait(api::update(&to_js(&changed))).await?;
    }
    if !fresh.is_empty() {
        wait(api::register(&to_js(&fresh))).await?;
    }
    if reach.is_empty() { Ok(()) } else { reach_open_pages(&reach).await }
}

/// Kept over restarts: the browser restores pages before the worker has run. What is no
/// longer right by then is taken back at the worker's start, and told to do nothing.
fn registration(script: &Script) -> Value {
    json!({
        "id": script.id, "js": [FILE], "matches": script.matches,
        "allFrames": true, "matchOriginAsFallback": true, "persistAcrossSessions": true,
        "runAt": "document_idle", "world": "ISOLATED",
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Frame {
    frame_id: i32,
    parent_frame_id: i32,
    #[serde(default)]
    document_id: Option<String>,
    url: String,
}

/// A push or an update reaches pages that are open already: the documents of covered hosts,
/// and no other frame of their tabs.
async fn reach_open_pages(scripts: &BTreeSet<String>) -> Result<(), JsValue> {
    let tabs = wait(api::tabs(&to_js(&json!({})))).await?;
    for tab in js_sys::Array::from(&tabs).iter() {
        let Some(tab) = tab.unchecked_into::<api::Tab>().id() else { continue };
        // Discarded tabs have no frames, and a tab may be gone by now.
        let Ok(frames) = wait(api::frames(&to_js(&json!({ "tabId": tab })))).await else { continue };
        let frames: Vec<Frame> = from_js(&frames).unwrap_or_default();
        let documents: Vec<&String> = frames
            .iter()
            .filter(|frame| script_of(frame, &frames).is_some_and(|script| scripts.contains(&script)))
            .filter_map(|frame| frame.document_id.as_ref())
            .collect();
        if !documents.is_empty() {
            let injection = json!({ "target": { "tabId": tab, "documentIds": documents }, "files": [FILE] });
            let _ = wait(api::execute(&to_js(&injection))).await;
        }
    }
    Ok(())
}

/// Blank frames belong to the document that made them, as with `matchOriginAsFallback`.
fn script_of(frame: &Frame, frames: &[Frame]) -> Option<String> {
    let mut frame = frame;
    for _ in 0..frames.len() {
        if !frame.url.starts_with("about:") && !frame.url.starts_with("blob:") {
            return with_host(|host| host.script_of(&frame.url)).flatten();
        }
        frame = frames.iter().find(|other| other.frame_id == frame.parent_frame_id)?;
    }
    None
}

async fn wait(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

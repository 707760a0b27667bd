//! Registration of the content script, one reconciliation at a time.
//!
//! A worker that starts twice finds its registrations there, an update of the extension
//! finds them gone: what is there is read, compared and brought to what is wanted.

use std::cell::RefCell;

use lanyard_core::protocol::Part;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{api, from_js, to_js, with_host};
use crate::host::{Inject, Place, Script};

/// The part of the script that every covered page gets.
const FILE: &str = "content.js";
/// Before it in pages that are open, where one of another version may be at work.
const EVICT: &str = "evict.js";

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

/// What has to be done to what is registered.
#[derive(Default)]
struct Steps {
    fresh: Vec<Value>,
    changed: Vec<Value>,
    gone: Vec<Value>,
    /// Registrations that pages which are open already have to get.
    reach: Vec<String>,
}

async fn reconcile(scripts: Vec<Script>, inject: Inject) -> Result<(), JsValue> {
    let there = from_js(&JsFuture::from(api::registered()).await?);
    let steps = compare(there.as_array().map_or(&[], Vec::as_slice), scripts, inject);
    let calls = [
        (!steps.gone.is_empty()).then(|| api::unregister(&to_js(&json!({ "ids": steps.gone })))),
        (!steps.changed.is_empty()).then(|| api::update(&to_js(&Value::Array(steps.changed)))),
        (!steps.fresh.is_empty()).then(|| api::register(&to_js(&Value::Array(steps.fresh)))),
    ];
    for call in calls.into_iter().flatten() {
        JsFuture::from(call).await?;
    }
    if steps.reach.is_empty() { Ok(()) } else { reach_open_pages(&steps.reach).await }
}

fn compare(there: &[Value], scripts: Vec<Script>, inject: Inject) -> Steps {
    let mut steps = Steps::default();
    for known in there.iter().filter_map(|known| known.get("id")) {
        if !scripts.iter().any(|script| *known == script.id) {
            steps.gone.push(known.clone());
        }
    }
    for script in scripts {
        let known = there.iter().find(|known| known.get("id").is_some_and(|id| *id == script.id));
        let same = known.is_some_and(|known| {
            same_patterns(known, "matches", &script.matches) && same_patterns(known, "excludeMatches", &script.exclude)
        });
        if !same {
            let list = if known.is_some() { &mut steps.changed } else { &mut steps.fresh };
            list.push(registration(&script));
        }
        if !same || inject == Inject::All {
            steps.reach.push(script.id);
        }
    }
    steps
}

fn same_patterns(known: &Value, key: &str, wanted: &[String]) -> bool {
    let there = known.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    there.len() == wanted.len() && wanted.iter().all(|one| there.iter().any(|other| *other == *one))
}

/// Kept over restarts: the browser restores pages before the worker has run. What is no
/// longer right by then is taken back at the worker's start, and told to do nothing.
fn registration(script: &Script) -> Value {
    json!({
        "id": script.id, "js": [FILE], "matches": script.matches, "excludeMatches": script.exclude,
        "allFrames": script.frames, "matchOriginAsFallback": script.frames, "persistAcrossSessions": true,
        "runAt": "document_idle", "world": "ISOLATED",
    })
}

/// Puts a later part into one document.
pub(super) async fn inject(place: &Place, part: Part, mail: bool) -> Result<(), JsValue> {
    // In this order: what is done to a message is there before anything is shown that asks for it.
    let files: &[&str] = match part {
        Part::Read => &["read.js"],
        Part::Show if mail => &["mail.js", "show.js"],
        Part::Show => &["show.js"],
    };
    let target = json!({ "tabId": place.tab, "documentIds": [place.document] });
    let injection = json!({ "target": target, "files": files, "injectImmediately": true });
    JsFuture::from(api::execute(&to_js(&injection))).await.map(drop)
}

/// A push or an update reaches pages that are open already: the documents of covered hosts,
/// and no other frame of their tabs.
async fn reach_open_pages(scripts: &[String]) -> Result<(), JsValue> {
    let tabs = from_js(&JsFuture::from(api::tabs(&to_js(&json!({})))).await?);
    for tab in tabs.as_array().into_iter().flatten().filter_map(|tab| tab.get("id")) {
        // Discarded tabs have no frames, and a tab may be gone by now.
        let Ok(frames) = JsFuture::from(api::frames(&to_js(&json!({ "tabId": tab })))).await else { continue };
        let frames = from_js(&frames);
        let frames = frames.as_array().map_or(&[][..], Vec::as_slice);
        let documents: Vec<&Value> = frames
            .iter()
            .filter(|frame| script_of(frame, frames).is_some_and(|script| scripts.contains(&script)))
            .filter_map(|frame| frame.get("documentId"))
            .collect();
        if !documents.is_empty() {
            let injection = json!({ "target": { "tabId": tab, "documentIds": documents }, "files": [EVICT, FILE] });
            let _ = JsFuture::from(api::execute(&to_js(&injection))).await;
        }
    }
    Ok(())
}

/// Blank frames belong to the document that made them, as with `matchOriginAsFallback`.
fn script_of(frame: &Value, frames: &[Value]) -> Option<String> {
    let outermost = frame.get("parentFrameId").and_then(Value::as_i64) == Some(-1);
    let mut frame = frame;
    for _ in 0..frames.len() {
        let address = frame.get("url").and_then(Value::as_str)?;
        if !address.starts_with("about:") && !address.starts_with("blob:") {
            return with_host(|host| host.script_of(address, outermost)).flatten();
        }
        let parent = frame.get("parentFrameId")?;
        frame = frames.iter().find(|other| other.get("frameId") == Some(parent))?;
    }
    None
}

//! Carries the host's effects out with `chrome.*`, and hands it what the shim hears.
//!
//! Converts and nothing else: no rule, no policy, no decision.

// What wasm-bindgen exports has to be `pub`, whoever can reach it.
#![allow(unreachable_pub)]

mod api;
mod clock;
mod hosted;
mod scripts;

use std::cell::RefCell;
use std::collections::VecDeque;

use js_sys::{Function, JSON, Object, Promise, Reflect, Uint8Array};
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};

use crate::host::list::List;
use crate::host::{Area, Effect, Event, File, Host, Piece, Read, Sealed, Sender, Start};
use api::{MessageSender, Port};
use clock::Browser;

#[derive(Default)]
struct Worker {
    host: Option<Host>,
    ports: List<u32, Port>,
    replies: List<u32, Function>,
    asked: u32,
    /// What has come and waits for a piece that is being loaded.
    events: VecDeque<Event>,
    loading: bool,
    /// The shim's way to a piece: `(name, join)`. It compiles it and, where it is to join, makes it part of this instance.
    piece: Option<Function>,
    /// The shim's place for the sealed roster.
    sealed: Option<api::Store>,
    /// The sealed roster that was fetched last, by its number. Its bytes do not come into the Wasm.
    fetched: Option<(u32, Uint8Array)>,
    fetches: u32,
    effects: VecDeque<Effect>,
    /// The write that is on its way; what follows it waits. Zero: none.
    writing: u32,
    /// Writes so far.
    writes: u32,
}

/// How long a write is waited for: a disk that never answers may not silence what follows.
const WRITE_MS: u32 = 2_000;
/// Behind the number on the icon: no alarm's colour.
const BADGE: &str = "#4A4F57";

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::default();
}

/// Makes the host from what is in `storage.local` and `storage.session`, and the keys of the
/// shortcut; `piece` loads what is needed later, `sealed` is where the sealed roster lies. Everything else waits for this.
#[wasm_bindgen]
pub fn start(local: JsValue, session: JsValue, shortcut: String, piece: Function, sealed: api::Store) {
    // A compromised page's content script can read what it is not kept from.
    let trusted = to_js(&json!({ "accessLevel": "TRUSTED_CONTEXTS" }));
    let _ = (api::local_access(&trusted), api::managed_access(&trusted));
    let (managed, profile) =
        (api::managed_get(&JsValue::NULL), api::profile(&to_js(&json!({ "accountStatus": "ANY" }))));
    let mut random = [0; 32];
    api::random(&Uint8Array::new_with_length(32)).copy_to(&mut random);
    let version = Reflect::get(&api::manifest(), &"version".into()).ok().and_then(|version| version.as_string());
    let facts = Start {
        local: object(&local),
        session: object(&session),
        random,
        language: api::ui_language(),
        version: version.unwrap_or_default(),
        own: api::packaged_url("").trim_end_matches('/').to_owned(),
        shortcut,
    };
    let (host, effects) = Host::start(facts, &Browser);
    WORKER.with_borrow_mut(|worker| {
        worker.host = Some(host);
        worker.piece = Some(piece);
        worker.sealed = Some(sealed);
        worker.effects.extend(effects);
    });
    pump();
    spawn_local(tell_account(profile));
    spawn_local(tell_managed(managed, Read::Start));
}

/// A content script has connected. `id` is the shim's.
#[wasm_bindgen]
pub fn connected(id: u32, port: Port) {
    let sender = sender(&port.sender());
    WORKER.with_borrow_mut(|worker| worker.ports.put(id, port));
    dispatch(Event::Connected(id, sender));
}

/// It has said something.
#[wasm_bindgen]
pub fn said(id: u32, message: JsValue) {
    if let Some(json) = JSON::stringify(&message).ok().and_then(|text| text.as_string()) {
        dispatch(Event::Said(id, json));
    }
}

/// It has gone.
#[wasm_bindgen]
pub fn disconnected(id: u32) {
    WORKER.with_borrow_mut(|worker| worker.ports.take(&id));
    dispatch(Event::Disconnected(id));
}

/// An extension page asks.
#[wasm_bindgen]
pub fn asked(message: JsValue, from: MessageSender, reply: Function) {
    let json = JSON::stringify(&message).ok().and_then(|text| text.as_string()).unwrap_or_default();
    let request = WORKER.with_borrow_mut(|worker| {
        worker.asked += 1;
        worker.replies.put(worker.asked, reply);
        worker.asked
    });
    dispatch(Event::Asked(request, sender(&from), json));
}

/// The shortcut was pressed.
#[wasm_bindgen]
pub fn shortcut(tab: Option<i32>) {
    if let Some(tab) = tab {
        dispatch(Event::Shortcut(tab));
    }
}

/// Names of the files of this document that are to be looked into, a list as JSON.
#[wasm_bindgen(js_name = filesToLookAt)]
pub fn files_to_look_at(document: &str) -> String {
    let names = with_host(|host| {
        host.files_to_look_at(document, &Browser).into_iter().map(|name| Value::String(name.to_owned())).collect()
    });
    serde_json::to_string(&Value::Array(names.unwrap_or_default())).unwrap_or_default()
}

/// Whether this file of this document may be looked into.
#[wasm_bindgen(js_name = wantsFile)]
pub fn wants_file(document: &str, name: &str) -> bool {
    with_host(|host| host.wants_file(document, name, &Browser)).unwrap_or_default()
}

/// What a piece of a file's text holds: `{kind: count}` as JSON.
#[wasm_bindgen(js_name = scanText)]
pub fn scan_text(text: &str) -> String {
    let counts = with_host(|host| host.scan(text, &Browser)).unwrap_or_default();
    // One by one: a map that is collected is sorted first, by 5 KB of Wasm that nothing else needs.
    let mut by_kind = Map::new();
    for (kind, count) in counts {
        by_kind.insert(kind.to_owned(), count.into());
    }
    serde_json::to_string(&Value::Object(by_kind)).unwrap_or_default()
}

/// How large a file is that was offered in this document.
#[wasm_bindgen]
pub fn sized(document: String, name: String, size: f64) {
    dispatch(Event::Sized(document, name, size as u32));
}

/// A file was looked into.
#[wasm_bindgen]
pub fn looked(document: String, name: String, facts: String) {
    dispatch(Event::Looked(document, name, facts));
}

/// The extension was installed or updated.
#[wasm_bindgen]
pub fn installed() {
    dispatch(Event::Installed);
}

/// Managed storage has changed.
#[wasm_bindgen(js_name = managedChanged)]
pub fn managed_changed() {
    spawn_local(tell_managed(api::managed_get(&JsValue::NULL), Read::Settled));
}

/// What is set on this device has changed.
#[wasm_bindgen(js_name = deviceChanged)]
pub fn device_changed(config: JsValue) {
    dispatch(Event::Device((!config.is_undefined()).then(|| from_js(&config))));
}

/// Somebody has signed in to the profile, or out of it.
#[wasm_bindgen(js_name = accountChanged)]
pub fn account_changed() {
    spawn_local(tell_account(api::profile(&to_js(&json!({ "accountStatus": "ANY" })))));
}

async fn tell_account(profile: Promise) {
    let info = JsFuture::from(profile).await.unwrap_or(JsValue::UNDEFINED);
    let email = Reflect::get(&info, &"email".into()).ok().and_then(|email| email.as_string());
    dispatch(Event::Profile(email.unwrap_or_default()));
}

async fn tell_managed(managed: Promise, read: Read) {
    // A browser without policies may refuse: nothing is set then.
    let values = JsFuture::from(managed).await.map(|values| object(&values)).unwrap_or_default();
    dispatch(Event::Managed(values, read));
}

fn dispatch(event: Event) {
    WORKER.with_borrow_mut(|worker| {
        if worker.host.is_some() {
            worker.events.push_back(event);
        }
    });
    hear();
}

/// Has the host hear what has come, in order, up to an event for which a piece has to be loaded first.
fn hear() {
    while let Some(needed) = WORKER.with_borrow_mut(|worker| {
        let (Some(host), false) = (&mut worker.host, worker.loading) else { return None };
        let event = worker.events.pop_front()?;
        let needed = host.needs(&event);
        if needed.is_some() {
            worker.loading = true;
            worker.events.push_front(event);
        } else {
            worker.effects.extend(host.handle(event, &Browser));
        }
        Some(needed)
    }) {
        if let Some(piece) = needed {
            spawn_local(load(piece));
        }
    }
    pump();
}

/// Loads a piece, and goes on with what waits for it, also where it cannot be loaded.
async fn load(piece: Piece) {
    let loaded = JsFuture::from(ask_for(piece, true)).await;
    if let Err(error) = &loaded {
        api::complain(piece.name(), error);
    }
    WORKER.with_borrow_mut(|worker| {
        worker.loading = false;
        if let Some(host) = &mut worker.host {
            host.loaded(piece, loaded.is_ok());
        }
    });
    hear();
}

/// Has the shim fetch a piece and, where it is to `join`, make it part of this instance.
fn ask_for(piece: Piece, join: bool) -> Promise {
    let loader = WORKER.with_borrow(|worker| worker.piece.clone());
    let promise = loader.and_then(|load| load.call2(&JsValue::NULL, &piece.name().into(), &join.into()).ok());
    promise.map_or_else(|| Promise::reject(&JsValue::NULL), JsCast::unchecked_into)
}

/// Carries out what is waiting, in order, up to a write that has to be done first.
fn pump() {
    while let Some(effect) =
        WORKER.with_borrow_mut(|worker| if worker.writing > 0 { None } else { worker.effects.pop_front() })
    {
        if let Some(write) = carry_out(effect) {
            let id = WORKER.with_borrow_mut(|worker| {
                worker.writes += 1;
                worker.writing = worker.writes;
                worker.writing
            });
            after(WRITE_MS, move || written(id));
            spawn_local(async move {
                if let Err(error) = JsFuture::from(write).await {
                    api::complain("storage:", &error);
                }
                written(id);
            });
        }
    }
}

/// A write is done, or was waited for long enough.
fn written(id: u32) {
    if WORKER.with_borrow_mut(|worker| worker.writing == id && std::mem::take(&mut worker.writing) == id) {
        pump();
    }
}

fn carry_out(effect: Effect) -> Option<Promise> {
    match effect {
        Effect::Send(port, message) => {
            let message = serde_json::to_string(&message).map_or(JsValue::NULL, |json| parse(&json));
            // A Port that closes at this moment throws.
            let _ = WORKER.with_borrow(|worker| worker.ports.get(&port).map(|port| port.post(&message)));
        }
        Effect::Inject(port, place, part, mail) => spawn_local(async move {
            if let Err(error) = scripts::inject(&place, part, mail).await {
                api::complain("content script:", &error);
                dispatch(Event::Refused(port, part));
            }
        }),
        Effect::Close(port) => {
            if let Some(port) = WORKER.with_borrow_mut(|worker| worker.ports.take(&port)) {
                port.disconnect();
            }
        }
        Effect::Reply(request, json) => {
            if let Some(reply) = WORKER.with_borrow_mut(|worker| worker.replies.take(&request)) {
                let _ = reply.call1(&JsValue::NULL, &parse(&json));
            }
        }
        Effect::Fetch(file) => spawn_local(fetch(file)),
        Effect::Download(url, etag, modified) => spawn_local(async move {
            dispatch(Event::Downloaded(hosted::download(&url, &etag, &modified).await));
        }),
        Effect::Unseal(seal) => {
            let file = sealed_file(seal.sealed);
            spawn_local(async move { dispatch(Event::Unsealed(seal.sealed, hosted::unseal(&seal, file).await)) });
        }
        Effect::Keep(sealed, shelf) => {
            let (file, store) = (sealed_file(sealed), sealed_store());
            return Some(future_to_promise(async move {
                let kept = hosted::keep(file, store, shelf).await;
                dispatch(Event::Kept(sealed, shelf, kept.is_ok()));
                kept
            }));
        }
        Effect::DropFile => return sealed_store().map(|store| store.drop()),
        Effect::Register(scripts, inject) => scripts::want(scripts, inject),
        Effect::Write(Area::Local, values) => return Some(api::local_set(&record(&values))),
        Effect::Write(Area::Session, values) => return Some(api::session_set(&record(&values))),
        Effect::Remove(Area::Local, keys) => return Some(api::local_remove(&to_js(&json!(keys)))),
        Effect::Remove(Area::Session, keys) => return Some(api::session_remove(&to_js(&json!(keys)))),
        Effect::ReadManaged(ms, read) => {
            after(ms, move || spawn_local(tell_managed(api::managed_get(&JsValue::NULL), read)))
        }
        Effect::FindTab(request, tab) => spawn_local(async move {
            let found = JsFuture::from(api::tab_of(tab)).await.ok();
            let address = found.and_then(|tab| tab.unchecked_into::<api::Tab>().url());
            dispatch(Event::Tab(request, address));
        }),
        Effect::Call(request, tab) => spawn_local(async move {
            let told = JsFuture::from(api::tell_tab(tab, &to_js(&json!({ "type": "refresh" })))).await;
            let nobody = told.err().and_then(|error| Reflect::get(&error, &"message".into()).ok()?.as_string());
            dispatch(Event::Called(request, !nobody.is_some_and(|why| why.contains("Receiving end does not exist"))));
        }),
        Effect::FindFrame(document) => spawn_local(async move {
            let of = to_js(&json!({ "documentId": document }));
            let frame = JsFuture::from(api::frame(&of)).await.map(|frame| from_js(&frame)).unwrap_or_default();
            // `-1`: no page holds this one.
            let outermost = frame.get("parentFrameId").and_then(Value::as_i64) == Some(-1);
            let address = frame.get("url").and_then(Value::as_str).filter(|_| outermost).map(str::to_owned);
            dispatch(Event::Frame(document, address));
        }),
        Effect::Stay(document, ms) => after(ms, move || dispatch(Event::Stayed(document))),
        Effect::Files(tab, document) => put_script(tab, document, "files.js"),
        Effect::Open(page) => drop(api::new_tab(&to_js(&json!({ "url": api::packaged_url(&page) })))),
        Effect::First => {
            let page = json!({ "url": api::packaged_url("first.html"), "active": false });
            spawn_local(async move { drop(JsFuture::from(api::new_tab(&to_js(&page))).await) });
        }
        Effect::Badge(tab, count) => spawn_local(badge(tab.into(), count)),
        Effect::NoBadges => spawn_local(async {
            let tabs =
                JsFuture::from(api::tabs(&to_js(&json!({})))).await.map(|tabs| from_js(&tabs)).unwrap_or_default();
            for tab in tabs.as_array().into_iter().flatten().filter_map(|tab| tab.get("id")) {
                badge(tab.clone(), 0).await;
            }
        }),
        Effect::Listen(crate::host::Place { tab, document }, file) => put_script(tab, document, file),
        Effect::Wait(request, ms) => after(ms, move || dispatch(Event::Waited(request))),
        Effect::Again(event) => dispatch(event),
        // One that cannot be fetched is told of when it is needed.
        Effect::Prepare(piece) => drop(ask_for(piece, false)),
    }
    None
}

/// Puts a number on a tab's icon, or none. The tab may have gone.
async fn badge(tab: Value, count: usize) {
    let text = if count > 0 { count.to_string() } else { String::new() };
    let _ = JsFuture::from(api::badge_colour(&to_js(&json!({ "tabId": tab, "color": BADGE })))).await;
    let _ = JsFuture::from(api::badge(&to_js(&json!({ "tabId": tab, "text": text })))).await;
}

fn sealed_store() -> Option<api::Store> {
    WORKER.with_borrow(|worker| worker.sealed.clone())
}

/// The bytes of a sealed roster.
fn sealed_file(sealed: Sealed) -> Promise {
    let file = WORKER.with_borrow(|worker| match sealed {
        Sealed::Fetched(wanted) => {
            let file = worker.fetched.as_ref().filter(|(number, _)| *number == wanted);
            file.map(|(_, file)| Promise::resolve(file).unchecked_into())
        }
        Sealed::Kept(shelf) => worker.sealed.as_ref().map(|store| store.read(hosted::place(shelf))),
    });
    file.unwrap_or_else(|| Promise::reject(&JsValue::NULL))
}

/// Has a file that was fetched at hand, and no other; its number.
fn hold(file: Uint8Array) -> u32 {
    WORKER.with_borrow_mut(|worker| {
        worker.fetches += 1;
        worker.fetched = Some((worker.fetches, file));
        worker.fetches
    })
}

/// Puts a packaged script into a document, which may have gone: then it needs nothing.
fn put_script(tab: i32, document: String, file: &'static str) {
    spawn_local(async move {
        let target = json!({ "tabId": tab, "documentIds": [document] });
        let _ = JsFuture::from(api::execute(&to_js(&json!({ "target": target, "files": [file] })))).await;
    });
}

async fn fetch(file: File) {
    let text = async {
        let response: api::Response =
            JsFuture::from(api::fetch(&api::packaged_url(&file.path()))).await.ok()?.unchecked_into();
        if !response.ok() {
            return None;
        }
        JsFuture::from(response.text()).await.ok()?.as_string()
    };
    let text = text.await;
    dispatch(Event::Packaged(file, text));
}

fn after(ms: u32, then: impl FnOnce() + 'static) {
    api::set_timeout(Closure::once_into_js(then).unchecked_ref(), ms);
}

fn sender(from: &MessageSender) -> Sender {
    Sender {
        tab: from.tab().and_then(|tab| tab.id()),
        document: from.document().unwrap_or_default(),
        origin: from.origin().unwrap_or_default(),
    }
}

fn with_host<T>(ask: impl FnOnce(&Host) -> T) -> Option<T> {
    WORKER.with_borrow(|worker| worker.host.as_ref().map(ask))
}

fn parse(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or(JsValue::NULL)
}

fn to_js(value: &Value) -> JsValue {
    serde_json::to_string(value).map_or(JsValue::NULL, |json| parse(&json))
}

/// Keys with their JSON, as an object.
fn record(values: &[(&str, String)]) -> JsValue {
    let object = Object::new();
    for (key, json) in values {
        let _ = Reflect::set(&object, &(*key).into(), &parse(json));
    }
    object.into()
}

fn from_js(value: &JsValue) -> Value {
    let json = JSON::stringify(value).ok().and_then(|text| text.as_string());
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn object(value: &JsValue) -> Map<String, Value> {
    match from_js(value) {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

//! The part of `chrome.*` and of the platform that the worker uses.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A `runtime.Port`.
    pub type Port;
    #[wasm_bindgen(method, getter)]
    pub(super) fn sender(this: &Port) -> MessageSender;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    pub(super) fn post(this: &Port, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub(super) fn disconnect(this: &Port);

    /// A `runtime.MessageSender`.
    pub type MessageSender;
    #[wasm_bindgen(method, getter)]
    pub(super) fn tab(this: &MessageSender) -> Option<Tab>;
    #[wasm_bindgen(method, getter, js_name = documentId)]
    pub(super) fn document(this: &MessageSender) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn origin(this: &MessageSender) -> Option<String>;

    /// A `tabs.Tab`.
    pub type Tab;
    #[wasm_bindgen(method, getter)]
    pub(super) fn id(this: &Tab) -> Option<i32>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn url(this: &Tab) -> Option<String>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    pub(super) fn packaged_url(path: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    pub(super) fn manifest() -> JsValue;
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    pub(super) fn ui_language() -> String;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = set)]
    pub(super) fn local_set(values: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = remove)]
    pub(super) fn local_remove(keys: &JsValue) -> Promise;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = setAccessLevel)]
    pub(super) fn local_access(level: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "managed"], js_name = setAccessLevel)]
    pub(super) fn managed_access(level: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = set)]
    pub(super) fn session_set(values: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = remove)]
    pub(super) fn session_remove(keys: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "managed"], js_name = get)]
    pub(super) fn managed_get(keys: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "identity"], js_name = getProfileUserInfo)]
    pub(super) fn profile(details: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts)]
    pub(super) fn registered() -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
    pub(super) fn register(scripts: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = updateContentScripts)]
    pub(super) fn update(scripts: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
    pub(super) fn unregister(filter: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = executeScript)]
    pub(super) fn execute(injection: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    pub(super) fn badge(details: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeBackgroundColor)]
    pub(super) fn badge_colour(details: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query)]
    pub(super) fn tabs(query: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = create)]
    pub(super) fn new_tab(properties: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = get)]
    pub(super) fn tab_of(id: i32) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
    pub(super) fn tell_tab(id: i32, message: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "webNavigation"], js_name = getFrame)]
    pub(super) fn frame(of: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "webNavigation"], js_name = getAllFrames)]
    pub(super) fn frames(of: &JsValue) -> Promise;

    /// A `Response`.
    pub type Response;
    #[wasm_bindgen(method, getter)]
    pub(super) fn ok(this: &Response) -> bool;
    #[wasm_bindgen(method)]
    pub(super) fn text(this: &Response) -> Promise;
    #[wasm_bindgen(method, getter)]
    pub(super) fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, getter)]
    pub(super) fn headers(this: &Response) -> Headers;
    #[wasm_bindgen(method, getter)]
    pub(super) fn body(this: &Response) -> Body;
    #[wasm_bindgen(js_name = fetch)]
    pub(super) fn fetch(url: &str) -> Promise;
    #[wasm_bindgen(js_name = fetch)]
    pub(super) fn fetch_with(url: &str, options: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = AbortSignal, js_name = timeout)]
    pub(super) fn time_limit(ms: u32) -> JsValue;

    /// The shim's place for the sealed roster.
    #[derive(Clone)]
    pub type Store;
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &Store, place: &str) -> Promise;
    #[wasm_bindgen(method)]
    pub(super) fn write(this: &Store, place: &str, bytes: &Uint8Array) -> Promise;
    #[wasm_bindgen(method)]
    pub(super) fn drop(this: &Store) -> Promise;

    /// `Headers`.
    pub type Headers;
    #[wasm_bindgen(method)]
    pub(super) fn get(this: &Headers, name: &str) -> Option<String>;

    /// A `ReadableStream`.
    pub type Body;
    #[wasm_bindgen(method, js_name = getReader)]
    pub(super) fn reader(this: &Body) -> Reader;
    /// A `ReadableStreamDefaultReader`.
    pub type Reader;
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &Reader) -> Promise;
    #[wasm_bindgen(method)]
    pub(super) fn cancel(this: &Reader) -> Promise;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = importKey)]
    pub(super) fn import_key(
        format: &str,
        key: &JsValue,
        algorithm: &JsValue,
        extractable: bool,
        usages: &Array,
    ) -> Promise;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = verify)]
    pub(super) fn verify(algorithm: &str, key: &JsValue, signature: &JsValue, data: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = decrypt)]
    pub(super) fn decrypt(algorithm: &JsValue, key: &JsValue, data: &JsValue) -> Promise;

    #[wasm_bindgen(js_name = setTimeout)]
    pub(super) fn set_timeout(then: &Function, ms: u32);
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    pub(super) fn random(bytes: &Uint8Array) -> Uint8Array;
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    pub(super) fn complain(what: &str, why: &JsValue);

    /// A `Temporal.Instant`, from Chrome 144 on.
    #[wasm_bindgen(js_namespace = Temporal)]
    pub type Instant;
    #[wasm_bindgen(static_method_of = Instant, js_namespace = Temporal, js_name = fromEpochMilliseconds, catch)]
    pub(super) fn at(ms: f64) -> Result<Instant, JsValue>;
    #[wasm_bindgen(method, catch, js_name = toZonedDateTimeISO)]
    pub(super) fn in_zone(this: &Instant, zone: &str) -> Result<Zoned, JsValue>;

    /// A `Temporal.ZonedDateTime`.
    pub type Zoned;
    #[wasm_bindgen(method, getter)]
    pub(super) fn year(this: &Zoned) -> i32;
    #[wasm_bindgen(method, getter)]
    pub(super) fn month(this: &Zoned) -> u8;
    #[wasm_bindgen(method, getter)]
    pub(super) fn day(this: &Zoned) -> u8;
    #[wasm_bindgen(method, getter)]
    pub(super) fn hour(this: &Zoned) -> u8;
    #[wasm_bindgen(method, getter)]
    pub(super) fn minute(this: &Zoned) -> u8;
    #[wasm_bindgen(method, getter, js_name = dayOfWeek)]
    pub(super) fn weekday(this: &Zoned) -> u8;

    /// An `Intl.DateTimeFormat`.
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    #[derive(Clone)]
    pub type Format;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DateTimeFormat", catch)]
    pub(super) fn new(locale: &str, options: &JsValue) -> Result<Format, JsValue>;
    #[wasm_bindgen(method, js_name = formatToParts)]
    pub(super) fn parts(this: &Format, ms: f64) -> Array;
}

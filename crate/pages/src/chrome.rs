//! The few `chrome.*` calls that a page of ours makes.

use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, JSON, Object, Promise, Reflect, Uint8Array};
use lanyard_core::protocol::FromPopup;
use lanyard_core::sorted::ByName;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, HtmlAnchorElement, Response, Url};

use crate::dom::{Dom, Drawn};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = sendMessage, catch)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn get_url(path: &str) -> String;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = update, catch)]
    fn update_tab(tab: i32, change: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn manifest() -> JsValue;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "managed"], js_name = get, catch)]
    fn managed_get(keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = get, catch)]
    fn local_get(keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = set, catch)]
    fn local_set(values: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = remove, catch)]
    fn local_remove(keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = get, catch)]
    fn session_get(keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts, catch)]
    fn registered_scripts() -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    fn all_tabs(of: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = insertCSS, catch)]
    fn insert_css(injection: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = digest, catch)]
    fn digest(algorithm: &str, data: &Uint8Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "storage"], js_name = getDirectory, catch)]
    fn own_folder() -> Result<Promise, JsValue>;

    /// A `FileSystemDirectoryHandle`.
    type Folder;
    #[wasm_bindgen(method)]
    fn values(this: &Folder) -> JsValue;

    #[wasm_bindgen(js_namespace = Array, js_name = fromAsync, catch)]
    fn collected(all: &JsValue) -> Result<Promise, JsValue>;

    /// A `FileSystemFileHandle`, or that of a folder, which has no file.
    type Entry;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Entry) -> String;
    #[wasm_bindgen(method, js_name = getFile, catch)]
    fn file(this: &Entry) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "management"], js_name = getSelf, catch)]
    fn get_self() -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    pub(crate) fn ui_language() -> String;
}

/// How long a saved file's address is kept: the browser has begun by then.
const SAVED_MS: u32 = 10_000;

/// How long the worker may take before the page says that it cannot be reached.
const PATIENCE_MS: u32 = 3_000;

/// Asks the worker. `None` when it does not answer, or answers with nothing.
pub(crate) async fn ask(message: &FromPopup) -> Option<String> {
    answer(send(message)).await
}

/// Sends a message at once, so that the page can do something else until the answer is there.
pub(crate) fn send(message: &FromPopup) -> Option<Promise> {
    let message = JSON::parse(&serde_json::to_string(message).ok()?).ok()?;
    Some(in_time(&send_message(&message).ok()?))
}

/// The same, or nothing where it takes too long.
pub(crate) fn in_time(answer: &Promise) -> Promise {
    let too_long = future_to_promise(async {
        TimeoutFuture::new(PATIENCE_MS).await;
        Ok(JsValue::UNDEFINED)
    });
    Promise::race(&Array::of2(answer, &too_long))
}

/// What came back, as JSON.
pub(crate) async fn answer(sent: Option<Promise>) -> Option<String> {
    let answer = JsFuture::from(sent?).await.ok()?;
    match answer.as_string() {
        Some(text) => Some(text),
        None => JSON::stringify(&answer).ok()?.as_string(),
    }
}

/// Brings a tab to the front of its window.
pub(crate) async fn show_tab(tab: i32) {
    let shown = object(&[("active", true)]).and_then(|change| update_tab(tab, &change).ok());
    if let Some(shown) = shown {
        // A tab that is gone is nothing to show.
        drop(JsFuture::from(shown).await);
    }
}

/// The text of a file of the extension.
pub(crate) async fn packaged(path: &str) -> Option<String> {
    let window = web_sys::window()?;
    let response: Response = JsFuture::from(window.fetch_with_str(&get_url(path))).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Whether this browser can read it.
pub(crate) fn is_selector(css: &str) -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|page| page.query_selector(css).is_ok())
}

/// Where the extension's own files are.
pub(crate) fn own_address() -> String {
    get_url("")
}

/// The extension's own id: the host of its address.
pub(crate) fn extension_id() -> String {
    get_url("").trim_start_matches("chrome-extension://").trim_end_matches('/').to_owned()
}

/// Where the extension updates from: what its manifest says, else the Chrome Web Store.
pub(crate) fn update_url() -> String {
    let own = Reflect::get(&manifest(), &"update_url".into()).ok().and_then(|url| url.as_string());
    own.unwrap_or_else(|| "https://clients2.google.com/service/update2/crx".to_owned())
}

/// The extension's manifest, as JSON.
pub(crate) fn own_manifest() -> Value {
    json(&manifest())
}

/// What a call of the browser's came to, as JSON; `null` where it came to nothing.
async fn told(call: Result<Promise, JsValue>) -> Value {
    let Ok(call) = call else { return Value::Null };
    JsFuture::from(call).await.map(|told| json(&told)).unwrap_or_default()
}

fn json(value: &JsValue) -> Value {
    let json = JSON::stringify(value).ok().and_then(|json| json.as_string());
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Everything that is stored: on disk, and in the browser's memory.
pub(crate) async fn stored() -> (Map<String, Value>, Map<String, Value>) {
    let object = |value| if let Value::Object(values) = value { values } else { Map::new() };
    (object(told(local_get(&JsValue::NULL)).await), object(told(session_get(&JsValue::NULL)).await))
}

/// Everything that lies in the extension's own folder on the disk: names and sizes.
pub(crate) async fn files() -> Vec<(String, usize)> {
    all_files().await.unwrap_or_default()
}

async fn all_files() -> Result<Vec<(String, usize)>, JsValue> {
    let folder: Folder = JsFuture::from(own_folder()?).await?.unchecked_into();
    let entries: Array = JsFuture::from(collected(&folder.values())?).await?.unchecked_into();
    let mut files = Vec::new();
    for entry in entries.iter() {
        let entry: Entry = entry.unchecked_into();
        let size = match entry.file() {
            Ok(file) => JsFuture::from(file).await.ok().and_then(|file| Some(file.dyn_into::<Blob>().ok()?.size())),
            Err(_) => None,
        };
        files.push((entry.name(), size.unwrap_or_default() as usize));
    }
    Ok(files)
}

/// The content scripts that are registered now.
pub(crate) async fn registered() -> Value {
    told(registered_scripts()).await
}

/// How this extension came here: `admin`, `normal`, `development`…
pub(crate) async fn install_type() -> String {
    told(get_self()).await["installType"].as_str().unwrap_or_default().to_owned()
}

/// Addresses that the worker has asked since it started, as the browser has written them down; `None` where it
/// does not answer.
pub(crate) async fn requests() -> Option<Vec<String>> {
    let message = JSON::parse(r#"{"type":"requests"}"#).ok()?;
    let answer = answer(Some(in_time(&send_message(&message).ok()?))).await?;
    serde_json::from_str(&answer).ok()
}

/// The start of a text's SHA-256, in hexadecimal.
pub(crate) async fn sha256(text: &str) -> String {
    let Ok(digest) = digest("SHA-256", &Uint8Array::from(text.as_bytes())) else { return String::new() };
    let Ok(bytes) = JsFuture::from(digest).await else { return String::new() };
    Uint8Array::new(&bytes).to_vec().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// How many open tabs the browser's own policy (`runtime_blocked_hosts`) keeps the extension off. Their
/// addresses are hidden from it, so what is tried there, an empty style, can reach no page; why it is refused
/// tells such a tab from a page of the browser's own. Measured, Chromium 156: `permissions.contains` says
/// yes to a blocked host.
pub(crate) async fn blocked_tabs() -> usize {
    let mut blocked = 0;
    let tabs = told(all_tabs(&Object::new())).await;
    for tab in tabs.as_array().into_iter().flatten().filter(|tab| tab.get("url").is_none()) {
        let json = format!(r#"{{"target":{{"tabId":{}}},"css":""}}"#, tab["id"]);
        let Some(tried) = JSON::parse(&json).ok().and_then(|injection| insert_css(&injection).ok()) else { continue };
        let why = JsFuture::from(tried).await.err().and_then(|error| Reflect::get(&error, &"message".into()).ok());
        let why = why.and_then(|why| why.as_string()).unwrap_or_default();
        blocked += usize::from(why.contains("ExtensionsSettings policy"));
    }
    blocked
}

/// Copies a text; false where the browser does not let it.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// What the school manages, every value as it came.
pub(crate) async fn managed() -> Option<ByName<String>> {
    let values = JsFuture::from(managed_get(&JsValue::NULL).ok()?).await.ok()?;
    let json = JSON::stringify(&values).ok()?.as_string()?;
    lanyard_core::config::unwrap_console(&json).ok()
}

/// What is set on this device, as JSON.
pub(crate) async fn device_config() -> Option<String> {
    let values = JsFuture::from(local_get(&"config".into()).ok()?).await.ok()?;
    let config = Reflect::get(&values, &"config".into()).ok().filter(|config| config.is_object())?;
    JSON::stringify(&config).ok()?.as_string()
}

/// Sets this device up, or takes that away; false where the browser does not let it.
pub(crate) async fn set_device_config(values: Option<&ByName<String>>) -> bool {
    let sent = match values {
        None => local_remove(&"config".into()),
        Some(values) => {
            let json = serde_json::to_string(values).unwrap_or_default();
            let Ok(config) = JSON::parse(&json) else { return false };
            let all = Object::new();
            if Reflect::set(&all, &"config".into(), &config).is_err() {
                return false;
            }
            local_set(&all)
        }
    };
    match sent {
        Ok(sent) => JsFuture::from(sent).await.is_ok(),
        Err(_) => false,
    }
}

fn object(switches: &[(&str, bool)]) -> Option<Object> {
    let object = Object::new();
    for (name, on) in switches {
        Reflect::set(&object, &(*name).into(), &(*on).into()).ok()?;
    }
    Some(object)
}

/// Gives a file to the person, in their downloads.
pub(crate) fn save(dom: &Dom, name: &str, bytes: &[u8]) -> Drawn<()> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let url = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&parts)?)?;
    let link: HtmlAnchorElement = dom.document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(SAVED_MS, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}

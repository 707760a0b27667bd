//! Fetches the hosted roster, keeps it, and opens it with the browser's own cryptography: none is in the Wasm.
//!
//! Nor is the sealed file, of which the Wasm sees the first bytes alone: memory that a Wasm has grown to it never gives back.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use lanyard_core::envelope::{self, HEAD_BYTES, MAX_BYTES, Refusal};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{api, hold, to_js};
use crate::host::{Area, Download, Opened, Seal, Shelf};

/// A school's server may be slow, a worker does not live long.
const TIMEOUT_MS: u32 = 25_000;

/// The one request that Lanyard makes: no cookies, no referrer, no way to another address.
pub(super) async fn download(url: &str, etag: &str, modified: &str) -> Download {
    match ask(url, etag, modified).await {
        Ok(download) => download,
        Err(_) => Download::Nothing(Refusal::Unreachable),
    }
}

async fn ask(url: &str, etag: &str, modified: &str) -> Result<Download, JsValue> {
    let mut headers = serde_json::Map::new();
    for (name, value) in [("If-None-Match", etag), ("If-Modified-Since", modified)] {
        if !value.is_empty() {
            headers.insert(name.to_owned(), value.into());
        }
    }
    let options = to_js(&json!({
        "credentials": "omit", "referrerPolicy": "no-referrer", "redirect": "error", "cache": "no-store",
        "headers": headers,
    }));
    Reflect::set(&options, &"signal".into(), &api::time_limit(TIMEOUT_MS))?;
    let response: api::Response = JsFuture::from(api::fetch_with(url, &options)).await?.unchecked_into();
    match response.status() {
        200 => {}
        304 => return Ok(Download::Same),
        _ => return Ok(Download::Nothing(Refusal::Unreachable)),
    }
    let reader = response.body().reader();
    let (mut pieces, mut length) = (Vec::new(), 0);
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        let Ok(piece) = Reflect::get(&piece, &"value".into())?.dyn_into::<Uint8Array>() else { break };
        length += piece.length();
        if length as usize > MAX_BYTES {
            let _ = JsFuture::from(reader.cancel()).await;
            return Ok(Download::Nothing(Refusal::TooLarge));
        }
        pieces.push(piece);
    }
    let file = Uint8Array::new_with_length(length);
    let mut at = 0;
    for piece in pieces {
        file.set(&piece, at);
        at += piece.length();
    }
    let header = |name: &str| response.headers().get(name).unwrap_or_default();
    Ok(Download::File { number: hold(file), etag: header("etag"), modified: header("last-modified") })
}

/// What the shim calls the place.
pub(super) fn place(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::File => "file",
        Shelf::Text(Area::Local) => "local",
        Shelf::Text(Area::Session) => "session",
    }
}

/// Writes a file down there.
pub(super) async fn keep(file: Promise, store: Option<api::Store>, shelf: Shelf) -> Result<JsValue, JsValue> {
    let file: Uint8Array = JsFuture::from(file).await?.dyn_into()?;
    let store = store.ok_or(JsValue::NULL)?;
    JsFuture::from(store.write(place(shelf), &file)).await
}

/// Verifies the signature and decrypts, both at a time: nothing is taken before both have come to an end.
pub(super) async fn unseal(seal: &Seal, file: Promise) -> Result<Opened, Refusal> {
    let file = JsFuture::from(file).await.map_err(|_| Refusal::Unreachable)?;
    let file: Uint8Array = file.dyn_into().map_err(|_| Refusal::Damaged)?;
    let length = file.length();
    let head = envelope::head(&file.subarray(0, length.min(HEAD_BYTES as u32)).to_vec(), length as usize)?;
    let (bound, signature) = (head.bound as u32, head.signature as u32);
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    // Before Chrome 137 there is no such algorithm.
    let public = import(&bytes(&seal.public_key), &"Ed25519".into(), "verify").await.map_err(|_| Refusal::Browser)?;
    let key = bytes(&envelope::key(&seal.school_key, &head.header.school));
    let key = import(&key, &"AES-GCM".into(), "decrypt").await.map_err(|_| Refusal::Key)?;
    let how = Object::new();
    let bound_to = file.subarray(0, bound).into();
    for (name, value) in [("name", "AES-GCM".into()), ("iv", bytes(&head.nonce)), ("additionalData", bound_to)] {
        let _ = Reflect::set(&how, &name.into(), &value);
    }
    let part = |from: u32, to: u32| JsValue::from(file.subarray(from, to));
    let holds = JsFuture::from(api::verify("Ed25519", &public, &part(signature, length), &part(0, signature)));
    let table = JsFuture::from(api::decrypt(&how, &key, &part(bound, signature)));
    let (holds, table) = (holds.await, table.await);
    if holds != Ok(JsValue::TRUE) {
        return Err(Refusal::Signature);
    }
    let table = Uint8Array::new(&table.map_err(|_| Refusal::Key)?).to_vec();
    Ok(Opened { header: head.header, table })
}

async fn import(key: &JsValue, algorithm: &JsValue, usage: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(api::import_key("raw", key, algorithm, false, &Array::of1(&usage.into()))).await
}

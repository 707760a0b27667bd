//! Fetches the hosted roster, and opens it with the browser's own cryptography: none is in the Wasm.

use js_sys::{Array, Object, Reflect, Uint8Array};
use lanyard_core::envelope::{self, MAX_BYTES, Refusal};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{api, to_js};
use crate::host::{Download, Seal};

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
    let mut bytes = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        let Ok(piece) = Reflect::get(&piece, &"value".into())?.dyn_into::<Uint8Array>() else { break };
        if bytes.len() + piece.length() as usize > MAX_BYTES {
            let _ = JsFuture::from(reader.cancel()).await;
            return Ok(Download::Nothing(Refusal::TooLarge));
        }
        bytes.extend(piece.to_vec());
    }
    let header = |name: &str| response.headers().get(name).unwrap_or_default();
    Ok(Download::File { bytes, etag: header("etag"), modified: header("last-modified") })
}

/// Verifies the signature, then decrypts.
pub(super) async fn unseal(seal: &Seal) -> Result<Vec<u8>, Refusal> {
    let (_, parts) = envelope::read(&seal.file)?;
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    // Before Chrome 137 there is no such algorithm.
    let public = import(&bytes(&seal.public_key), &"Ed25519".into(), "verify").await.map_err(|_| Refusal::Browser)?;
    let holds = JsFuture::from(api::verify("Ed25519", &public, &bytes(parts.signature), &bytes(parts.signed)));
    if holds.await != Ok(JsValue::TRUE) {
        return Err(Refusal::Signature);
    }
    let key = import(&bytes(&seal.key), &"AES-GCM".into(), "decrypt").await.map_err(|_| Refusal::Key)?;
    let how = Object::new();
    for (name, value) in
        [("name", "AES-GCM".into()), ("iv", bytes(parts.nonce)), ("additionalData", bytes(parts.bound))]
    {
        let _ = Reflect::set(&how, &name.into(), &value);
    }
    let table = JsFuture::from(api::decrypt(&how, &key, &bytes(parts.sealed))).await.map_err(|_| Refusal::Key)?;
    Ok(Uint8Array::new(&table).to_vec())
}

async fn import(key: &JsValue, algorithm: &JsValue, usage: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(api::import_key("raw", key, algorithm, false, &Array::of1(&usage.into()))).await
}

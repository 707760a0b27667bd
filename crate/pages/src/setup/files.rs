//! Fields, files and the few things of the browser that the set-up page uses.

use js_sys::Uint8Array;
use lanyard_people::Text;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, TextDecoder, TextDecoderOptions};

use crate::dom::Dom;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn random_values(bytes: &Uint8Array) -> Uint8Array;
}

pub(super) fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    random_values(&Uint8Array::new_with_length(16)).copy_to(&mut bytes);
    bytes
}

pub(super) fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

pub(super) fn focus(dom: &Dom, id: &str) {
    let element = dom.document.get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        drop(element.focus());
    }
}

/// What stands in the field with this id.
pub(super) fn value(dom: &Dom, id: &str) -> String {
    let element = dom.document.get_element_by_id(id);
    element.and_then(|element| super::text_of(&element)).unwrap_or_default()
}

/// Puts a text into a field.
pub(super) fn set_value(element: &web_sys::Element, text: &str) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(text);
    }
}

pub(super) fn checked(dom: &Dom, id: &str) -> bool {
    let element = dom.document.get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    element.is_some_and(|input| input.checked())
}

/// The cells of a key's rows, as they stand on the page.
pub(super) fn cells(dom: &Dom, key: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let Ok(found) = dom.document.query_selector_all(&format!("[data-row-of=\"{key}\"]")) else { return rows };
    for at in 0..found.length() {
        let Some(row) = found.get(at).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else { continue };
        let Ok(inputs) = row.query_selector_all("[data-cell]") else { continue };
        let cell = |n: u32| {
            let input = inputs.get(n).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
            input.and_then(|input| super::text_of(&input)).unwrap_or_default()
        };
        rows.push((0..inputs.length()).map(cell).collect());
    }
    rows
}

/// The texts of the files that were chosen, whatever they are encoded in.
pub(super) async fn read(input: &HtmlInputElement) -> Vec<Text> {
    let mut texts = Vec::new();
    let Some(files) = input.files() else { return texts };
    for at in 0..files.length() {
        let Some(file) = files.get(at) else { continue };
        let Ok(buffer) = JsFuture::from(file.array_buffer()).await else { continue };
        let bytes = Uint8Array::new(&buffer).to_vec();
        let (encoding, rest) = encoding(&bytes);
        let (text, encoding) = match decode(encoding, rest) {
            Some(text) => (text, (encoding != "utf-8").then_some(encoding)),
            // What Excel writes where it is not asked.
            None => (decode("windows-1252", rest).unwrap_or_default(), Some("windows-1252")),
        };
        texts.push(Text { name: file.name(), text, encoding });
    }
    texts
}

fn encoding(bytes: &[u8]) -> (&'static str, &[u8]) {
    match bytes {
        [0xff, 0xfe, rest @ ..] => ("utf-16le", rest),
        [0xfe, 0xff, rest @ ..] => ("utf-16be", rest),
        [0xef, 0xbb, 0xbf, rest @ ..] => ("utf-8", rest),
        _ => ("utf-8", bytes),
    }
}

fn decode(encoding: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(encoding, &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

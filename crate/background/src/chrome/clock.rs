//! The instant and the civil time, from the browser: its time zones are the only ones there are.

use std::cell::RefCell;

use js_sys::{Array, Date, Reflect};
use lanyard_core::engine::Civil;
use serde_json::json;
use wasm_bindgen::JsValue;

use super::api::Format;
use super::to_js;
use crate::host::Clock;

pub(super) struct Browser;

thread_local! {
    /// Making a formatter costs a thousand times what using one does.
    static LAST: RefCell<Option<(String, Format)>> = const { RefCell::new(None) };
}

impl Clock for Browser {
    fn now_ms(&self) -> i64 {
        Date::now() as i64
    }

    fn civil(&self, ms: i64, zone: &str) -> Civil {
        let in_zone = |zone: &str| with_format(zone, |format| read(&format.parts(ms as f64)));
        in_zone(zone).or_else(|| in_zone("UTC")).unwrap_or_default()
    }

    fn knows(&self, zone: &str) -> bool {
        with_format(zone, |_| ()).is_some()
    }
}

fn with_format<T>(zone: &str, then: impl FnOnce(&Format) -> T) -> Option<T> {
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(known, _)| known != zone) {
            let options = json!({
                "timeZone": zone, "calendar": "gregory", "numberingSystem": "latn", "hourCycle": "h23", "weekday": "short",
                "year": "numeric", "month": "numeric", "day": "numeric", "hour": "numeric", "minute": "numeric",
            });
            *last = Some((zone.to_owned(), Format::new("en", &to_js(&options)).ok()?));
        }
        last.as_ref().map(|(_, format)| then(format))
    })
}

fn read(parts: &Array) -> Civil {
    let mut civil = Civil::default();
    for part in parts.iter() {
        let get = |key: &str| Reflect::get(&part, &JsValue::from_str(key)).ok().and_then(|value| value.as_string());
        let (Some(kind), Some(text)) = (get("type"), get("value")) else { continue };
        let number = text.parse::<i32>().unwrap_or(0);
        match kind.as_str() {
            "year" => civil.year = number,
            "month" => civil.month = number as u8,
            "day" => civil.day = number as u8,
            "hour" => civil.hour = number as u8,
            "minute" => civil.minute = number as u8,
            "weekday" => {
                let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
                civil.weekday = days.iter().position(|day| *day == text).map_or(0, |at| at as u8 + 1);
            }
            _ => {}
        }
    }
    civil
}

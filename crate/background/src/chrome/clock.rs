//! The instant and the civil time, from the browser: its time zones are the only ones there are.

use std::cell::RefCell;

use js_sys::{Array, Date, Object, Reflect};
use lanyard_core::engine::Civil;
use wasm_bindgen::JsValue;

use super::api::{Format, Instant};
use crate::host::Clock;

pub(super) struct Browser;

thread_local! {
    /// Making a formatter costs a thousand times what using one does.
    static LAST: RefCell<(String, Option<Format>)> = const { RefCell::new((String::new(), None)) };
}

impl Clock for Browser {
    fn now_ms(&self) -> i64 {
        Date::now() as i64
    }

    fn civil(&self, ms: i64, zone: &str) -> Civil {
        if let Some(civil) = temporal(ms, zone) {
            return civil;
        }
        let format = format(zone).or_else(|| format("UTC"));
        format.map(|format| read(&format.parts(ms as f64))).unwrap_or_default()
    }

    fn knows(&self, zone: &str) -> bool {
        temporal(0, zone).is_some() || format(zone).is_some()
    }
}

/// `None` where the browser has no `Temporal`, or no such zone. The first formatter of a
/// worker's life takes 35 ms, this takes one.
fn temporal(ms: i64, zone: &str) -> Option<Civil> {
    let at = Instant::at(ms as f64).ok()?.in_zone(zone).ok()?;
    Some(Civil {
        year: at.year(),
        month: at.month(),
        day: at.day(),
        hour: at.hour(),
        minute: at.minute(),
        weekday: at.weekday(),
    })
}

fn format(zone: &str) -> Option<Format> {
    LAST.with_borrow_mut(|(known, format)| {
        if known != zone {
            let options = Object::new();
            for (name, value) in [
                ("timeZone", zone),
                ("calendar", "gregory"),
                ("numberingSystem", "latn"),
                ("hourCycle", "h23"),
                ("weekday", "short"),
                ("year", "numeric"),
                ("month", "numeric"),
                ("day", "numeric"),
                ("hour", "numeric"),
                ("minute", "numeric"),
            ] {
                let _ = Reflect::set(&options, &name.into(), &value.into());
            }
            zone.clone_into(known);
            *format = Format::new("en", &options).ok();
        }
        format.clone()
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

//! The school's colour: a thin line at the head of our own pages, and nothing else. Severity and the fix have
//! colours of their own, which no school's may come near.

use lanyard_core::policy::rgb;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlElement};

type Rgb = [u8; 3];

/// What the line has to stand out from: of the grounds in popup.css and handbook.css the darkest light one and the
/// lightest dark one.
const LIGHT: Rgb = [0xf3, 0xf5, 0xf6];
const DARK: Rgb = [0x24, 0x27, 0x2b];

/// 3:1 (WCAG 1.4.11), and a little more, as luminance is only nearly right here.
const ENOUGH: f32 = 3.15;
const STEPS: u16 = 32;

/// Draws the line at the head of the page, where the school has a colour; takes it away where not.
pub(crate) fn put_on(document: &Document, colour: Option<&str>) -> Result<(), JsValue> {
    let Some(root) = document.document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok()) else {
        return Ok(());
    };
    let Some(own) = colour.and_then(rgb) else { return root.remove_attribute("data-colour") };
    let (light, dark) = (seen(own, LIGHT), seen(own, DARK));
    root.style().set_property("--ln-school", &format!("light-dark({}, {})", text(light), text(dark)))?;
    root.set_attribute("data-colour", "")
}

/// The colour, as far towards black or white as it takes to stand out from the ground.
fn seen(own: Rgb, ground: Rgb) -> Rgb {
    let end = if luminance(ground) > 0.5 { 0 } else { 255 };
    let mixed = |step: u16| {
        own.map(|part| {
            let mixed = (u16::from(part) * (STEPS - step) + end * step) / STEPS;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        })
    };
    (0..=STEPS).map(mixed).find(|colour| contrast(*colour, ground) >= ENOUGH).unwrap_or(own)
}

fn contrast(one: Rgb, other: Rgb) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance by a cubic instead of the exact power, which is kilobytes of a module.
fn luminance([red, green, blue]: Rgb) -> f32 {
    let linear = |part: u8| {
        let part = f32::from(part) / 255.0;
        part * (part * (part * 0.305_306 + 0.682_171) + 0.012_523)
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn text([red, green, blue]: Rgb) -> String {
    format!("#{:06x}", u32::from_be_bytes([0, red, green, blue]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As WCAG defines it.
    fn exact(colour: Rgb) -> f64 {
        let [red, green, blue] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn ratio(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (exact(one), exact(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn whatever_the_colour_the_line_stands_out_from_every_ground_light_and_dark() {
        let light = [[0xff, 0xff, 0xff], [0xf8, 0xf9, 0xfb], LIGHT];
        let dark = [[0x24, 0x27, 0x2b], [0x1b, 0x1e, 0x21]];
        let steps = || (0..=255).step_by(15).map(|part| u8::try_from(part).unwrap_or(255));
        for red in steps() {
            for green in steps() {
                for blue in steps() {
                    let own = [red, green, blue];
                    let (on_light, on_dark) = (seen(own, LIGHT), seen(own, DARK));
                    for ground in light {
                        assert!(ratio(on_light, ground) >= 3.0, "{own:?} as {on_light:?} on {ground:?}");
                    }
                    for ground in dark {
                        assert!(ratio(on_dark, ground) >= 3.0, "{own:?} as {on_dark:?} on {ground:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_colour_that_stands_out_by_itself_is_left_as_it_is() {
        assert_eq!(seen([0x7a, 0x1f, 0x3d], LIGHT), [0x7a, 0x1f, 0x3d]);
        assert_eq!(seen([0xf2, 0xc1, 0x2e], DARK), [0xf2, 0xc1, 0x2e]);
        assert_ne!(seen([0x7a, 0x1f, 0x3d], DARK), [0x7a, 0x1f, 0x3d]);
        assert_ne!(seen([0xf2, 0xc1, 0x2e], LIGHT), [0xf2, 0xc1, 0x2e]);
        assert_eq!(text([0x0a, 0x1f, 0x3d]), "#0a1f3d");
    }
}

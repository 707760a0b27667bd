//! The introduction: what Lanyard does, what it never does, where to find it. The popup has it on top
//! when it is opened for the first time, one panel after the other; the page has all three, at any time.

mod view;

use lanyard_core::protocol::FromPopup;
use wasm_bindgen::JsValue;

use crate::chrome;
use crate::dom::{Drawn, fill};
use crate::opened::Opened;
use crate::pen::{Pen, replace};

/// The panels, in order: ends of their message keys, and how many sentences each has.
pub(crate) const PANELS: [(&str, usize); 3] = [("does", 4), ("never", 4), ("where", 3)];

/// Draws the page.
pub async fn open() {
    if let Some(opened) = Opened::new("first_title").await {
        opened.ready(start(&opened).await);
    }
}

async fn start(opened: &Opened) -> Result<(), JsValue> {
    let Some((_, policy)) = opened.policy().await? else { return Ok(()) };
    let pen = opened.pen();
    let main = pen.dom.element("main", "panels")?;
    for at in 0..PANELS.len() {
        fill(&main, &[&pen.panel(at, &policy.school.policy)?])?;
    }
    replace(pen.dom, &[&header(&pen, &policy.school.name)?, &main, &footer(&pen)?])?;
    // Read here, it does not come in the popup.
    drop(chrome::send(&FromPopup::First {}));
    Ok(())
}

fn header(pen: &Pen<'_>, school: &str) -> Drawn {
    let header = pen.dom.element("header", "head")?;
    let title = pen.dom.text("h1", "", &pen.say("first_title"))?;
    fill(&header, &[&pen.school(school)?, &title, &pen.dom.text("p", "lead", &pen.say("first_lead"))?])?;
    Ok(header)
}

fn footer(pen: &Pen<'_>) -> Drawn {
    let footer = pen.dom.element("footer", "foot")?;
    let open = pen.leads(true, None, "first.html")?;
    for line in ["first_monitoring", "popup_sends"] {
        fill(&footer, &[&pen.dom.text("p", "muted", &pen.say(line))?])?;
    }
    if let Some(leads) = open {
        fill(&footer, &[&leads])?;
    }
    Ok(footer)
}

#[cfg(test)]
mod tests {
    use super::PANELS;
    use crate::language::tests::words;

    #[test]
    fn every_panel_has_its_words_in_both_languages_and_no_sentence_is_left_over() {
        for language in ["en", "cy"] {
            let words = words(language);
            for (name, count) in PANELS {
                assert!(words.has(&format!("first_{name}")), "{name}");
                assert!((1..=count).all(|n| words.has(&format!("first_{name}_{n}"))), "{language} {name}");
                assert!(!words.has(&format!("first_{name}_{}", count + 1)), "{language} {name}");
            }
            for key in ["title", "lead", "from", "place", "next", "skip", "done", "monitoring"] {
                assert!(words.has(&format!("first_{key}")), "{key}");
            }
        }
    }
}

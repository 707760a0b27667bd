//! `lanyard site redact`: the structure of a saved page, which is what a site file goes by, without
//! what people wrote in it.
//!
//! What is kept of words is what stands in Lanyard's own site files, such as the labels of a site's
//! buttons; everything else keeps its length only. Scripts, styles and comments are emptied.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, doc_comments, doc_text, element, rewrite_str, text};
use serde_json::Value;

use super::masked;
use crate::Outcome;
use crate::input::{Bad, Source};
use crate::policy::SITES;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The page, saved from a browser
    #[arg(value_name = "PAGE.html")]
    page: PathBuf,
    /// Where the page without its texts goes; printed unless given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Attributes whose values say how a page is built, not what is in it.
const STRUCTURE: [&str; 24] = [
    "aria-checked",
    "aria-disabled",
    "aria-expanded",
    "aria-haspopup",
    "aria-hidden",
    "aria-live",
    "aria-multiselectable",
    "aria-pressed",
    "aria-selected",
    "autocomplete",
    "charset",
    "checked",
    "class",
    "contenteditable",
    "dir",
    "disabled",
    "g_editable",
    "hidden",
    "lang",
    "method",
    "role",
    "selected",
    "tabindex",
    "type",
];

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let source = Source::read(&arguments.page).map_err(|one| vec![one])?;
    let html =
        redacted(&source.text).map_err(|why| vec![Bad::file(&source.name, &format!("a page of HTML: {why}"), None)])?;
    let Some(out) = &arguments.out else { return Ok(html) };
    std::fs::write(out, html).map_err(|error| {
        let name = out.display().to_string();
        vec![Bad::file(&name, &format!("a place where a file can be written: {}", crate::input::plain(&error)), None)]
    })?;
    Ok(format!("{}: texts, names and addresses are taken out; read it over before you send it\n", out.display()))
}

/// What the site files look for on a page may stay on it.
#[derive(Default)]
struct Known {
    /// Labels and values, each as a whole.
    texts: HashSet<String>,
    /// Names in the addresses of pages.
    routes: HashSet<String>,
}

impl Known {
    fn new() -> Self {
        let mut known = Self::default();
        for (_, json) in SITES {
            known.collect(&serde_json::from_str(json).unwrap_or_default());
        }
        known
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                if text.starts_with('/') {
                    self.routes.extend(text.split(|c| !in_word(c)).map(str::to_lowercase));
                }
                self.texts.insert(text.to_lowercase());
            }
            Value::Array(values) => values.iter().for_each(|value| self.collect(value)),
            Value::Object(fields) => fields.values().for_each(|value| self.collect(value)),
            _ => {}
        }
    }

    /// The text itself where a site file has it as a whole; else its shape.
    fn text(&self, text: &str) -> String {
        if self.texts.contains(&text.trim().to_lowercase()) { text.to_owned() } else { masked(text) }
    }

    /// Each word for itself: names of folders and of routes.
    fn words(&self, text: &str) -> String {
        let mut redacted = String::new();
        for piece in text.split_inclusive(|c| !in_word(c)) {
            let word = piece.trim_end_matches(|c| !in_word(c));
            let known = self.routes.contains(&word.to_lowercase());
            redacted += &if known { word.to_owned() } else { masked(word) };
            redacted += piece.get(word.len()..).unwrap_or_default();
        }
        redacted
    }

    fn attribute(&self, name: &str, value: &str) -> String {
        match name {
            "style" | "srcdoc" | "srcset" => String::new(),
            "href" | "src" | "action" => self.address(value),
            // Ids and names of fields are how a page is built; one with an address in it is not.
            "id" | "name" | "for" | "aria-labelledby" | "aria-describedby" | "aria-controls"
                if !value.contains('@') && !value.contains(char::is_whitespace) =>
            {
                value.to_owned()
            }
            _ if STRUCTURE.contains(&name) => value.to_owned(),
            _ => self.text(value),
        }
    }

    /// An address: its host stays, its parameters go.
    fn address(&self, address: &str) -> String {
        let plain = address.split('?').next().unwrap_or_default();
        match plain.split_once("://") {
            Some((scheme @ ("http" | "https"), rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                let host = host.rsplit('@').next().unwrap_or_default();
                let path = self.words(path);
                format!("{scheme}://{host}/{path}")
            }
            // What is drawn in place, and what would run.
            Some(_) => String::new(),
            None if plain.split('/').next().is_some_and(|first| first.contains(':')) => String::new(),
            None => self.words(plain),
        }
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The page without what people wrote in it.
pub(super) fn redacted(html: &str) -> Result<String, String> {
    let known = Known::new();
    // A text may come in pieces; what it says is known when all of it is there.
    let pieces = RefCell::new(String::new());
    let address = crate::saved::saved_from(html).map(|address| known.address(&address));
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("*", |element| {
            let attributes: Vec<(String, String)> =
                element.attributes().iter().map(|one| (one.name(), one.value())).collect();
            for (name, value) in attributes {
                let redacted = known.attribute(&name, &value);
                if redacted != value {
                    element.set_attribute(&name, &redacted)?;
                }
            }
            Ok(())
        }))
        .append_element_content_handler(text!("script, style, noscript", |text| {
            text.remove();
            Ok(())
        }))
        .append_document_content_handler(doc_comments!(|comment| {
            comment.remove();
            Ok(())
        }))
        .append_document_content_handler(doc_text!(|text| {
            if text.removed() {
                return Ok(());
            }
            pieces.borrow_mut().push_str(text.as_str());
            let redacted = match text.last_in_text_node() {
                true => known.text(&std::mem::take(&mut *pieces.borrow_mut())),
                false => String::new(),
            };
            text.replace(&redacted, ContentType::Html);
            Ok(())
        }));
    let body = rewrite_str(html, settings).map_err(|error| error.to_string())?;
    Ok(match address {
        Some(address) => with_address(&body, &address),
        None => body,
    })
}

/// Says where the page was as browsers do, without what was in its address.
fn with_address(html: &str, address: &str) -> String {
    let comment = format!("<!-- saved from url=({:04}){address} -->\n", address.len());
    let doctype = html.find('>').filter(|_| html.trim_start().to_lowercase().starts_with("<!doctype"));
    match doctype.and_then(|at| html.split_at_checked(at + 1)) {
        Some((doctype, rest)) => format!("{doctype}\n{comment}{rest}"),
        None => format!("{comment}{html}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_names_and_addresses_go_and_the_structure_stays() {
        let html = "<!DOCTYPE html>\n<!-- saved from url=(0050)https://mail.google.com/mail/u/0/?to=ann@x.uk#inbox -->\n\
            <title>Inbox - ann@x.uk</title><script>var who='Ann'</script><style>.a{}</style><!-- Ann -->\
            <form class=\"bAs\" id=':1a'><div name=to><span role=option data-hovercard-id='ann@x.uk' data-name='Ann Lee' \
            aria-label='Ann Lee, ann@x.uk'>Ann &amp; Lee 12</span></div><a href='/u/ann.lee?x=1'>Ann</a>\
            <img src='data:image/png;base64,AAAA' alt='Ann'><input name=subjectbox value='About Ann'></form>";
        let html = redacted(html).unwrap();
        let lower = html.to_lowercase();
        assert!(!lower.contains("ann") && !lower.contains("lee") && !lower.contains("x.uk"), "{html}");
        for kept in
            ["class=\"bAs\"", "id=':1a'", "name=to", "role=option", "subjectbox", "https://mail.google.com/mail/u/0/"]
        {
            assert!(html.contains(kept), "{kept}: {html}");
        }
        assert!(html.contains("data-hovercard-id=\"xxx@x.xx\""), "{html}");
        assert!(html.contains("xxx &xxx; xxx 00") || html.contains("xxx &amp; xxx 00"), "{html}");
    }

    #[test]
    fn labels_that_a_site_file_looks_for_stay() {
        let html = redacted("<button>Confirm</button><button>Confirm Jane</button>").unwrap();
        assert_eq!(html, "<button>Confirm</button><button>xxxxxxx xxxx</button>");
    }
}

//! Saved pages, read as the extension reads the pages that they were.
//!
//! A browser without a window shows the page under the address that it was saved from; none of the
//! page's own scripts runs, and nothing is asked of the network. The content script as shipped looks
//! at it in a world of its own, with this program in the worker's place.

mod browser;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use lanyard_core::engine::Reads;
use lanyard_core::observation::Observation;
use lanyard_core::protocol::{FromPage, Part};
use lanyard_core::site::web_host;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::input::{Bad, Source};
use browser::Browser;

const STAND_IN: &str = include_str!("stand_in.js");
/// The world that the content script runs in.
const WORLD: &str = "lanyard";
/// What calls this program from there.
const CALL: &str = "lanyardSays";
/// The content script says what an address promises and the page lacks after five seconds.
const PROMISED: Duration = Duration::from_secs(7);
/// Nothing more comes where nothing came for so long.
const STILL: Duration = Duration::from_millis(1_200);
const LONGEST: Duration = Duration::from_secs(40);

/// What saved pages are read with.
#[derive(Args)]
pub(crate) struct Reader {
    /// The extension as built or unpacked: its content script reads the page
    #[arg(long, value_name = "DIR", default_value = "dist/extension")]
    extension: PathBuf,
    /// Chrome, Chromium or Edge; one that is there unless given
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
}

/// A page as a browser saved it.
pub(crate) struct Page {
    pub(crate) name: String,
    html: String,
    /// Where what belongs to it lies.
    folder: PathBuf,
    /// Where it was.
    pub(crate) address: String,
}

/// What was seen on a page.
#[derive(Default)]
pub(crate) struct Seen {
    /// In the order of their surfaces, the last of each.
    pub(crate) observations: Vec<Observation>,
    pub(crate) unchecked: Vec<Unchecked>,
}

/// A surface that is there, or should be, and could not be read.
pub(crate) struct Unchecked {
    pub(crate) surface: String,
    /// As the content script says it.
    pub(crate) reason: String,
    pub(crate) missing: Vec<String>,
}

impl Page {
    /// Reads a page. Its address is the one given, else the one that the browser wrote into it.
    pub(crate) fn read(path: &Path, address: Option<&str>) -> Result<Self, Bad> {
        let Source { name, text: html } = Source::read(path)?;
        let address = match address {
            Some(given) => given.to_owned(),
            None => saved_from(&html).ok_or_else(|| {
                let expected = "the address that it was saved from, in a comment at its beginning as Chrome writes it";
                Bad::file(&name, expected, Some("save it as \"Webpage, complete\", or give the address with --url"))
            })?,
        };
        if web_host(&address).is_none() {
            return Err(Bad::file(&name, &format!("a page of the web; it was saved from `{address}`"), None));
        }
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { name, html, folder, address })
    }
}

/// `<!-- saved from url=(0023)https://www.example.org/ -->`, as browsers write it above a saved page.
pub(crate) fn saved_from(html: &str) -> Option<String> {
    let start = html.char_indices().nth(2_000).map_or(html.len(), |(at, _)| at);
    let (_, rest) = html.get(..start)?.split_once("saved from url=(")?;
    let (length, rest) = rest.split_once(')')?;
    let length: usize = length.parse().ok()?;
    rest.get(..length).map(str::to_owned)
}

/// A browser with the content script, ready to look at one page after the other.
pub(crate) struct Eyes {
    browser: Browser,
    content: String,
    read: String,
}

impl Eyes {
    pub(crate) fn open(reader: &Reader) -> Result<Self, Bad> {
        let part = |name: &str| {
            Source::read(&reader.extension.join(name)).map(|source| source.text).map_err(|_| {
                let folder = reader.extension.display().to_string();
                Bad::argument(
                    "--extension",
                    &format!("the folder of the extension; there is no {name} in {folder}"),
                    Some("./build.sh makes dist/extension; lanyard.zip, unpacked, is one too".to_owned()),
                )
            })
        };
        let (content, read) = (part("content.js")?, part("read.js")?);
        let browser =
            Browser::start(reader.browser.as_deref()).map_err(|why| Bad::argument("--browser", &why, None))?;
        Ok(Self { browser, content, read })
    }

    /// Looks at a page with a site file. `reads` says what may be read of a surface beside who it is for.
    pub(crate) fn look(
        &mut self,
        page: &Page,
        site: &Value,
        reads: &mut dyn FnMut(&Observation) -> Reads,
    ) -> Result<Seen, Bad> {
        self.follow(page, site, reads)
            .map_err(|why| Bad::file(&page.name, &format!("a page that can be shown: {why}"), None))
    }

    fn follow(
        &mut self,
        page: &Page,
        site: &Value,
        reads: &mut dyn FnMut(&Observation) -> Reads,
    ) -> Result<Seen, String> {
        let tab = self.browser.tab()?;
        for (method, params) in [
            ("Page.enable", json!({})),
            ("Runtime.enable", json!({})),
            ("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*" }] })),
            ("Runtime.addBinding", json!({ "name": CALL, "executionContextName": WORLD })),
            (
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": format!("{STAND_IN}\n{}", self.content), "worldName": WORLD }),
            ),
        ] {
            self.browser.call(&tab, method, params)?;
        }
        self.browser.send(&tab, "Page.navigate", json!({ "url": page.address }))?;

        let greeting = json!({ "type": "site", "site": site, "language": "en", "quiet": false });
        let mut seen = Seen::default();
        let begun = Instant::now();
        let (mut loaded, mut last) = (None, Instant::now());
        loop {
            let since = |at: Instant| Instant::now().duration_since(at);
            let said = !seen.observations.is_empty() || !seen.unchecked.is_empty();
            let enough = loaded.is_some_and(|at| since(at) > if said { STILL } else { PROMISED });
            if (enough && since(last) > STILL) || since(begun) > LONGEST {
                break;
            }
            let Some(event) = self.browser.next()?.filter(|event| event.session == tab) else { continue };
            match event.method.as_str() {
                "Page.loadEventFired" => loaded = Some(Instant::now()),
                "Fetch.requestPaused" => self.answer(&tab, page, &event.params)?,
                "Runtime.bindingCalled" => {
                    last = Instant::now();
                    let context = event.params["executionContextId"].clone();
                    let payload = event.params["payload"].as_str().unwrap_or_default();
                    let Some(message) = FromPage::read(payload) else { continue };
                    match message {
                        FromPage::Hello { .. } => self.tell(&tab, &context, &greeting)?,
                        FromPage::Need { part: Part::Read } => self.run(&tab, &context, &self.read.clone())?,
                        FromPage::Observe { hash, observation, .. } => {
                            let surface = observation.surface().to_string();
                            let answer = json!({ "type": "findings", "surface": surface, "hash": hash, "findings": [], "reads": reads(&observation) });
                            seen.put(observation);
                            self.tell(&tab, &context, &answer)?;
                        }
                        FromPage::Unchecked { surface, reason, missing } => {
                            seen.forget(&surface);
                            seen.unchecked.push(Unchecked { surface, reason, missing });
                        }
                        FromPage::Gone { surface } => seen.forget(&surface),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        let info = self.browser.call(&tab, "Target.getTargetInfo", json!({}))?;
        self.browser.call("", "Target.closeTarget", json!({ "targetId": info["targetInfo"]["targetId"] }))?;
        if loaded.is_none() {
            return Err(format!("it did not load within {} s", LONGEST.as_secs()));
        }
        seen.sort();
        Ok(seen)
    }

    fn tell(&mut self, tab: &str, context: &Value, message: &Value) -> Result<(), String> {
        self.run(tab, context, &format!("globalThis.lanyardHear({message})"))
    }

    fn run(&mut self, tab: &str, context: &Value, script: &str) -> Result<(), String> {
        let script = json!({ "expression": format!("{script};0"), "contextId": context });
        self.browser.send(tab, "Runtime.evaluate", script).map(drop)
    }

    /// The page itself, and what was saved beside it; nothing else is there.
    fn answer(&mut self, tab: &str, page: &Page, params: &Value) -> Result<(), String> {
        let id = &params["requestId"];
        let url = params["request"]["url"].as_str().unwrap_or_default();
        let without = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
        let (body, kind) = if params["resourceType"] == "Document" && without(url) == without(&page.address) {
            (Some(page.html.clone().into_bytes()), "text/html; charset=utf-8")
        } else {
            (beside(page, url), mime(url))
        };
        let Some(body) = body else {
            let refused = json!({ "requestId": id, "errorReason": "BlockedByClient" });
            return self.browser.send(tab, "Fetch.failRequest", refused).map(drop);
        };
        let headers = json!([
            { "name": "Content-Type", "value": kind },
            { "name": "Content-Security-Policy", "value": "script-src 'none'; object-src 'none'; form-action 'none'" },
        ]);
        let answer =
            json!({ "requestId": id, "responseCode": 200, "responseHeaders": headers, "body": STANDARD.encode(&body) });
        self.browser.send(tab, "Fetch.fulfillRequest", answer).map(drop)
    }
}

impl Seen {
    fn put(&mut self, observation: Observation) {
        self.forget(&observation.surface().to_string());
        self.observations.push(observation);
    }

    fn forget(&mut self, surface: &str) {
        self.observations.retain(|one| one.surface().to_string() != surface);
        self.unchecked.retain(|one| one.surface != surface);
    }

    fn sort(&mut self) {
        self.observations.sort_by_key(|one| one.surface().to_string());
        self.unchecked.sort_by(|a, b| a.surface.cmp(&b.surface));
    }
}

/// A file that was saved beside the page: `./Inbox_files/style.css`.
fn beside(page: &Page, url: &str) -> Option<Vec<u8>> {
    let (base, _) = page.address.split(['?', '#']).next()?.rsplit_once('/')?;
    let inside = url.split(['?', '#']).next()?.strip_prefix(base)?.trim_start_matches('/');
    let name = percent_decode_str(inside).decode_utf8().ok()?.into_owned();
    let plain = Path::new(&name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    let path = page.folder.join(&name);
    (plain && !name.is_empty() && path.is_file()).then(|| std::fs::read(path).ok()).flatten()
}

fn mime(url: &str) -> &'static str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css",
        "html" | "htm" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_one_that_the_browser_wrote() {
        let from = |html: &str| saved_from(html);
        let html = "<!DOCTYPE html>\n<!-- saved from url=(0028)https://mail.google.com/mail -->\n<html>";
        assert_eq!(from(html).as_deref(), Some("https://mail.google.com/mail"));
        assert_eq!(from("<html>"), None);
        assert_eq!(from("<!-- saved from url=(9999)https://x -->"), None);
    }

    #[test]
    fn only_what_lies_beside_the_page_belongs_to_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("Inbox files")).unwrap();
        std::fs::write(folder.path().join("Inbox files/a.css"), "x").unwrap();
        let page = Page {
            name: "p".to_owned(),
            html: String::new(),
            folder: folder.path().to_owned(),
            address: "https://mail.example.org/mail/u/0/?x#y".to_owned(),
        };
        assert!(beside(&page, "https://mail.example.org/mail/u/0/Inbox%20files/a.css").is_some());
        for other in [
            "https://mail.example.org/a.css",
            "https://mail.example.org/mail/u/0/../../etc/passwd",
            "https://mail.example.org/mail/u/0/%2e%2e/secret",
            "https://mail.example.org/mail/u/0//etc/passwd",
            "https://other.example/mail/u/0/Inbox%20files/a.css",
        ] {
            assert!(beside(&page, other).is_none(), "{other}");
        }
    }
}

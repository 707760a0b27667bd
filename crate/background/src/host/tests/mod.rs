//! The host, tried without a browser: a desk that carries its effects out as `chrome` does,
//! on the real packs, site files and texts.

mod after;
mod answers;
mod badge;
mod counting;
mod files;
mod first;
mod hosted;
mod hostile;
mod less;
mod own;
mod pages;
mod pieces;
mod popup;
mod reminders;
mod sees;
mod setup;
mod visits;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use lanyard_core::engine::Civil;
use lanyard_core::envelope::{self, Refusal};
use lanyard_core::observation::Kind;
use lanyard_core::protocol::{Part, PopupState, Shown, ToPage};
use lanyard_core::roster::{Date, Person, Role, RosterBuilder, Status};
use serde_json::{Map, Value, json};

use super::*;

/// 2026-11-22, the middle of the day.
const NOW_MS: i64 = 1_795_348_800_000;
const DAY_MS: i64 = 86_400_000;
const OWN: &str = "chrome-extension://lanyard";

/// What most schools set.
const SCHOOL: &[(&str, &str)] = &[
    ("school", "st-marylebone"),
    ("schoolDomains", "oakfield.sch.uk"),
    ("accountCheck", "off"),
    ("hosts", r#"{"roundcube":["mail.oakfield.sch.uk"]}"#),
];
const TUDHOE: &[(&str, &str)] = &[("school", "tudhoe"), ("schoolDomains", "oakfield.sch.uk"), ("accountCheck", "off")];

struct At(Cell<i64>);

impl Clock for At {
    fn now_ms(&self) -> i64 {
        self.0.get()
    }

    fn civil(&self, ms: i64, _zone: &str) -> Civil {
        let date = date(ms);
        Civil { year: date.year(), month: date.month(), day: date.day(), hour: 12, minute: 0, weekday: 1 }
    }

    fn knows(&self, zone: &str) -> bool {
        zone != "Europe/Atlantis"
    }
}

fn date(ms: i64) -> Date {
    let start = Date::parse("2026-11-22").unwrap();
    start.plus_days((ms - NOW_MS).div_euclid(DAY_MS))
}

/// What a school's address answers.
#[derive(Clone)]
enum Answer {
    Same,
    Nothing(Refusal),
    /// A file, with its `ETag`.
    File(Vec<u8>, &'static str),
}

/// A browser, as far as the host can tell.
struct Desk {
    host: Option<Host>,
    clock: At,
    local: Map<String, Value>,
    session: Map<String, Value>,
    /// What `storage.managed` answers; `None` while the browser does not know yet.
    managed: Option<Map<String, Value>>,
    account: &'static str,
    language: &'static str,
    shortcut: &'static str,
    tabs: BTreeMap<i32, &'static str>,
    /// Tabs with somebody who hears a call.
    listening: Vec<i32>,
    /// Packaged files stay unread while set.
    slow: bool,
    fetches: Vec<File>,
    /// What the school's address answers; `None` while it does not.
    address: Option<Answer>,
    /// What came from there last, by its number.
    fetched: (u32, Vec<u8>),
    /// The file in the extension's own folder.
    file: Option<Vec<u8>>,
    /// The disk takes no file, or gives none.
    full: bool,
    stuck: bool,
    /// The worker dies after so many effects.
    lives: Option<usize>,
    /// What it was asked: address and validators.
    downloads: Vec<(String, String, String)>,
    scripts: Vec<Script>,
    registered: usize,
    injected: Vec<Inject>,
    sent: Vec<(u32, ToPage)>,
    closed: Vec<u32>,
    /// Parts of the content script that were put into documents.
    parts: Vec<(u32, Place, Part)>,
    /// Whether the last of them went into webmail.
    in_mail: bool,
    replies: BTreeMap<u32, Value>,
    reads: Vec<(u32, Read)>,
    called: Vec<i32>,
    /// Documents that were asked to offer their files.
    offers: Vec<(i32, String)>,
    /// Scripts that tell of moments, by document.
    listening_for: Vec<(String, &'static str)>,
    /// Questions, and when their time is over.
    waits: Vec<(u32, i64)>,
    /// Addresses of documents that are a tab's own.
    frames: BTreeMap<String, &'static str>,
    /// Documents that somebody may leave.
    stays: Vec<String>,
    /// Pages of ours that were opened.
    opened: Vec<String>,
    /// How often the introduction was opened in a tab.
    introduced: usize,
    /// Pieces of the worker that were loaded, those that were fetched beforehand, and the one that cannot be.
    pieces: Vec<Piece>,
    prepared: Vec<Piece>,
    missing: Option<Piece>,
    /// What stands on the icon of tabs, as it was put there; tab 0 is all of them.
    badges: Vec<(i32, usize)>,
    /// What was done, in order, by name.
    log: Vec<&'static str>,
}

impl Desk {
    fn new() -> Self {
        Self {
            host: None,
            clock: At(Cell::new(NOW_MS)),
            local: Map::new(),
            session: Map::new(),
            managed: Some(Map::new()),
            account: "",
            language: "en-GB",
            shortcut: "Alt+Shift+Y",
            tabs: BTreeMap::new(),
            listening: Vec::new(),
            slow: false,
            fetches: Vec::new(),
            address: None,
            fetched: (0, Vec::new()),
            file: None,
            full: false,
            stuck: false,
            lives: None,
            downloads: Vec::new(),
            scripts: Vec::new(),
            registered: 0,
            injected: Vec::new(),
            sent: Vec::new(),
            closed: Vec::new(),
            parts: Vec::new(),
            in_mail: false,
            replies: BTreeMap::new(),
            reads: Vec::new(),
            called: Vec::new(),
            offers: Vec::new(),
            listening_for: Vec::new(),
            waits: Vec::new(),
            frames: BTreeMap::new(),
            stays: Vec::new(),
            opened: Vec::new(),
            introduced: 0,
            pieces: Vec::new(),
            prepared: Vec::new(),
            missing: None,
            badges: Vec::new(),
            log: Vec::new(),
        }
    }

    /// A worker that has started under this managed configuration.
    fn of(keys: &[(&str, &str)]) -> Self {
        let mut desk = Self::new();
        desk.managed = Some(texts(keys));
        desk.wake();
        desk
    }

    /// The worker starts: for the first time, or after it has died.
    fn wake(&mut self) {
        self.host = None;
        self.sent.clear();
        self.log.clear();
        self.pieces.clear();
        let start = Start {
            local: self.local.clone(),
            session: self.session.clone(),
            random: std::array::from_fn(|at| at as u8),
            language: self.language.to_owned(),
            version: "0.1.0".to_owned(),
            own: OWN.to_owned(),
            shortcut: self.shortcut.to_owned(),
        };
        let (host, effects) = Host::start(start, &self.clock);
        self.host = Some(host);
        self.carry_out(effects);
        self.hear(Event::Profile(self.account.to_owned()));
        self.read_managed(Read::Start);
    }

    fn read_managed(&mut self, read: Read) {
        if let Some(managed) = self.managed.clone() {
            self.hear(Event::Managed(managed, read));
        }
    }

    /// The school changes something.
    fn push(&mut self, keys: &[(&str, &str)]) {
        self.managed = Some(texts(keys));
        self.read_managed(Read::Settled);
    }

    fn area(&mut self, area: Area) -> &mut Map<String, Value> {
        if area == Area::Local { &mut self.local } else { &mut self.session }
    }

    /// The bytes of a sealed roster, as `chrome` has them.
    fn sealed(&mut self, sealed: Sealed) -> Option<Vec<u8>> {
        match sealed {
            Sealed::Fetched(number) => (self.fetched.0 == number).then(|| self.fetched.1.clone()),
            Sealed::Kept(Shelf::File) => self.file.clone(),
            Sealed::Kept(Shelf::Text(area)) => envelope::from_text(self.area(area).get("sealed")?.as_str()?),
        }
    }

    fn hear(&mut self, event: Event) {
        if self.lives == Some(0) {
            return;
        }
        let host = self.host.as_mut().expect("a worker");
        // As `chrome` does: what an event needs is loaded first, and nothing else.
        while let Some(piece) = host.needs(&event) {
            assert!(!self.pieces.contains(&piece), "{piece:?} is asked for twice");
            self.pieces.push(piece);
            host.loaded(piece, self.missing != Some(piece));
        }
        let effects = host.handle(event, &self.clock);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match &mut self.lives {
                Some(0) => return,
                Some(left) => *left -= 1,
                None => {}
            }
            match effect {
                Effect::Send(port, message) => {
                    self.log.push("send");
                    self.sent.push((port, message));
                }
                Effect::Inject(port, place, part, mail) => {
                    self.parts.push((port, place, part));
                    self.in_mail = mail;
                }
                Effect::Close(port) => self.closed.push(port),
                Effect::Reply(request, json) => {
                    self.replies.insert(request, serde_json::from_str(&json).expect("JSON"));
                }
                Effect::Fetch(file) if self.slow => self.fetches.push(file),
                Effect::Fetch(file) => {
                    let text = packaged(&file);
                    self.hear(Event::Packaged(file, text));
                }
                Effect::Download(url, etag, modified) => {
                    self.log.push("download");
                    self.downloads.push((url, etag, modified));
                    let download = match self.address.clone() {
                        None => continue,
                        Some(Answer::Same) => Download::Same,
                        Some(Answer::Nothing(refusal)) => Download::Nothing(refusal),
                        Some(Answer::File(bytes, etag)) => {
                            self.fetched = (self.fetched.0 + 1, bytes);
                            Download::File { number: self.fetched.0, etag: etag.to_owned(), modified: String::new() }
                        }
                    };
                    self.hear(Event::Downloaded(download));
                }
                Effect::Unseal(seal) => {
                    let opened = match seal.sealed {
                        Sealed::Kept(Shelf::File) if self.stuck => Err(Refusal::Unreachable),
                        sealed => {
                            self.sealed(sealed).ok_or(Refusal::Damaged).and_then(|file| hosted::open(&file, &seal))
                        }
                    };
                    self.hear(Event::Unsealed(seal.sealed, opened));
                }
                Effect::Keep(sealed, shelf) => {
                    let file = self.sealed(sealed);
                    let done = match (file, shelf) {
                        (None, _) => false,
                        (Some(file), Shelf::File) => {
                            self.log.push("write file");
                            if !self.full {
                                self.file = Some(file);
                            }
                            !self.full
                        }
                        (Some(file), Shelf::Text(area)) => {
                            let text = Value::String(envelope::to_text(&file));
                            self.area(area).insert("sealed".to_owned(), text);
                            true
                        }
                    };
                    self.hear(Event::Kept(sealed, shelf, done));
                }
                Effect::DropFile => {
                    self.log.push("drop file");
                    self.file = None;
                }
                Effect::Register(scripts, inject) => {
                    self.log.push("register");
                    self.registered += 1;
                    self.scripts = scripts;
                    self.injected.push(inject);
                }
                Effect::Write(area, values) => {
                    self.log.push(if area == Area::Local { "write disk" } else { "write session" });
                    let to = self.area(area);
                    for (key, json) in values {
                        to.insert(key.to_owned(), serde_json::from_str(&json).expect("JSON"));
                    }
                }
                Effect::Remove(area, keys) => {
                    let from = self.area(area);
                    keys.into_iter().for_each(|key| drop(from.remove(key)));
                }
                Effect::ReadManaged(ms, read) => self.reads.push((ms, read)),
                Effect::FindTab(request, tab) => {
                    let address = self.tabs.get(&tab).map(|address| (*address).to_owned());
                    self.hear(Event::Tab(request, address));
                }
                Effect::Call(request, tab) => {
                    self.called.push(tab);
                    let heard = self.listening.contains(&tab);
                    self.hear(Event::Called(request, heard));
                }
                Effect::FindFrame(document) => {
                    let address = self.frames.get(&document).map(|address| (*address).to_owned());
                    self.hear(Event::Frame(document, address));
                }
                Effect::Open(page) => self.opened.push(page),
                Effect::Again(event) => self.hear(event),
                Effect::Prepare(piece) => self.prepared.push(piece),
                Effect::First => self.introduced += 1,
                Effect::Stay(document, _) => self.stays.push(document),
                Effect::Files(tab, document) => self.offers.push((tab, document)),
                Effect::Badge(tab, count) => self.badges.push((tab, count)),
                Effect::NoBadges => self.badges.push((0, 0)),
                Effect::Listen(place, file) => self.listening_for.push((place.document, file)),
                Effect::Wait(request, ms) => self.waits.push((request, self.clock.0.get() + i64::from(ms))),
            }
        }
    }

    /// All waits end.
    fn time_out(&mut self) {
        while let Some(next) = (0..self.waits.len()).min_by_key(|at| self.waits[*at].1) {
            let (request, at) = self.waits.remove(next);
            self.clock.0.set(self.clock.0.get().max(at));
            self.hear(Event::Waited(request));
        }
    }

    fn matches(&self) -> Vec<&str> {
        self.scripts.iter().flat_map(|script| script.matches.iter().map(String::as_str)).collect()
    }

    /// The same without the hosts that are only on a list.
    fn site_matches(&self) -> Vec<&str> {
        let sites = self.scripts.iter().filter(|script| script.id != "pages");
        sites.flat_map(|script| script.matches.iter().map(String::as_str)).collect()
    }

    /// A page with a content script; says hello on Port `port`, in the tab of the same number.
    fn open(&mut self, port: u32, origin: &str) {
        self.open_in(port, port as i32, &format!("document {port}"), origin);
    }

    fn open_in(&mut self, port: u32, tab: i32, document: &str, origin: &str) {
        let sender = Sender { tab: Some(tab), document: document.to_owned(), origin: origin.to_owned() };
        self.hear(Event::Connected(port, sender));
        self.say(port, json!({"type": "hello", "protocol": 1}));
    }

    fn say(&mut self, port: u32, message: Value) {
        self.hear(Event::Said(port, message.to_string()));
    }

    fn observe(&mut self, port: u32, observation: Value) -> Vec<Shown> {
        self.sent.clear();
        self.say(port, json!({"type": "observe", "hash": "h1", "quiet": false, "observation": observation}));
        self.findings(port)
    }

    /// The last findings that a Port was sent.
    fn findings(&self, port: u32) -> Vec<Shown> {
        let last = self.sent.iter().rev().find_map(|(to, message)| match message {
            ToPage::Findings { findings, .. } if *to == port => Some(findings.clone()),
            _ => None,
        });
        last.unwrap_or_default()
    }

    fn was_sent_findings(&self, port: u32) -> bool {
        self.sent.iter().any(|(to, message)| *to == port && matches!(message, ToPage::Findings { .. }))
    }

    fn act(&mut self, port: u32, finding: &Shown, remedy: &str, outcome: &str) {
        self.say(port, json!({"type": "act", "finding": finding.id, "remedy": remedy, "outcome": outcome}));
    }

    fn ask_from(&mut self, request: u32, origin: &str, message: Value) -> Option<Value> {
        let sender = Sender { origin: origin.to_owned(), ..Sender::default() };
        self.hear(Event::Asked(request, sender, message.to_string()));
        self.replies.get(&request).cloned()
    }

    fn ask(&mut self, request: u32, message: Value) -> Option<Value> {
        self.ask_from(request, OWN, message)
    }

    /// What a popup shows of a tab, once everything has been waited for.
    fn popup(&mut self, tab: i32) -> PopupState {
        let request = 100 + self.replies.len() as u32;
        let now = self.clock.0.get();
        self.ask(request, json!({"type": "tab", "tab": tab}));
        self.time_out();
        self.clock.0.set(now);
        serde_json::from_value(self.replies[&request].clone()).expect("a state")
    }

    fn problems(&mut self) -> Vec<String> {
        self.popup(0).problems.iter().map(|problem| format!("{} {}", problem.code, problem.path)).collect()
    }
}

fn texts(keys: &[(&str, &str)]) -> Map<String, Value> {
    keys.iter().map(|&(key, text)| (key.to_owned(), text.into())).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../extension")
}

/// What the build puts into the package.
fn packaged(file: &File) -> Option<String> {
    match file {
        File::Sites => {
            let mut headers = Vec::new();
            for entry in std::fs::read_dir(root().join("sites")).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() && !path.to_string_lossy().ends_with(".schema.json") {
                    headers.push(serde_json::from_str::<Value>(&std::fs::read_to_string(path).unwrap()).unwrap());
                }
            }
            headers.sort_by_key(|header| header["id"].to_string());
            Some(Value::Array(headers).to_string())
        }
        File::Categories => {
            let mut text = String::new();
            for entry in std::fs::read_dir(root().join("sites/categories")).unwrap() {
                let list: Value =
                    serde_json::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
                let each = |value: &Value| -> Vec<String> {
                    value.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
                };
                let id = list["id"].as_str().unwrap_or("protected");
                each(&list["hosts"]).iter().for_each(|host| text += &format!("{id} {host}\n"));
                for pages in list["pages"].as_array().into_iter().flatten() {
                    let hosts = each(&pages["hosts"]);
                    let paths = pages.get("path").map_or_else(|| vec!["@".to_owned()], each);
                    for (host, path) in hosts.iter().flat_map(|host| paths.iter().map(move |path| (host, path))) {
                        text += &format!("{id} {host} {} {path}\n", pages["page"].as_str().unwrap());
                    }
                }
            }
            Some(text)
        }
        File::Policies => {
            Some(json!([{"id": "st-marylebone", "name": "A"}, {"id": "tudhoe", "name": "B"}]).to_string())
        }
        File::Policy(id) => {
            let name = format!("{id}.toml");
            let toml = std::fs::read_to_string(root().join("policies").join(&name)).ok()?;
            Some(
                serde_json::to_string(&lanyard_pack::compile(&name, &toml).expect("a pack in order").for_rules())
                    .unwrap(),
            )
        }
        File::SiteShape => std::fs::read_to_string(root().join("sites/site.schema.json")).ok(),
        File::Site(_) | File::Words(_) => std::fs::read_to_string(root().join(file.path())).ok(),
    }
}

/// A roster of one pupil, known by handle, and one parent, known by address.
fn roster(school: &str, built: i64) -> (String, String) {
    let mut builder = RosterBuilder::new(school);
    let person = |role, name: &str, addresses: &[&str], handles: &[(&str, &str)]| Person {
        role,
        status: Status::Current,
        names: vec![name.to_owned()],
        addresses: addresses.iter().map(|&a| a.to_owned()).collect(),
        handles: handles.iter().map(|&(s, h)| (s.to_owned(), h.to_owned())).collect(),
        born: None,
    };
    builder.add_person(person(Role::Pupil, "Robin Alder", &[], &[("facebook", "robin.alder.9")]));
    builder.add_person(person(Role::Parent, "Sam Birch", &["sam.birch@example.com"], &[]));
    let built = date(built);
    let files = builder.finish([5; 16], [7; 16], built, built.plus_days(35));
    (files.text(), files.key)
}

fn with_roster<'a>(keys: &[(&'a str, &'a str)], roster: &'a (String, String)) -> Vec<(&'a str, &'a str)> {
    let mut all = keys.to_vec();
    all.extend([("roster", roster.0.as_str()), ("rosterKey", roster.1.as_str())]);
    all
}

/// A message from a school account with families in To.
fn mail(to: &[&str]) -> Value {
    let recipients: Vec<Value> =
        to.iter().enumerate().map(|(at, address)| json!({"ref": format!("to/{at}"), "address": address})).collect();
    json!({"kind": "composeMail", "surface": {"site": "roundcube", "name": "compose", "n": 1},
        "account": "teacher@oakfield.sch.uk", "thread": "t1", "to": recipients, "canMove": true})
}

const FAMILIES: [&str; 5] =
    ["ash@example.com", "birch@example.org", "cedar@example.net", "elm@example.com", "fir@example.org"];

/// A request on Facebook from somebody of this name.
fn request(name: &str, handle: Option<&str>) -> Value {
    json!({"kind": "connectionRequest", "surface": {"site": "facebook", "name": "request", "n": 1},
        "direction": "received", "person": {"name": name, "handle": handle}, "canDecline": true})
}

const MAIL: &str = "https://mail.oakfield.sch.uk";
const FACEBOOK: &str = "https://www.facebook.com";

/// The configuration that switches off every rule that looks at mail, and reminders.
pub(super) fn mail_rules_off() -> String {
    let mail = lanyard_core::rules::REGISTRY.iter().filter(|entry| entry.kinds.contains(&Kind::ComposeMail));
    let off: Vec<String> = mail.map(|entry| format!("\"{}\":\"off\"", entry.id)).collect();
    format!("{{\"reminders\":\"off\",{}}}", off.join(","))
}

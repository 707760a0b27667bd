//! What the host hears, and what it wants done.

use lanyard_core::engine::Civil;
use lanyard_core::envelope::Refusal;
use lanyard_core::moment::Moment;
use lanyard_core::protocol::{Part, ToPage};
use serde_json::{Map, Value};

use super::Piece;
use super::hosted::{Download, Opened, Seal, Sealed, Shelf};

/// The instant, as the browser knows it.
pub trait Clock {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> i64;
    /// An instant as civil time of an IANA zone.
    fn civil(&self, ms: i64, zone: &str) -> Civil;
    /// Whether there is such a zone.
    fn knows(&self, zone: &str) -> bool;
}

/// A packaged file that the host may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// Headers of the site files.
    Sites,
    /// A site file.
    Site(String),
    /// What a site file may hold, for what a school sets in place of it.
    SiteShape,
    /// Lists of hosts by category.
    Categories,
    /// Ids and names of the packaged policies.
    Policies,
    /// A compiled policy, as far as rules rest on it.
    Policy(String),
    /// The texts of a language.
    Words(String),
}

impl File {
    /// Its place in the extension's package.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Sites => "sites/index.json".to_owned(),
            Self::Site(id) => format!("sites/{id}.json"),
            Self::SiteShape => "sites/shape.json".to_owned(),
            Self::Categories => "sites/categories.txt".to_owned(),
            Self::Policies => "policies/index.json".to_owned(),
            Self::Policy(id) => format!("policies/{id}.rules.json"),
            Self::Words(language) => format!("_locales/{language}/messages.json"),
        }
    }
}

/// Who is at the other end, as the browser says it. Nothing of this is taken from a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// Id of the tab; `None` outside tabs.
    pub tab: Option<i32>,
    /// Id of the document, which is one frame's and one visit's.
    pub document: String,
    /// Origin of the document, after inheritance.
    pub origin: String,
}

/// A document in a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id of the tab.
    pub tab: i32,
    /// Id of the document.
    pub document: String,
}

/// When managed storage was read. At the start of a browser `{}` may mean "not yet".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// At the worker's start.
    Start,
    /// Well after it, or because the browser said that it has changed.
    Settled,
}

/// What the worker knows when it has started and read its storage.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// `storage.local`.
    pub local: Map<String, Value>,
    /// `storage.session`.
    pub session: Map<String, Value>,
    /// 32 fresh random bytes, for the first start of an installation.
    pub random: [u8; 32],
    /// The browser's language.
    pub language: String,
    /// Version of the extension.
    pub version: String,
    /// Origin of the extension's own pages.
    pub own: String,
    /// The keys that move to a note, as the browser writes them; empty where there are none.
    pub shortcut: String,
}

/// What the host hears.
#[derive(Clone, Debug)]
pub enum Event {
    /// The extension was installed or updated, of which one worker hears, whatever it finds stored.
    Installed,
    /// `storage.managed` was read.
    Managed(Map<String, Value>, Read),
    /// `storage.local.config` has changed.
    Device(Option<Value>),
    /// Address of the profile's account; empty when nobody is signed in.
    Profile(String),
    /// A packaged file was read; `None` when there is none of that name.
    Packaged(File, Option<String>),
    /// What came from the address of the hosted roster.
    Downloaded(Download),
    /// A sealed roster was verified and decrypted, or was not.
    Unsealed(Sealed, Result<Opened, Refusal>),
    /// A sealed roster was written down there, or could not be.
    Kept(Sealed, Shelf, bool),
    /// A content script has connected.
    Connected(u32, Sender),
    /// It has said something.
    Said(u32, String),
    /// The browser would not put a part of the content script into its document.
    Refused(u32, Part),
    /// It has gone.
    Disconnected(u32),
    /// An extension page asks.
    Asked(u32, Sender, String),
    /// Address of a tab that the host asked for; `None` when it may not be known.
    Tab(u32, Option<String>),
    /// Whether anything in the tab heard the call to say everything again.
    Called(u32, bool),
    /// A wait has ended.
    Waited(u32),
    /// A file that was offered in this document was looked into: its name, and the facts as JSON.
    Looked(String, String, String),
    /// The size in bytes of a file that was offered in this document, by its name.
    Sized(String, String, u32),
    /// The person pressed the shortcut in this tab.
    Shortcut(i32),
    /// Address of a document that is a tab's own; `None` inside another page, or when it has gone.
    Frame(String, Option<String>),
    /// The time that was given to leave a document is over.
    Stayed(String),
    /// What stood on a document as a whole is to be shown again: a reminder, or a message that has gone.
    Page(String, Option<Moment>),
    /// It has become known what the school has set, and somebody waits for that.
    Settled,
}

/// Where something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// On disk.
    Local,
    /// In the browser's memory, until it ends.
    Session,
}

/// Content scripts for one site, or for the hosts on the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Id of the registration.
    pub id: String,
    /// Match patterns.
    pub matches: Vec<String>,
    /// Match patterns of what another registration covers.
    pub exclude: Vec<String>,
    /// Whether frames inside a page get it too.
    pub frames: bool,
}

/// What the host wants done, in this order.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Say something to a content script.
    Send(u32, ToPage),
    /// Put a part of the content script into the document at the other end of a Port, and say whether it is mail.
    Inject(u32, Place, Part, bool),
    /// Close a Port.
    Close(u32),
    /// Answer an extension page, with JSON.
    Reply(u32, String),
    /// Read a packaged file.
    Fetch(File),
    /// Ask the school's address for its roster: with these validators, where they are not empty.
    Download(String, String, String),
    /// Verify and decrypt a sealed roster.
    Unseal(Seal),
    /// Write a sealed roster down there, in place of what is there, whole or not at all; what follows waits until it is done.
    Keep(Sealed, Shelf),
    /// Erase the file of the sealed roster, where there is one; what follows waits until it is done.
    DropFile,
    /// Register exactly these content scripts. Pages that are open already get those that are
    /// new, or all of them.
    Register(Vec<Script>, Inject),
    /// Write keys, their values as JSON; what follows waits until it is done.
    Write(Area, Vec<(&'static str, String)>),
    /// Remove keys; what follows waits until it is done.
    Remove(Area, Vec<&'static str>),
    /// Read managed storage again after so many milliseconds.
    ReadManaged(u32, Read),
    /// Ask for the address of a tab.
    FindTab(u32, i32),
    /// Have the content scripts of a tab connect and say everything again.
    Call(u32, i32),
    /// Have this document of a tab offer the files that are chosen there, and those that it still has.
    Files(i32, String),
    /// Open a page of ours, in a tab of its own: its place in the package.
    Open(String),
    /// Open the introduction, in a tab behind the one in front.
    First,
    /// Put the number of warnings on a tab's icon, or none.
    Badge(i32, usize),
    /// Take the number from every tab's icon, also those that an earlier worker has put there.
    NoBadges,
    /// Have this document say what it hears of the browser, by this script.
    Listen(Place, &'static str),
    /// Say when so many milliseconds have gone.
    Wait(u32, u32),
    /// Ask for the address of a document.
    FindFrame(String),
    /// Say when so many milliseconds have gone, of a document that may be left by then.
    Stay(String, u32),
    /// Have the host hear this, after all that has come before.
    Again(Event),
    /// Fetch a piece of the worker that will be needed.
    Prepare(Piece),
}

/// Which registrations are carried into pages that are open already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inject {
    /// Those that were not registered before.
    New,
    /// All of them.
    All,
}

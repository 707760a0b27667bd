//! From what the school has set to an engine, the pages it covers, and what is kept of it.

use std::sync::Arc;

use lanyard_core::catalogue::nearest_of;
use lanyard_core::category::Categories;
use lanyard_core::config::{AccountCheck, Config};
use lanyard_core::engine::Engine;
use lanyard_core::finding::Message;
use lanyard_core::observation::Kind;
use lanyard_core::policy::Policy;
use lanyard_core::problem::Problem;
use lanyard_core::protocol::Working;
use lanyard_core::roster::Roster;
use lanyard_core::site::{Coverage, Header, Host as HostName, Place, changes, parse_index};
use lanyard_core::sorted::ByName;
use lanyard_core::words::Words;
use serde_json::{Map, Value};

use super::hosted;
use super::list::List;
use super::stored::{Texts, texts};
use super::{Area, Clock, Effect, Event, File, Host, Inject, Piece, Read, Script};

/// How long after the start an empty managed storage is believed, and a look before that.
/// Chromium was measured to take 1.7 to 2.9 s; others have seen 8.
const BELIEVED_AFTER_MS: u32 = 15_000;
const LOOK_AGAIN_MS: u32 = 4_000;

const FALLBACK: &str = "en";

/// Where the configuration comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Managed,
    Device,
    Nothing,
}

impl Source {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Managed => "managed",
            Self::Device => "device",
            Self::Nothing => "none",
        }
    }
}

/// What the worker has been told so far.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) managed: Option<(Map<String, Value>, bool)>,
    pub(super) cached: Option<Texts>,
    pub(super) on_disk: Option<Texts>,
    pub(super) in_session: Option<Texts>,
    pub(super) device: Option<Value>,
    /// It was there and has been taken away.
    pub(super) device_gone: bool,
    /// Why a roster was erased from what was set on this device.
    pub(super) erased: Option<Problem>,
    pub(super) account: Option<String>,
    /// Packaged files: `None` while one has been asked for, `Some(None)` where there is none.
    pub(super) files: List<File, Option<Option<String>>>,
    pub(super) language: String,
    pub(super) version: String,
    pub(super) own: String,
    pub(super) shortcut: String,
}

impl Facts {
    /// The configuration that holds now; `None` while that cannot be said.
    fn effective(&self) -> Option<(Source, Texts, Vec<Problem>)> {
        let device = || match &self.device {
            Some(Value::Object(values)) if !values.is_empty() => {
                let (texts, mut problems) = texts(values.clone());
                problems.extend(self.erased.clone());
                Some((Source::Device, texts, problems))
            }
            None | Some(Value::Null | Value::Object(_)) => None,
            Some(_) => {
                let problem = Problem::new("json", "config", "an object with one text for each key");
                Some((Source::Device, Texts::new(), vec![problem]))
            }
        };
        let nothing = || (Source::Nothing, Texts::new(), Vec::new());
        match &self.managed {
            Some((values, _)) if !values.is_empty() => {
                let (texts, problems) = texts(values.clone());
                Some((Source::Managed, texts, problems))
            }
            Some((_, true)) => Some(device().unwrap_or_else(nothing)),
            told => match &self.cached {
                Some(cached) => Some((Source::Managed, cached.clone(), Vec::new())),
                // What was taken away here holds no longer, also where a slow browser has not yet said
                // whether the school manages anything.
                None => device().or_else(|| (told.is_some() || self.device_gone).then(nothing)),
            },
        }
    }
}

/// What an engine was made from. Nothing is done again while it is the same.
#[derive(Debug, PartialEq)]
struct From {
    source: Source,
    texts: Texts,
    asleep: bool,
}

/// What the school has set, ready for use.
#[derive(Debug)]
pub(super) struct Setup {
    pub(super) working: Working,
    pub(super) source: Source,
    /// There exactly while [`Working::Active`].
    pub(super) engine: Option<Engine>,
    pub(super) coverage: Coverage,
    /// Site files with what the school has set in them, by id.
    pub(super) changed: ByName<Value>,
    /// The lists of hosts that some rule looks at, once they have been read.
    pub(super) lists: Option<Categories>,
    pub(super) words: Words,
    pub(super) problems: Vec<Problem>,
    pub(super) notes: Vec<String>,
    from: Option<From>,
}

impl Setup {
    /// The configuration, where it is from this source.
    pub(super) fn texts(&self, source: Source) -> Option<&Texts> {
        self.from.as_ref().filter(|from| from.source == source).map(|from| &from.texts)
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.words.text(&Message::new(key))
    }
}

/// Something that has to be read from the package first.
pub(super) struct Pending;

impl Host {
    /// Asks at once for what every set-up needs.
    pub(super) fn prefetch(&mut self) {
        let language = primary(&self.facts.language);
        for file in [File::Sites, File::Words(FALLBACK.to_owned()), File::Words(language)] {
            let _ = self.need(file);
        }
    }

    /// Asks for the site file of a page that has connected, as soon as it can be guessed: a
    /// page that waits for a worker to wake should not wait for one file after the other.
    pub(super) fn prefetch_site(&mut self) {
        if self.setup.is_some() {
            return;
        }
        let Some(Some(Some(index))) = self.facts.files.get(&File::Sites) else { return };
        let headers = parse_index(index).unwrap_or_default();
        let own = self.facts.effective().and_then(|(_, texts, _)| texts.get("hosts").cloned()).unwrap_or_default();
        let own: Value = serde_json::from_str(&own).unwrap_or_default();
        let is_host =
            |text: &Value, host: &str| text.as_str().and_then(HostName::parse).is_some_and(|known| known.covers(host));
        for host in self.pages.hosts() {
            let own = |id: &str| {
                own.get(id).and_then(Value::as_array).is_some_and(|all| all.iter().any(|one| is_host(one, &host)))
            };
            let known = |header: &Header| {
                header.hosts.iter().filter_map(|text| HostName::parse(text)).any(|known| known.covers(&host))
            };
            if let Some(header) = headers.iter().find(|header| known(header) || own(&header.id)) {
                let _ = self.need(File::Site(header.id.clone()));
                if header.place == Place::Mail {
                    self.prepare(Piece::Surfaces);
                }
            }
        }
    }

    /// Managed storage was read.
    pub(super) fn managed(&mut self, values: Map<String, Value>, read: Read, clock: &dyn Clock) {
        let first = self.facts.managed.is_none();
        if values.is_empty() && read == Read::Start {
            // A slow browser says `{}` for "not yet"; what was read since then stays.
            if !first {
                return;
            }
            self.effects.push(Effect::ReadManaged(LOOK_AGAIN_MS, Read::Start));
            self.effects.push(Effect::ReadManaged(BELIEVED_AFTER_MS, Read::Settled));
        }
        self.facts.managed = Some((values, read == Read::Settled));
        self.settle(clock);
    }

    /// Makes the engine anew where what it was made from has changed.
    pub(super) fn settle(&mut self, clock: &dyn Clock) {
        let Some((source, texts, mut problems)) = self.facts.effective() else { return };
        let (config, found) = Config::parse(&texts);
        problems.extend(found);
        // G3: the account is compared before any script is registered or roster loaded.
        let asleep = match (config.account_check, &self.facts.account) {
            (AccountCheck::On, None) => return,
            (AccountCheck::On, Some(account)) => !config.is_staff_account(account),
            (AccountCheck::Off | AccountCheck::Unset, _) => false,
        };
        let from = From { source, texts, asleep };
        if self.setup.as_ref().is_some_and(|setup| setup.from.as_ref() == Some(&from)) {
            return;
        }
        let hosted = hosted::wanted(&config, from.source, from.asleep).cloned();
        // Nothing is judged before the list that is there has been opened.
        if self.open_kept(hosted.as_ref()) {
            return;
        }
        if hosted.is_none() && config.hosted.is_some() && from.source == Source::Device {
            let expected = "managed configuration: on this device, key and list would lie together";
            problems.push(Problem::new("roster-managed", "rosterUrl", expected));
        }
        let Ok(setup) = self.make(from, config, problems, clock) else { return };
        let first = self.setup.is_none();
        let engine = setup.engine.as_ref();
        let shared = engine.is_some_and(|engine| engine.config().shared_account);
        let with_roster = engine.is_some_and(|engine| engine.roster().is_some());
        // The key of a hosted roster is not kept on the disk, where the roster is.
        self.keep_configuration(&setup, shared || hosted.is_some(), with_roster, clock.now_ms());
        let working = setup.working;
        let expired = hosted.is_some() && setup.problems.iter().any(|problem| problem.code == "roster-expired");
        self.setup = Some(setup);
        match working {
            Working::NotThisAccount => self.forget_everything(),
            Working::Active => {
                self.open_memory(shared, clock);
                self.introduce(clock);
            }
            Working::NoPolicy | Working::Broken => {}
        }
        self.open_counts(clock);
        if expired {
            self.hosted_expired();
        }
        if hosted.is_none() && working != Working::Broken {
            self.forget_hosted();
        }
        self.place_hosted(shared);
        self.fetch_roster(clock);
        self.register();
        self.greet_all(clock);
        if first {
            self.say_held(clock);
        }
        if self.asked.len() > 0 {
            self.effects.push(Effect::Again(Event::Settled));
        }
    }

    /// The same again, though nothing was changed: a roster has run out.
    pub(super) fn settle_again(&mut self, clock: &dyn Clock) {
        if let Some(setup) = &mut self.setup {
            setup.from = None;
        }
        self.settle(clock);
    }

    fn make(
        &mut self,
        from: From,
        mut config: Config,
        mut problems: Vec<Problem>,
        clock: &dyn Clock,
    ) -> Result<Setup, Pending> {
        if let Some(zone) = config.zone.take_if(|zone| !clock.knows(zone)) {
            problems.push(Problem::new(
                "zone",
                "zone",
                &format!("an IANA time zone such as `Europe/London`; found `{zone}`"),
            ));
        }
        // All at once: each file that is asked for later is waited for on its own.
        if let (None, Some(id)) = (&config.pack, &config.school)
            && !from.asleep
            && is_pack_id(id)
        {
            let _ = self.need(File::Policy(id.clone()));
        }
        let words = self.words(config.language.as_deref(), &mut problems)?;
        let mut notes = config.notes();
        let mut coverage = Coverage::default();
        let mut changed = ByName::new();
        let mut engine = None;
        let mut hosted_note = None;
        let working = if from.asleep {
            notes.clear();
            Working::NotThisAccount
        } else if config.pack.is_none() && config.school.is_none() {
            notes.clear();
            Working::NoPolicy
        } else {
            let headers = self.headers(&mut problems)?;
            let (merged, found) = self.changed(&config, &headers)?;
            problems.extend(found);
            changed = merged;
            match self.policy(&config, &mut problems)? {
                None => Working::Broken,
                Some(policy) => {
                    let hosted = hosted::wanted(&config, from.source, from.asleep).is_some();
                    let table = self.hosted.table().filter(|_| hosted).cloned();
                    let roster = open_roster(&config, table, &policy, clock.now_ms(), &mut problems);
                    let (mut made, found) = Engine::new(policy, config, roster);
                    problems.extend(found);
                    if self.reminding.off {
                        made = made.without_reminders();
                    }
                    let config = made.config();
                    let watches =
                        |site: &str, surface: &str, kind| made.watches(site, kind) && !config.is_off(site, surface);
                    let (covered, found) = Coverage::new(&headers, &config.hosts, watches);
                    problems.extend(found);
                    coverage = covered;
                    let note = roster_note(&made, &coverage, &from.texts, &problems).map(str::to_owned);
                    hosted_note = note.or_else(|| self.hosted.note().filter(|_| hosted));
                    engine = Some(made);
                    Working::Active
                }
            }
        };
        let notes = notes.into_iter().chain(hosted_note.as_deref()).map(|key| words.text(&Message::new(key))).collect();
        Ok(Setup {
            working,
            source: from.source,
            engine,
            coverage,
            changed,
            lists: None,
            words,
            problems,
            notes,
            from: Some(from),
        })
    }

    fn words(&mut self, language: Option<&str>, problems: &mut Vec<Problem>) -> Result<Words, Pending> {
        let language = primary(language.unwrap_or(&self.facts.language));
        let english = self.need(File::Words(FALLBACK.to_owned()))?.unwrap_or_default();
        let mut read = |language: &str, json: &str| {
            Words::parse(language, json).map_err(|problem| problems.push(problem)).unwrap_or_default()
        };
        if language == FALLBACK {
            return Ok(read(FALLBACK, &english));
        }
        let own = self.need(File::Words(language.clone()))?;
        let english = read(FALLBACK, &english);
        Ok(match own {
            Some(json) => read(&language, &json).or(english),
            None => english,
        })
    }

    pub(super) fn headers(&mut self, problems: &mut Vec<Problem>) -> Result<Vec<Header>, Pending> {
        let index = self.need(File::Sites)?.unwrap_or_default();
        Ok(parse_index(&index).map_err(|problem| problems.push(problem)).unwrap_or_default())
    }

    /// The site files that the school has changed something of, and what is wrong with that.
    fn changed(&mut self, config: &Config, headers: &[Header]) -> Result<(ByName<Value>, Vec<Problem>), Pending> {
        let mut problems = changes::unknown(config, headers);
        let mut changed = ByName::new();
        let known = |id: &str| headers.iter().any(|header| header.id == id);
        let sites: Vec<_> = config.sites_changed.iter().filter(|(id, _)| known(id)).collect();
        // All at once, before any is waited for.
        for (id, _) in &sites {
            let _ = self.need(File::SiteShape);
            let _ = self.need(File::Site((*id).clone()));
        }
        for (id, change) in sites {
            let mut read = |file| self.need(file).map(|text| json(&text.unwrap_or_default()));
            let shape = read(File::SiteShape)?;
            let (file, found) = changes::merged(id, read(File::Site(id.clone()))?, change, &shape);
            problems.extend(found);
            changed.insert(id.clone(), file);
        }
        Ok((changed, problems))
    }

    /// The policy that is named; `None` when it cannot be used.
    fn policy(&mut self, config: &Config, problems: &mut Vec<Problem>) -> Result<Option<Policy>, Pending> {
        if let Some(pack) = &config.pack {
            return Ok(match Policy::parse(pack) {
                Ok(policy) => {
                    problems.extend(
                        policy
                            .check()
                            .into_iter()
                            .map(|problem| Problem { path: format!("pack.{}", problem.path), ..problem }),
                    );
                    Some(policy)
                }
                Err(problem) => {
                    problems.push(problem);
                    None
                }
            });
        }
        let id = config.school.clone().unwrap_or_default();
        let text = if is_pack_id(&id) { self.need(File::Policy(id.clone()))? } else { None };
        match text.as_deref().map(Policy::parse) {
            Some(Ok(policy)) => Ok(Some(policy)),
            Some(Err(problem)) => {
                problems.push(problem);
                Ok(None)
            }
            None => {
                let index = self.need(File::Policies)?.unwrap_or_default();
                let index: Value = serde_json::from_str(&index).unwrap_or_default();
                let listed = index.as_array().into_iter().flatten();
                let ids: Vec<&str> = listed.filter_map(|listed| listed.get("id").and_then(Value::as_str)).collect();
                let found: String = id.chars().take(40).collect();
                problems.push(
                    Problem::new("school-unknown", "school", &format!("one of {}; found `{found}`", ids.join(", ")))
                        .suggest(nearest_of(&id, ids.into_iter())),
                );
                Ok(None)
            }
        }
    }

    /// A packaged file, or a request for it.
    pub(super) fn need(&mut self, file: File) -> Result<Option<String>, Pending> {
        match self.facts.files.get(&file) {
            Some(Some(text)) => Ok(text.clone()),
            Some(None) => Err(Pending),
            None => {
                self.facts.files.put(file.clone(), None);
                self.effects.push(Effect::Fetch(file));
                Err(Pending)
            }
        }
    }

    /// A site file, or a request for it.
    pub(super) fn site_file(&mut self, id: &str) -> Option<Option<String>> {
        self.need(File::Site(id.to_owned())).ok()
    }

    /// The registration that a document at this address belongs to, inside another page or not.
    #[must_use]
    pub fn script_of(&self, address: &str, outermost: bool) -> Option<String> {
        match self.setup.as_ref()?.coverage.site_of(address) {
            Some(site) => Some(script_id(&site.header.id)),
            None => self.told(address).filter(|_| outermost).map(|_| PAGES.to_owned()),
        }
    }

    /// Has exactly the covered hosts registered.
    pub(super) fn register(&mut self) {
        // What is registered stays until it is known what all of it should be.
        if !self.read_lists() {
            return;
        }
        let Some(setup) = &self.setup else { return };
        let mut scripts: Vec<Script> = setup
            .coverage
            .sites()
            .iter()
            .map(|site| Script {
                id: script_id(&site.header.id),
                matches: site.patterns(),
                exclude: Vec::new(),
                frames: true,
            })
            .collect();
        let listed = setup.lists.as_ref().map(Categories::patterns).unwrap_or_default();
        let exclude: Vec<String> = scripts.iter().flat_map(|script| script.matches.iter().cloned()).collect();
        let matches: Vec<String> = listed.into_iter().filter(|pattern| !exclude.contains(pattern)).collect();
        if !matches.is_empty() {
            scripts.push(Script { id: PAGES.to_owned(), matches, exclude, frames: false });
        }
        let inject = if scripts.is_empty() { Inject::New } else { std::mem::replace(&mut self.inject, Inject::New) };
        self.effects.push(Effect::Register(scripts, inject));
        if inject == Inject::All {
            self.write(Area::Session, "reached", &true);
        }
    }
}

/// The registration for hosts that are on a list and have no site file.
const PAGES: &str = "pages";

/// Whether it can be the name of a packaged policy.
fn is_pack_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && id != "index"
}

fn script_id(site: &str) -> String {
    format!("site-{site}")
}

/// The roster, where the school has set one, has said who may use it (G3), and it is this school's.
fn open_roster(
    config: &Config,
    hosted: Option<Arc<Vec<u8>>>,
    policy: &Policy,
    now_ms: i64,
    problems: &mut Vec<Problem>,
) -> Option<Roster> {
    if config.account_check == AccountCheck::Unset {
        return None;
    }
    let key = config.roster_key.as_deref()?;
    let opened = match hosted {
        Some(table) => Roster::open_shared(table, key, now_ms),
        None => Roster::open(config.roster.as_deref()?, key, now_ms),
    };
    let roster = match opened {
        Ok(roster) => roster,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let ours = roster.school().is_empty() || roster.school() == policy.school.id;
    if !ours {
        let expected = format!("a roster made for `{}`; this one was made for `{}`", policy.school.id, roster.school());
        problems.push(Problem::new("roster-school", "roster", &expected));
    }
    ours.then_some(roster)
}

/// What it means that there is no roster.
fn roster_note(engine: &Engine, coverage: &Coverage, texts: &Texts, problems: &[Problem]) -> Option<&'static str> {
    if problems.iter().any(|problem| problem.code == "roster-expired") {
        return Some("setup_roster_expired");
    }
    let unset = engine.roster().is_none()
        && engine.config().roster.is_none()
        && !texts.contains_key("rosterUrl")
        && engine.config().account_check != AccountCheck::Unset;
    let on_purpose = texts.get("rosterElsewhere").is_some_and(|text| text.trim().eq_ignore_ascii_case("on"));
    (unset && !on_purpose && coverage.watches(Kind::ConnectionRequest)).then_some("setup_roster_none")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// `en-GB` → `en`: the packaged texts are by language alone.
fn primary(language: &str) -> String {
    let tag: String = language.chars().take_while(char::is_ascii_alphabetic).collect();
    if tag.is_empty() { FALLBACK.to_owned() } else { tag.to_ascii_lowercase() }
}

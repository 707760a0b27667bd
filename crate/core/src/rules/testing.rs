//! A desk to try rules at: a school's own pack, a configuration, a roster, a clock.

use crate::config::Config;
use crate::engine::{Civil, Context, Engine, Reads};
use crate::finding::{Finding, Verdict};
use crate::memory::Memory;
use crate::moment::Moment;
use crate::observation::{
    Audience, ComposeMail, ComposeMessage, ComposeMode, ConnectionRequest, Direction, Observation, Page, PageVisit,
    Person, PostAudience, PrivacySetting, ProfileField, ProfilePart, Recipient, Setting, Surface,
};
use crate::policy::Policy;
use crate::reminder::{Reminder, Tally};
use crate::roster::{Date, Person as Listed, Role, Roster, RosterBuilder, Status};
use crate::sorted::ByName;

/// 2026-11-22, the middle of the day.
const NOW_MS: i64 = 1_795_348_800_000;

/// The schools whose packs come with Lanyard.
pub(crate) const SCHOOLS: [&str; 5] =
    ["st-marylebone", "educating-for-life", "tudhoe", "droitwich-spa", "beaudesert-park"];

pub(crate) struct Desk {
    policy: Policy,
    config: Config,
    roster: Option<Roster>,
    memory: Memory,
    pub(crate) context: Context,
}

impl Desk {
    /// A school with nothing set but its domain and staff accounts.
    pub(crate) fn of(school: &str) -> Self {
        Self::with(school, &[])
    }

    pub(crate) fn with(school: &str, keys: &[(&str, &str)]) -> Self {
        let path = format!("{}/../../extension/policies/{school}.toml", env!("CARGO_MANIFEST_DIR"));
        let toml = std::fs::read_to_string(&path).unwrap_or_else(|error| unreachable!("{path}: {error}"));
        let policy: Policy = toml::from_str(&toml).unwrap_or_else(|error| unreachable!("{path}: {error}"));
        let mut values: ByName<String> = [("schoolDomains", "oakfield.sch.uk"), ("accountCheck", "off")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        values.extend(keys.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())));
        let (config, problems) = Config::parse(&values);
        assert_eq!(problems, [], "{keys:?}");
        let civil = Civil { year: 2026, month: 11, day: 22, hour: 12, minute: 0, weekday: 7 };
        let context = Context { now_ms: NOW_MS, civil, quiet: false, may_look_up: true, has_own: false };
        Self { policy, config, roster: None, memory: Memory::new([1; 32]), context }
    }

    /// Rows `role,status,first,last,email,handles,date of birth`; the end may be left out.
    pub(crate) fn people(mut self, rows: &[&str]) -> Self {
        self.roster = Some(roster(&self.policy.school.id, rows));
        self
    }

    /// Numbers and addresses that the person has saved as their own.
    pub(crate) fn own(mut self, details: &[&str]) -> Self {
        for detail in details {
            assert!(self.memory.add_own(detail), "{detail}");
        }
        self.context.has_own = true;
        self
    }

    /// The message has left the page.
    pub(crate) fn left(&mut self, observation: impl Into<Observation>) -> bool {
        let engine = self.engine();
        engine.left(&observation.into(), &self.context, &mut self.memory)
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn engine(&self) -> Engine {
        let (engine, problems) = Engine::new(self.policy.clone(), self.config.clone(), self.roster.clone());
        assert_eq!(problems, []);
        engine
    }

    pub(crate) fn verdict(&self, observation: impl Into<Observation>) -> Verdict {
        self.engine().judge(&observation.into(), &self.context, &self.memory)
    }

    pub(crate) fn reads(&self, observation: impl Into<Observation>) -> Reads {
        self.engine().reads(&observation.into(), &self.context)
    }

    pub(crate) fn all(&self, observation: impl Into<Observation>) -> Vec<Finding> {
        self.verdict(observation).findings
    }

    #[track_caller]
    pub(crate) fn one(&self, observation: impl Into<Observation>) -> Finding {
        let mut findings = self.all(observation);
        assert_eq!(findings.len(), 1, "{findings:?}");
        findings.remove(0)
    }

    pub(crate) fn by_rule(&self, observation: impl Into<Observation>, rule: &str) -> Option<Finding> {
        self.all(observation).into_iter().find(|finding| finding.rule == rule)
    }

    /// The reminder that would come somewhere new.
    pub(crate) fn remind(&self, observation: &Observation, event: Option<Moment>, tally: &Tally) -> Option<Reminder> {
        self.remind_at(observation, event, tally, "somewhere", true)
    }

    pub(crate) fn remind_at(
        &self,
        observation: &Observation,
        event: Option<Moment>,
        tally: &Tally,
        place: &str,
        fresh: bool,
    ) -> Option<Reminder> {
        self.engine().remind(observation, event, &self.context, &self.memory, tally, place, fresh)
    }

    /// "I know this".
    pub(crate) fn know(&self, tally: &mut Tally, clause: &str) {
        tally.know(clause, &self.engine(), &self.context);
    }

    pub(crate) fn days_later(&mut self, days: i64) {
        self.context.now_ms += days * 24 * 60 * 60 * 1000;
        let date = Date::of_ms(self.context.now_ms);
        let civil = &mut self.context.civil;
        (civil.year, civil.month, civil.day) = (date.year(), date.month(), date.day());
    }

    #[track_caller]
    pub(crate) fn press(&mut self, finding: &Finding, remedy: &str) {
        let remedy = finding
            .remedies
            .iter()
            .find(|r| r.id == remedy)
            .unwrap_or_else(|| unreachable!("no {remedy} in {finding:?}"));
        let engine = self.engine();
        assert!(self.memory.remember(&engine, finding, remedy, &self.context));
    }
}

impl From<ComposeMail> for Observation {
    fn from(mail: ComposeMail) -> Self {
        Self::ComposeMail(mail)
    }
}

fn surface(site: &str, name: &str) -> Surface {
    Surface { site: site.to_owned(), name: name.to_owned(), n: 1 }
}

/// A message from the school's account in a webmail that can move recipients.
pub(crate) fn mail() -> Mail {
    Mail(ComposeMail {
        surface: surface("roundcube", "compose"),
        account: Some("teacher@oakfield.sch.uk".to_owned()),
        mailbox: None,
        delegated: false,
        mode: ComposeMode::New,
        thread: Some("t1".to_owned()),
        subject: None,
        text: None,
        text_cut: false,
        signoff: None,
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        unplaced: Vec::new(),
        can_move: true,
        attachments: Vec::new(),
    })
}

pub(crate) struct Mail(ComposeMail);

impl Mail {
    pub(crate) fn to(mut self, addresses: &[&str]) -> Self {
        self.0.to = recipients("to", addresses);
        self
    }

    pub(crate) fn cc(mut self, addresses: &[&str]) -> Self {
        self.0.cc = recipients("cc", addresses);
        self
    }

    pub(crate) fn bcc(mut self, addresses: &[&str]) -> Self {
        self.0.bcc = recipients("bcc", addresses);
        self
    }

    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.text = Some(text.to_owned());
        self
    }

    pub(crate) fn build(self) -> ComposeMail {
        self.0
    }
}

fn recipients(field: &str, addresses: &[&str]) -> Vec<Recipient> {
    let one = |(at, address): (usize, &&str)| Recipient {
        r#ref: format!("{field}/{}", at + 1),
        address: Some((*address).to_owned()),
        name: None,
        group: false,
        unfinished: false,
    };
    addresses.iter().enumerate().map(one).collect()
}

#[derive(Clone)]
pub(crate) struct Request(pub(crate) ConnectionRequest);

impl std::ops::Deref for Request {
    type Target = ConnectionRequest;
    fn deref(&self) -> &ConnectionRequest {
        &self.0
    }
}

impl std::ops::DerefMut for Request {
    fn deref_mut(&mut self) -> &mut ConnectionRequest {
        &mut self.0
    }
}

impl From<Request> for Observation {
    fn from(request: Request) -> Self {
        Self::ConnectionRequest(request.0)
    }
}

/// A request that waits for an answer.
pub(crate) fn request(site: &str, name: &str, handle: &str) -> Request {
    let person = Person { name: Some(name.to_owned()), handle: Some(handle.to_owned()), ..Person::default() };
    Request(ConnectionRequest {
        surface: surface(site, "request"),
        account: None,
        direction: Direction::Received,
        person,
        can_decline: true,
    })
}

/// A request that the member of staff is about to send.
pub(crate) fn starting(site: &str, name: &str, handle: &str) -> Request {
    let mut starting = request(site, name, handle);
    starting.direction = Direction::Starting;
    starting.can_decline = false;
    starting.surface.name = "profile".to_owned();
    starting
}

const OFFERED: [Audience; 4] = [Audience::Public, Audience::FriendsOfFriends, Audience::Friends, Audience::OnlyMe];

/// A post being written.
pub(crate) fn post(site: &str, audience: Audience) -> Observation {
    Observation::PostAudience(PostAudience {
        surface: surface(site, "post"),
        account: None,
        audience: Some(audience),
        offered: OFFERED.to_vec(),
        text: None,
        pictures: false,
        tagged: Vec::new(),
    })
}

/// A post with words, that nobody but the person sees: its audience is nobody's matter.
pub(crate) fn wrote(site: &str, text: &str) -> PostAudience {
    PostAudience {
        surface: surface(site, "post"),
        account: None,
        audience: Some(Audience::OnlyMe),
        offered: OFFERED.to_vec(),
        text: Some(text.to_owned()),
        pictures: false,
        tagged: Vec::new(),
    }
}

impl From<PostAudience> for Observation {
    fn from(post: PostAudience) -> Self {
        Self::PostAudience(post)
    }
}

/// A privacy setting on an open page; switches offer two levels.
pub(crate) fn setting(site: &str, which: Setting, audience: Audience) -> Observation {
    let switch = matches!(which, Setting::Account | Setting::SearchEngines);
    let offered = if switch { vec![Audience::Public, Audience::Friends] } else { OFFERED.to_vec() };
    Observation::PrivacySetting(PrivacySetting {
        surface: surface(site, "setting"),
        account: None,
        setting: which,
        audience,
        offered,
    })
}

/// A box for writing to somebody.
pub(crate) fn message(site: &str, name: &str, handle: &str) -> ComposeMessage {
    ComposeMessage { surface: surface(site, "message"), account: None, person: request(site, name, handle).0.person }
}

/// A field of the person's own profile.
pub(crate) fn profile(site: &str, field: ProfilePart, value: &str) -> ProfileField {
    ProfileField { surface: surface(site, "profile"), account: None, host: None, field, value: value.to_owned() }
}

impl From<ComposeMessage> for Observation {
    fn from(message: ComposeMessage) -> Self {
        Self::ComposeMessage(message)
    }
}

impl From<ProfileField> for Observation {
    fn from(field: ProfileField) -> Self {
        Self::ProfileField(field)
    }
}

/// A page on one list, open for a moment.
pub(crate) fn visit(host: &str, categories: &[&str], page: Page) -> PageVisit {
    PageVisit {
        surface: surface("web", "page"),
        account: None,
        host: host.to_owned(),
        categories: categories.iter().map(|&id| id.to_owned()).collect(),
        page,
        stayed: false,
        files: Vec::new(),
    }
}

impl From<PageVisit> for Observation {
    fn from(visit: PageVisit) -> Self {
        Self::PageVisit(visit)
    }
}

pub(crate) fn roster(school: &str, rows: &[&str]) -> Roster {
    let mut builder = RosterBuilder::new(school);
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let list = |text: &str| text.split(';').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let person = Listed {
            role: match cell(0) {
                "pupil" => Role::Pupil,
                "parent" => Role::Parent,
                _ => Role::Staff,
            },
            status: match cell(1) {
                "future" => Status::Future,
                "former" => Status::Former,
                _ => Status::Current,
            },
            names: vec![format!("{} {}", cell(2), cell(3))],
            addresses: list(cell(4)),
            handles: list(cell(5))
                .iter()
                .filter_map(|h| h.split_once(':'))
                .map(|(s, h)| (s.to_owned(), h.to_owned()))
                .collect(),
            born: Date::parse(cell(6)),
        };
        assert!(builder.add_person(person), "{row}");
    }
    let built = Date::of_ms(NOW_MS);
    let files = builder.finish([9; 16], [3; 16], built, built.plus_days(30));
    Roster::open_bytes(&files.table, &files.key, NOW_MS).unwrap_or_else(|problem| unreachable!("{problem}"))
}

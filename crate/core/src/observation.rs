//! What a surface on a page holds right now, as plain data.
//!
//! The content script makes these, the worker checks their size and origin, the
//! engine judges them. They live in memory only. Received text, message history
//! and password fields have no place here on purpose: what has no field cannot
//! be read by mistake. Of a received message there is the sender, and that alone.

use serde::{Deserialize, Serialize};

use crate::file::FileFacts;
use crate::read::readable_words;
use crate::write::{crossing, crossing_words};

/// The version of the observation file that the command line reads.
pub const FILE_VERSION: u32 = 1;

/// The site of surfaces on pages that have no site file.
pub const WEB: &str = "web";

/// Longest string that an observation may carry, in characters.
pub const MAX_TEXT: usize = 1_000;

/// Longest text of the person's own that an observation may carry, in characters.
pub const MAX_OWN_TEXT: usize = 20_000;

/// Most recipients that an observation may carry over all its fields.
pub const MAX_RECIPIENTS: usize = 5_000;

/// Most attachments that an observation may carry.
pub const MAX_ATTACHMENTS: usize = 200;

/// Which surface this is: `SITE/NAME#N`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Surface {
    /// Id of the site file, such as `roundcube`.
    pub site: String,
    /// Id of the surface inside the site file, such as `compose`.
    pub name: String,
    /// Counts the surfaces of this name on the page, from 1.
    pub n: u32,
}

impl std::fmt::Display for Surface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}#{}", self.site, self.name, self.n)
    }
}

/// One thing that a page shows and that a rule may judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Observation {
    /// A message that is being written in a webmail.
    ComposeMail(ComposeMail),
    /// A connection request that waits for an answer, or that the person is about to send.
    ConnectionRequest(ConnectionRequest),
    /// The audience selected for a post that is being written.
    PostAudience(PostAudience),
    /// A privacy setting on an open settings page.
    PrivacySetting(PrivacySetting),
    /// A box for writing to one person, on a social network or in a chat.
    ComposeMessage(ComposeMessage),
    /// A field of the person's own profile, or of a form for their account.
    ProfileField(ProfileField),
    /// A page that is open, told by its address alone. Made in the worker, never by a page.
    PageVisit(PageVisit),
    /// A received message about which the mail service itself warns.
    ReceivedMail(ReceivedMail),
}

/// A message that is being written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComposeMail {
    /// Where it is.
    pub surface: Surface,
    /// The address that the message leaves from, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The address of the mailbox that is open, where the page shows it beside From.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<String>,
    /// Whether the page says that the mailbox is somebody else's, opened by delegation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub delegated: bool,
    /// How the message was started.
    #[serde(default)]
    pub mode: ComposeMode,
    /// The site's own id of the thread or draft; else a random id that lives with the compose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The subject, as it stands in its field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The person's own words: without what they quote, without the signature. Read only where the
    /// worker has said so, and never where a protected correspondent takes part (G10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether the text was longer, and its end is not there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>"))]
    pub text_cut: bool,
    /// Whether the text that the school asks for under every message is in it; nothing where that was not
    /// looked for, or could not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signoff: Option<bool>,
    /// To.
    #[serde(default)]
    pub to: Vec<Recipient>,
    /// Cc.
    #[serde(default)]
    pub cc: Vec<Recipient>,
    /// Bcc.
    #[serde(default)]
    pub bcc: Vec<Recipient>,
    /// Recipients that are on the message but whose field the page does not tell (a collapsed preview).
    #[serde(default)]
    pub unplaced: Vec<Recipient>,
    /// Whether the site offers a way to move recipients that the content script can carry out and verify.
    #[serde(default)]
    pub can_move: bool,
    /// Files that are attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Attachment>>"))]
    pub attachments: Vec<Attachment>,
}

/// A file that is attached to a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attachment {
    /// Handle by which the content script finds the entry again, unique in the observation.
    pub r#ref: String,
    /// Name of the file, as the page shows it.
    pub name: String,
    /// Size in bytes, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// What is known of its content. In a browser the worker alone fills this in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<FileFacts>,
}

/// How a message was started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ComposeMode {
    /// The page does not tell.
    #[default]
    Unknown,
    /// From nothing.
    New,
    /// A reply to one.
    Reply,
    /// A reply to all.
    ReplyAll,
    /// A forward.
    Forward,
}

/// One entry of a recipient field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recipient {
    /// Handle by which the content script finds the entry again, unique in the observation.
    pub r#ref: String,
    /// The address, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The display name, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the page says that the entry is a group.
    #[serde(default)]
    pub group: bool,
    /// Whether it is text that the person is still typing.
    #[serde(default)]
    pub unfinished: bool,
}

/// A request to connect: friend, follow, connection, contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionRequest {
    /// Where it is.
    pub surface: Surface,
    /// The person's own account on the site, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Who asks whom.
    pub direction: Direction,
    /// The other person.
    pub person: Person,
    /// Whether the page has a control that declines the request.
    #[serde(default)]
    pub can_decline: bool,
}

/// Who asks whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// Somebody asks the member of staff, who may accept.
    Received,
    /// The member of staff is about to ask somebody.
    Starting,
}

/// Another person, as the page shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// Display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The site's handle: a user name, a profile id or the last part of the profile's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// An address (e-mail or chat), where the page shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What the card itself says of the person beside the name, such as a place of study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// Who can see something, from the widest to the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Anyone.
    Public,
    /// Friends and the friends of friends.
    FriendsOfFriends,
    /// Friends, or followers whom the person has approved.
    Friends,
    /// A list that the person chose, or friends without some.
    Custom,
    /// Nobody else.
    OnlyMe,
}

/// The audience selected for a post that is being written; or, on a page that has no site file, a prompt to an
/// AI assistant: there are words in it, and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PostAudience {
    /// Where it is.
    pub surface: Surface,
    /// The person's own account on the site, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Who will see the post, where the page shows it beside what is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// The levels that the site offers here, as far as the site file knows them.
    #[serde(default)]
    pub offered: Vec<Audience>,
    /// What the person has written, read only where the worker lets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether pictures are part of it. Nothing else is known of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>"))]
    pub pictures: bool,
    /// People who are tagged in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Person>>"))]
    pub tagged: Vec<Person>,
}

impl PostAudience {
    /// Whether nobody but an AI assistant reads it.
    #[must_use]
    pub fn is_prompt(&self) -> bool {
        self.surface.site == WEB
    }
}

/// A privacy setting on an open settings page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrivacySetting {
    /// Where it is.
    pub surface: Surface,
    /// The person's own account on the site, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Which setting.
    pub setting: Setting,
    /// Who can see or do what the setting governs. A private-account or protected-posts
    /// switch reads `friends` when on and `public` when off; a search-engine switch reads
    /// `public` when on and `friends` when off.
    pub audience: Audience,
    /// The levels that the site offers here, as far as the site file knows them.
    #[serde(default)]
    pub offered: Vec<Audience>,
}

/// Which privacy setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// Who sees the whole account (private account, protected posts).
    Account,
    /// Who sees posts and photographs.
    Posts,
    /// Who sees the list of friends.
    FriendList,
    /// Who can send requests.
    Requests,
    /// Who can look the person up by e-mail address or telephone number.
    LookUp,
    /// Whether search engines link to the profile.
    SearchEngines,
    /// Who can open a file by its link.
    FileLink,
}

/// A box for writing to one person. What is written in it, and what was written before, has no field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComposeMessage {
    /// Where it is.
    pub surface: Surface,
    /// The person's own account on the site, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Whom it goes to.
    pub person: Person,
}

/// A field of the person's own profile, or of a form for their account, as it stands while the page is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileField {
    /// Where it is.
    pub surface: Surface,
    /// The person's own account on the site, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Host name, where no site file is for the page. In a browser the worker alone fills this in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Which field.
    pub field: ProfilePart,
    /// What stands in it. Of an e-mail address, the part from the @ on and nothing before it.
    pub value: String,
}

/// Which field of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ProfilePart {
    /// The name that others see.
    Name,
    /// The address that the account is joined to.
    Email,
    /// Where the person works.
    Workplace,
    /// What they say of themselves.
    About,
    /// The place that they are about to say they are at.
    CheckIn,
}

/// A received message that the mail service's own banner calls suspicious. Without such a banner there is no
/// observation; subject, text and files have no field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceivedMail {
    /// Where it is.
    pub surface: Surface,
    /// The person's own account, where the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The sender's address.
    pub sender: String,
}

/// A page that is open, as far as its address tells: the host, the lists that the host is on and
/// what sort of page it is. The address itself, its query and the page's title have no field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageVisit {
    /// Where it is: `web/page#1`, or `SITE/page#1` where a site file covers the host.
    pub surface: Surface,
    /// The person's own account on the site, where another surface of the page has shown it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Host name, without scheme and port.
    pub host: String,
    /// Ids of the lists that the host is on, as far as a rule of the school asks for them.
    #[serde(default)]
    pub categories: Vec<String>,
    /// What sort of page it is.
    #[serde(default)]
    pub page: Page,
    /// Whether it has stayed open for longer than it takes to leave.
    #[serde(default)]
    pub stayed: bool,
    /// Files that were given to it since it was opened, where a rule of the school looks at those on its list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
}

/// What sort of page an address is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// Any page.
    #[default]
    Plain,
    /// About a service rather than use of it: its help, terms or news.
    About,
    /// A store's page of one application or extension.
    Install,
    /// The same, of something that calls itself a VPN or a proxy.
    InstallTunnel,
    /// Where an installer is downloaded.
    Download,
    /// Where an order is paid.
    Checkout,
    /// Where a game is played, not written about.
    Play,
    /// A page that carries the address of another one: a proxy in use.
    Relay,
    /// Where an application asks to be let into an account.
    Consent,
    /// Where somebody's own files are kept, not one that was shared.
    Files,
    /// Where a recommendation for somebody else is written.
    Recommend,
}

crossing!(Surface { site "site", name "name", n "n" });
crossing!(ComposeMail {
    surface "surface", account "account", mailbox "mailbox", delegated "delegated", mode "mode", thread "thread",
    subject "subject", text "text", text_cut "textCut", signoff "signoff", to "to", cc "cc", bcc "bcc",
    unplaced "unplaced", can_move "canMove", attachments "attachments",
});
crossing!(Attachment { r#ref "ref", name "name", size "size", facts "facts" });
crossing!(Recipient { r#ref "ref", address "address", name "name", group "group", unfinished "unfinished" });
crossing!(ConnectionRequest {
    surface "surface", account "account", direction "direction", person "person", can_decline "canDecline",
});
crossing!(Person { name "name", handle "handle", address "address", about "about" });
crossing!(PostAudience {
    surface "surface", account "account", audience "audience", offered "offered", text "text", pictures "pictures",
    tagged "tagged",
});
crossing!(PrivacySetting {
    surface "surface", account "account", setting "setting", audience "audience", offered "offered",
});
crossing!(ComposeMessage { surface "surface", account "account", person "person" });
crossing!(ProfileField {
    surface "surface", account "account", host "host", field "field", value "value",
});
crossing!(PageVisit {
    surface "surface", account "account", host "host", categories "categories", page "page", stayed "stayed",
    files "files",
});
crossing!(ReceivedMail { surface "surface", account "account", sender "sender" });
crossing_words!(Page {
    "plain" Plain, "about" About, "install" Install, "install-tunnel" InstallTunnel, "download" Download, "checkout" Checkout,
    "play" Play, "relay" Relay, "consent" Consent, "files" Files, "recommend" Recommend,
} absent Plain);
crossing_words!(ComposeMode {
    "unknown" Unknown, "new" New, "reply" Reply, "replyAll" ReplyAll, "forward" Forward,
} absent Unknown);
crossing_words!(Direction { "received" Received, "starting" Starting });
crossing_words!(Audience {
    "public" Public, "friends-of-friends" FriendsOfFriends, "friends" Friends, "custom" Custom, "only-me" OnlyMe,
});
crossing_words!(Setting {
    "account" Account, "posts" Posts, "friend-list" FriendList, "requests" Requests, "look-up" LookUp,
    "search-engines" SearchEngines, "file-link" FileLink,
});
crossing_words!(ProfilePart {
    "name" Name, "email" Email, "workplace" Workplace, "about" About, "check-in" CheckIn,
});
readable_words!(Kind {
    "composeMail" ComposeMail, "connectionRequest" ConnectionRequest, "postAudience" PostAudience,
    "privacySetting" PrivacySetting, "composeMessage" ComposeMessage, "profileField" ProfileField,
    "pageVisit" PageVisit, "receivedMail" ReceivedMail,
});

impl Observation {
    /// Where the observation was made.
    #[must_use]
    pub fn surface(&self) -> &Surface {
        match self {
            Self::ComposeMail(o) => &o.surface,
            Self::ConnectionRequest(o) => &o.surface,
            Self::PostAudience(o) => &o.surface,
            Self::PrivacySetting(o) => &o.surface,
            Self::ComposeMessage(o) => &o.surface,
            Self::ProfileField(o) => &o.surface,
            Self::PageVisit(o) => &o.surface,
            Self::ReceivedMail(o) => &o.surface,
        }
    }

    /// The person's own account, where the page shows it.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::ComposeMail(o) => o.account.as_deref(),
            Self::ConnectionRequest(o) => o.account.as_deref(),
            Self::PostAudience(o) => o.account.as_deref(),
            Self::PrivacySetting(o) => o.account.as_deref(),
            Self::ComposeMessage(o) => o.account.as_deref(),
            Self::ProfileField(o) => o.account.as_deref(),
            Self::PageVisit(o) => o.account.as_deref(),
            Self::ReceivedMail(o) => o.account.as_deref(),
        }
    }

    /// The other person, where it is about one.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::ConnectionRequest(o) => Some(&o.person),
            Self::ComposeMessage(o) => Some(&o.person),
            _ => None,
        }
    }

    /// The kind as it is written in JSON.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::ComposeMail(_) => Kind::ComposeMail,
            Self::ConnectionRequest(_) => Kind::ConnectionRequest,
            Self::PostAudience(_) => Kind::PostAudience,
            Self::PrivacySetting(_) => Kind::PrivacySetting,
            Self::ComposeMessage(_) => Kind::ComposeMessage,
            Self::ProfileField(_) => Kind::ProfileField,
            Self::PageVisit(_) => Kind::PageVisit,
            Self::ReceivedMail(_) => Kind::ReceivedMail,
        }
    }

    /// What is too large to be judged, in words; `None` when the observation is within its limits.
    #[must_use]
    pub fn too_large(&self) -> Option<String> {
        let long = |text: &str| text.chars().nth(MAX_TEXT).is_some();
        let surface = self.surface();
        let mut texts: Vec<&str> = vec![&surface.site, &surface.name];
        texts.extend(self.account());
        if let Self::ComposeMail(mail) = self {
            let count = mail.recipients().count();
            if count > MAX_RECIPIENTS {
                return Some(format!("{count} recipients, at most {MAX_RECIPIENTS} are judged"));
            }
            if mail.text.as_deref().is_some_and(|text| text.chars().nth(MAX_OWN_TEXT).is_some()) {
                return Some(format!("a message of more than {MAX_OWN_TEXT} characters"));
            }
            texts.extend(mail.thread.as_deref());
            texts.extend(mail.subject.as_deref());
            texts.extend(mail.mailbox.as_deref());
            let files = mail.attachments.len();
            if files > MAX_ATTACHMENTS {
                return Some(format!("{files} attachments, at most {MAX_ATTACHMENTS} are judged"));
            }
            for file in &mail.attachments {
                texts.extend([file.r#ref.as_str(), file.name.as_str()]);
            }
            for (_, recipient) in mail.recipients() {
                texts.push(&recipient.r#ref);
                texts.extend(recipient.address.as_deref());
                texts.extend(recipient.name.as_deref());
            }
        }
        let tagged = match self {
            Self::PostAudience(post) => post.tagged.as_slice(),
            _ => &[],
        };
        if let Self::PostAudience(post) = self {
            if post.text.as_deref().is_some_and(|text| text.chars().nth(MAX_OWN_TEXT).is_some()) {
                return Some(format!("a post of more than {MAX_OWN_TEXT} characters"));
            }
            if tagged.len() > MAX_RECIPIENTS {
                return Some(format!("{} people tagged, at most {MAX_RECIPIENTS} are judged", tagged.len()));
            }
        }
        for person in self.person().into_iter().chain(tagged) {
            texts.extend(
                [&person.name, &person.handle, &person.address, &person.about]
                    .into_iter()
                    .flatten()
                    .map(String::as_str),
            );
        }
        if let Self::ProfileField(field) = self {
            texts.push(&field.value);
            texts.extend(field.host.as_deref());
        }
        if let Self::ReceivedMail(mail) = self {
            texts.push(&mail.sender);
        }
        if let Self::PageVisit(visit) = self {
            texts.push(&visit.host);
            texts.extend(visit.categories.iter().map(String::as_str));
        }
        texts.into_iter().any(long).then(|| format!("a text of more than {MAX_TEXT} characters"))
    }
}

/// The kinds of observation, for tables that say which rule looks at which surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// [`ComposeMail`]
    ComposeMail,
    /// [`ConnectionRequest`]
    ConnectionRequest,
    /// [`PostAudience`]
    PostAudience,
    /// [`PrivacySetting`]
    PrivacySetting,
    /// [`ComposeMessage`]
    ComposeMessage,
    /// [`ProfileField`]
    ProfileField,
    /// [`PageVisit`]
    PageVisit,
    /// [`ReceivedMail`]
    ReceivedMail,
}

/// A recipient field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// To.
    To,
    /// Cc.
    Cc,
    /// Bcc.
    Bcc,
    /// On the message, field unknown.
    Unplaced,
}

impl ComposeMail {
    /// All recipients with their field.
    pub fn recipients(&self) -> impl Iterator<Item = (Field, &Recipient)> {
        [(Field::To, &self.to), (Field::Cc, &self.cc), (Field::Bcc, &self.bcc), (Field::Unplaced, &self.unplaced)]
            .into_iter()
            .flat_map(|(field, list)| list.iter().map(move |recipient| (field, recipient)))
    }
}

/// An observation file, as the command line reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObservationFile {
    /// [`FILE_VERSION`].
    pub version: u32,
    /// What is to be judged, in order.
    pub observations: Vec<Observation>,
}

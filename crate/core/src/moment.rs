//! The moments at which a reminder may come.
//!
//! A closed set: each is told by what Lanyard observes for its rules anyway, by an address alone,
//! or by an event of the browser's own. A pack names them for its reminder clauses; what a page
//! shows, says or holds beyond that is not looked at for their sake.

use serde::{Deserialize, Serialize};

use crate::engine::Account;
use crate::finding::{Action, Finding, Remedy};
use crate::observation::{Audience, ComposeMode, Kind, Observation, Page, ProfilePart, Setting};
use crate::protected::is_under;
use crate::read::readable_words;
use crate::rules::mail::Side;
use crate::rules::{Case, mail, social, visits, web_preview_resources};

/// When a reminder may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// A covered page is about to be printed.
    Print,
    /// A page of the school's information system is open.
    Records,
    /// Somebody is back at one that was left in sight, without a key or a pointer moving.
    RecordsReturn,
    /// A social site is open.
    Social,
    /// The settings of a social account are open.
    SocialSettings,
    /// A post that is being written is open to anyone.
    PublicPost,
    /// A post that is being written names the school.
    SchoolPost,
    /// A post is being written in an account of the school's own, or where it has one and the page does not
    /// tell whose this is.
    OfficialPost,
    /// The person's own profile is open.
    OwnProfile,
    /// A form for a social account holds a school address.
    SchoolAddress,
    /// A request from a pupil has just been deleted.
    PupilRequest,
    /// A request from a parent has just been deleted.
    ParentRequest,
    /// A message is being forwarded to somebody outside the school.
    ForwardOutside,
    /// A message to somebody outside the school has a file.
    FileOutside,
    /// A message goes to many people.
    ManyRecipients,
    /// A message to people of the school holds a link to a video.
    VideoLink,
    /// A file is open to whoever has its link.
    ShareLink,
    /// A store of files outside the school is open.
    OutsideStore,
    /// A site that saves other people's media is open.
    MediaRipper,
}

readable_words!(Moment {
    "print" Print, "records" Records, "records-return" RecordsReturn, "social" Social, "social-settings" SocialSettings,
    "public-post" PublicPost, "school-post" SchoolPost, "official-post" OfficialPost,
    "own-profile" OwnProfile, "school-address" SchoolAddress, "pupil-request" PupilRequest,
    "parent-request" ParentRequest, "forward-outside" ForwardOutside, "file-outside" FileOutside,
    "many-recipients" ManyRecipients, "video-link" VideoLink, "share-link" ShareLink, "outside-store" OutsideStore,
    "media-ripper" MediaRipper,
});

/// From so many people on, a message goes to many.
const MANY: usize = 20;

/// Where videos are linked to, with everything under it.
const VIDEOS: [&str; 7] =
    ["youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "tiktok.com", "twitch.tv", "ted.com"];

impl Moment {
    /// All of them, in the order of the documents.
    pub const ALL: [Self; 19] = [
        Self::Print,
        Self::Records,
        Self::RecordsReturn,
        Self::Social,
        Self::SocialSettings,
        Self::PublicPost,
        Self::SchoolPost,
        Self::OfficialPost,
        Self::OwnProfile,
        Self::SchoolAddress,
        Self::PupilRequest,
        Self::ParentRequest,
        Self::ForwardOutside,
        Self::FileOutside,
        Self::ManyRecipients,
        Self::VideoLink,
        Self::ShareLink,
        Self::OutsideStore,
        Self::MediaRipper,
    ];

    /// Its name in packs and documents.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Print => "print",
            Self::Records => "records",
            Self::RecordsReturn => "records-return",
            Self::Social => "social",
            Self::SocialSettings => "social-settings",
            Self::PublicPost => "public-post",
            Self::SchoolPost => "school-post",
            Self::OfficialPost => "official-post",
            Self::OwnProfile => "own-profile",
            Self::SchoolAddress => "school-address",
            Self::PupilRequest => "pupil-request",
            Self::ParentRequest => "parent-request",
            Self::ForwardOutside => "forward-outside",
            Self::FileOutside => "file-outside",
            Self::ManyRecipients => "many-recipients",
            Self::VideoLink => "video-link",
            Self::ShareLink => "share-link",
            Self::OutsideStore => "outside-store",
            Self::MediaRipper => "media-ripper",
        }
    }

    /// The kind of surface that it is told by.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::ForwardOutside | Self::FileOutside | Self::ManyRecipients | Self::VideoLink => Kind::ComposeMail,
            Self::PublicPost | Self::SchoolPost | Self::OfficialPost => Kind::PostAudience,
            Self::SocialSettings | Self::ShareLink => Kind::PrivacySetting,
            Self::OwnProfile | Self::SchoolAddress => Kind::ProfileField,
            Self::Print
            | Self::Records
            | Self::RecordsReturn
            | Self::Social
            | Self::PupilRequest
            | Self::ParentRequest
            | Self::OutsideStore
            | Self::MediaRipper => Kind::PageVisit,
        }
    }

    /// The list of hosts that it is told by; see [`crate::category`].
    #[must_use]
    pub fn list(self) -> Option<&'static str> {
        match self {
            Self::Records | Self::RecordsReturn => Some("records"),
            Self::Social => Some("social"),
            Self::OutsideStore => Some("file-stores"),
            Self::MediaRipper => Some("rippers"),
            _ => None,
        }
    }

    /// Whether something happened, so that it is told by no state of a surface.
    #[must_use]
    pub fn is_event(self) -> bool {
        matches!(self, Self::Print | Self::RecordsReturn | Self::PupilRequest | Self::ParentRequest)
    }

    /// Whether a page may say of itself that it has come: the browser tells it of an event.
    #[must_use]
    pub fn is_told_by_page(self) -> bool {
        matches!(self, Self::Print | Self::RecordsReturn)
    }

    /// What has happened when this remedy was carried out.
    #[must_use]
    pub fn after(finding: &Finding, remedy: &Remedy) -> Option<Self> {
        if remedy.action != Action::DeclineRequest {
            return None;
        }
        match finding.rule.as_str() {
            "social-pupil-connection" => Some(Self::PupilRequest),
            "social-parent-connection" => Some(Self::ParentRequest),
            _ => None,
        }
    }

    /// Whether what is observed is this moment. `event` is what has happened there, if anything.
    pub(crate) fn is(self, case: &Case<'_>, event: Option<Self>) -> bool {
        if self.is_event() && event != Some(self) {
            return false;
        }
        match case.observation {
            Observation::PageVisit(visit) => match self {
                Self::Print | Self::PupilRequest | Self::ParentRequest => true,
                _ => {
                    // Reading about a service is no use of it; a store is one where files are kept.
                    let sort =
                        if self == Self::OutsideStore { visit.page == Page::Files } else { visit.page != Page::About };
                    sort && self.list().is_some_and(|list| visits::is_on(visit, &[list]))
                }
            },
            Observation::PrivacySetting(setting) => match self {
                Self::ShareLink => setting.setting == Setting::FileLink && setting.audience == Audience::Public,
                Self::SocialSettings => setting.setting != Setting::FileLink,
                _ => false,
            },
            Observation::PostAudience(post) if post.is_prompt() => false,
            Observation::PostAudience(post) => {
                let official = case.account == Account::Official;
                match self {
                    Self::PublicPost => post.audience == Some(Audience::Public) && !official,
                    Self::SchoolPost => post.text.as_deref().is_some_and(|text| social::names_school(case, text)),
                    Self::OfficialPost => official || social::may_be_official(case),
                    _ => false,
                }
            }
            Observation::ProfileField(field) => match self {
                Self::OwnProfile => {
                    matches!(field.field, ProfilePart::Name | ProfilePart::About | ProfilePart::Workplace)
                }
                Self::SchoolAddress => {
                    field.field == ProfilePart::Email && case.engine.config().is_school_address(&field.value)
                }
                _ => false,
            },
            Observation::ComposeMail(_) => self.is_of_mail(case),
            Observation::ConnectionRequest(_) | Observation::ComposeMessage(_) | Observation::ReceivedMail(_) => false,
        }
    }

    /// The school's own mail alone, and none with a protected correspondent (G10, G14).
    fn is_of_mail(self, case: &Case<'_>) -> bool {
        let Some(message) = mail::message(case).filter(|_| case.account == Account::School) else { return false };
        if mail::any_protected(case) {
            return false;
        }
        let people = mail::people(case);
        let outside = || people.iter().any(|person| person.side == Side::Outside);
        match self {
            Self::ForwardOutside => message.mode == ComposeMode::Forward && outside(),
            Self::FileOutside => !message.attachments.is_empty() && outside(),
            Self::ManyRecipients => people.len() >= MANY,
            Self::VideoLink => {
                !people.is_empty()
                    && !outside()
                    && mail::own_text(case, message)
                        .is_some_and(|text| web_preview_resources::links(case, text).any(|host| is_video(&host)))
            }
            _ => false,
        }
    }
}

fn is_video(host: &str) -> bool {
    VIDEOS.iter().any(|known| is_under(host, known))
}

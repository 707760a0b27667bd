//! What is known of a file that is about to be attached: whether it is protected, what kinds
//! of personal data it holds and where. Kinds, counts and places, never text.

use serde::{Deserialize, Serialize};

use crate::write::{crossing, crossing_words};

/// All that is known of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileFacts {
    /// What the content says it is, whatever the name says.
    #[serde(default)]
    pub format: FileFormat,
    /// Whether a password is needed to read it.
    #[serde(default)]
    pub protection: Protection,
    /// Personal data in it, sorted by place and kind.
    #[serde(default)]
    pub holds: Vec<Held>,
    /// Parts that a reader does not see at first sight, and how many there are.
    #[serde(default)]
    pub parts: Vec<FilePart>,
    /// Why it was not looked at to the end, where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Reason>,
}

/// What a file is, told by its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FileFormat {
    /// Not known.
    #[default]
    Other,
    /// A spreadsheet (xlsx, xlsm, ods, xls).
    Spreadsheet,
    /// A text document (docx, odt, doc).
    Document,
    /// A presentation (pptx, odp, ppt).
    Presentation,
    /// Plain text, CSV or a web page.
    Text,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// An archive of other files (zip, 7z, rar).
    Archive,
}

/// Whether a password is needed to read a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Not known.
    #[default]
    Unknown,
    /// Anybody can read it.
    None,
    /// Some of the files inside need a password, some do not.
    Partly,
    /// It calls itself encrypted, and opens without a password.
    OpensForAnyone,
    /// It needs a password.
    Protected,
}

/// One kind of personal data in one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Held {
    /// Where in the file.
    pub place: Place,
    /// What: the id of a kind that the text scanner finds, or one of the file's own
    /// (`class-list`, `sensitive-column`, `author`, `photo-place`, `photo-camera`).
    pub kind: String,
    /// How many.
    pub count: u32,
}

/// A part that a reader does not see at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FilePart {
    /// Which.
    pub place: Place,
    /// How many of it.
    pub count: u32,
}

/// Where in a file something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In plain sight.
    #[default]
    Visible,
    /// On a hidden sheet.
    HiddenSheet,
    /// On a sheet that the program's own menu does not list.
    VeryHiddenSheet,
    /// In a hidden or filtered row.
    HiddenRow,
    /// In a hidden column.
    HiddenColumn,
    /// On a hidden slide.
    HiddenSlide,
    /// In text that is marked as hidden.
    HiddenText,
    /// In a comment or note on a cell, a passage or a page.
    Comment,
    /// In text that was deleted with changes tracked.
    Deleted,
    /// In a page's header or footer.
    Header,
    /// In a speaker's notes.
    Notes,
    /// In the copy of its data that a pivot table or a link to another workbook keeps.
    Cache,
    /// A link to another workbook.
    ExternalLink,
    /// In the document's properties.
    Properties,
    /// In a file inside the file.
    Inside,
    /// In what the camera wrote into a picture.
    Picture,
}

impl FileFacts {
    /// Reads what the reader of files says. `None` for anything but this shape.
    #[must_use]
    pub fn read_json(json: &str) -> Option<Self> {
        crate::read::parse(json).ok()
    }
}

impl Place {
    /// Every place, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Visible,
        Self::HiddenSheet,
        Self::VeryHiddenSheet,
        Self::HiddenRow,
        Self::HiddenColumn,
        Self::HiddenSlide,
        Self::HiddenText,
        Self::Comment,
        Self::Deleted,
        Self::Header,
        Self::Notes,
        Self::Cache,
        Self::ExternalLink,
        Self::Properties,
        Self::Inside,
        Self::Picture,
    ];

    /// How many places there are.
    pub const COUNT: usize = 16;
}

/// Why a file was not looked at to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It needs a password.
    Protected,
    /// A format that is not read.
    Format,
    /// An older format, of which only the protection is read.
    OldFormat,
    /// An archive that is not opened (7z, rar).
    Archive,
    /// A picture of text, or a font that does not say which letters it draws.
    NoText,
    /// Larger than what is looked at. What came before was.
    TooLarge,
    /// It unpacks to far more than it should.
    Unpacks,
    /// Files inside files inside files.
    TooDeep,
    /// Damaged, or not what it says it is.
    Damaged,
    /// The page did not give it.
    NotGiven,
}

impl Reason {
    /// Why, in words of the popup. `None` where it says what was wanted: nobody else can read it either.
    #[must_use]
    pub fn says(self) -> Option<&'static str> {
        Some(match self {
            Self::Protected => return None,
            Self::Format => "unchecked_file_format",
            Self::OldFormat => "unchecked_file_old_format",
            Self::Archive => "unchecked_file_archive",
            Self::NoText => "unchecked_file_no_text",
            Self::TooLarge => "unchecked_file_too_large",
            Self::Unpacks => "unchecked_file_unpacks",
            Self::TooDeep => "unchecked_file_too_deep",
            Self::Damaged => "unchecked_file_damaged",
            Self::NotGiven => "unchecked_file_not_given",
        })
    }
}

crossing!(FileFacts {
    format "format", protection "protection", holds "holds", parts "parts", unchecked "unchecked",
});
crossing!(Held { place "place", kind "kind", count "count" });
crossing!(FilePart { place "place", count "count" });
crossing_words!(FileFormat {
    "other" Other, "spreadsheet" Spreadsheet, "document" Document, "presentation" Presentation, "text" Text,
    "pdf" Pdf, "picture" Picture, "archive" Archive,
} absent Other);
crossing_words!(Protection {
    "unknown" Unknown, "none" None, "partly" Partly, "opens-for-anyone" OpensForAnyone, "protected" Protected,
} absent Unknown);
crossing_words!(Place {
    "visible" Visible, "hidden-sheet" HiddenSheet, "very-hidden-sheet" VeryHiddenSheet, "hidden-row" HiddenRow,
    "hidden-column" HiddenColumn, "hidden-slide" HiddenSlide, "hidden-text" HiddenText, "comment" Comment,
    "deleted" Deleted, "header" Header, "notes" Notes, "cache" Cache, "external-link" ExternalLink,
    "properties" Properties, "inside" Inside, "picture" Picture,
});
crossing_words!(Reason {
    "protected" Protected, "format" Format, "old-format" OldFormat, "archive" Archive, "no-text" NoText,
    "too-large" TooLarge, "unpacks" Unpacks, "too-deep" TooDeep, "damaged" Damaged, "not-given" NotGiven,
});

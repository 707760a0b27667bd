// Made by `cargo xtask types` from crate/core/src. Change that, not this.

/** Version of the protocol between content script and worker. */
export const PROTOCOL = 1;

/** What a remedy does when the person presses it. */
export type Action = "moveToBcc" | "copyToBcc" | "removeRecipients" | "openSchoolMail" | "copyDraft" | "declineRequest" | "openSetting" | "copyText" | "cancel" | "leavePage" | "answer" | "notNow";

/** A file that is attached to a message. */
export type Attachment = {
  /** Handle by which the content script finds the entry again, unique in the observation. */
  ref: string,
  /** Name of the file, as the page shows it. */
  name: string,
  /** Size in bytes, where it is known. */
  size?: number,
  /** What is known of its content. In a browser the worker alone fills this in. */
  facts?: FileFacts,
};

/** Who can see something, from the widest to the narrowest. */
export type Audience = "public" | "friends-of-friends" | "friends" | "custom" | "only-me";

/** How sure the finding is of what it says. */
export type Certainty = "weak" | "likely" | "certain";

/** A cited clause with its text. */
export type ClauseText = {
  /** Id in the pack. */
  id: string,
  /** Number or heading. */
  section: string,
  /** In our own words. */
  text: string,
};

/** A message that is being written. */
export type ComposeMail = {
  /** Where it is. */
  surface: Surface,
  /** The address that the message leaves from, where the page shows it. */
  account?: string,
  /** The address of the mailbox that is open, where the page shows it beside From. */
  mailbox?: string,
  /** Whether the page says that the mailbox is somebody else's, opened by delegation. */
  delegated: boolean,
  /** How the message was started. */
  mode: ComposeMode,
  /** The site's own id of the thread or draft; else a random id that lives with the compose. */
  thread?: string,
  /** The subject, as it stands in its field. */
  subject?: string,
  /**
   * The person's own words: without what they quote, without the signature. Read only where the
   * worker has said so, and never where a protected correspondent takes part (G10).
   */
  text?: string,
  /** Whether the text was longer, and its end is not there. */
  textCut?: boolean,
  /**
   * Whether the text that the school asks for under every message is in it; nothing where that was not
   * looked for, or could not be.
   */
  signoff?: boolean,
  /** To. */
  to: Array<Recipient>,
  /** Cc. */
  cc: Array<Recipient>,
  /** Bcc. */
  bcc: Array<Recipient>,
  /** Recipients that are on the message but whose field the page does not tell (a collapsed preview). */
  unplaced: Array<Recipient>,
  /** Whether the site offers a way to move recipients that the content script can carry out and verify. */
  canMove: boolean,
  /** Files that are attached. */
  attachments?: Array<Attachment>,
};

/** A box for writing to one person. What is written in it, and what was written before, has no field. */
export type ComposeMessage = {
  /** Where it is. */
  surface: Surface,
  /** The person's own account on the site, where the page shows it. */
  account?: string,
  /** Whom it goes to. */
  person: Person,
};

/** How a message was started. */
export type ComposeMode = "unknown" | "new" | "reply" | "replyAll" | "forward";

/** A request to connect: friend, follow, connection, contact. */
export type ConnectionRequest = {
  /** Where it is. */
  surface: Surface,
  /** The person's own account on the site, where the page shows it. */
  account?: string,
  /** Who asks whom. */
  direction: Direction,
  /** The other person. */
  person: Person,
  /** Whether the page has a control that declines the request. */
  canDecline: boolean,
};

/** Who asks whom. */
export type Direction = "received" | "starting";

/** All that is known of one file. */
export type FileFacts = {
  /** What the content says it is, whatever the name says. */
  format: FileFormat,
  /** Whether a password is needed to read it. */
  protection: Protection,
  /** Personal data in it, sorted by place and kind. */
  holds: Array<Held>,
  /** Parts that a reader does not see at first sight, and how many there are. */
  parts: Array<FilePart>,
  /** Why it was not looked at to the end, where it was not. */
  unchecked?: Reason,
};

/** What a file is, told by its content. */
export type FileFormat = "other" | "spreadsheet" | "document" | "presentation" | "text" | "pdf" | "picture" | "archive";

/** A part that a reader does not see at first sight. */
export type FilePart = {
  /** Which. */
  place: Place,
  /** How many of it. */
  count: number,
};

/** What a content script says, over the Port named `lanyard`, a space and [`PROTOCOL`]. */
export type FromPage = { "type": "hello",
  /** [`PROTOCOL`]. */
  protocol: number,
} | { "type": "observe",
  /** Hash of what was observed, made by the content script; echoed. */
  hash: string,
  /** Whether the page knows of a reason to show marks only (full screen, second display). */
  quiet: boolean,
  /** The observation. */
  observation: Observation,
} | { "type": "unchecked",
  /** `SITE/SURFACE#N`. */
  surface: string,
  /**
   * `expect` (landmarks missing), `timeout` (no verdict), `absent` (the part that reads it
   * did not come) or `show` (the part that shows findings did not come; it was checked).
   */
  reason: string,
  /** What was missing: field ids of the site file. */
  missing: Array<string>,
} | { "type": "need",
  /** Which. */
  part: Part,
} | { "type": "gone",
  /** `SITE/SURFACE#N`. */
  surface: string,
} | { "type": "moved",
} | { "type": "moment",
  /** Which. */
  moment: Moment,
} | { "type": "sent",
  /** How far it has come. */
  step: Step,
} | { "type": "act",
  /** Id of the finding. */
  finding: string,
  /** Id of the remedy. */
  remedy: string,
  /** How it went, for actions that the content script carries out. */
  outcome: Outcome,
};

/** One kind of personal data in one place. */
export type Held = {
  /** Where in the file. */
  place: Place,
  /**
   * What: the id of a kind that the text scanner finds, or one of the file's own
   * (`class-list`, `sensitive-column`, `author`, `photo-place`, `photo-camera`).
   */
  kind: string,
  /** How many. */
  count: number,
};

/** The kinds of observation, for tables that say which rule looks at which surface. */
export type Kind = "composeMail" | "connectionRequest" | "postAudience" | "privacySetting" | "composeMessage" | "profileField" | "pageVisit" | "receivedMail";

/** When a reminder may come. */
export type Moment = "print" | "records" | "records-return" | "social" | "social-settings" | "public-post" | "school-post" | "official-post" | "own-profile" | "school-address" | "pupil-request" | "parent-request" | "forward-outside" | "file-outside" | "many-recipients" | "video-link" | "share-link" | "outside-store" | "media-ripper";

/** One thing that a page shows and that a rule may judge. */
export type Observation = { "kind": "composeMail" } & ComposeMail | { "kind": "connectionRequest" } & ConnectionRequest | { "kind": "postAudience" } & PostAudience | { "kind": "privacySetting" } & PrivacySetting | { "kind": "composeMessage" } & ComposeMessage | { "kind": "profileField" } & ProfileField | { "kind": "pageVisit" } & PageVisit | { "kind": "receivedMail" } & ReceivedMail;

/** How a remedy went. */
export type Outcome = "asked" | "done" | "failed" | "undone";

/** What sort of page an address is of. */
export type Page = "plain" | "about" | "install" | "install-tunnel" | "download" | "checkout" | "play" | "relay" | "consent" | "files" | "recommend";

/**
 * A page that is open, as far as its address tells: the host, the lists that the host is on and
 * what sort of page it is. The address itself, its query and the page's title have no field.
 */
export type PageVisit = {
  /** Where it is: `web/page#1`, or `SITE/page#1` where a site file covers the host. */
  surface: Surface,
  /** The person's own account on the site, where another surface of the page has shown it. */
  account?: string,
  /** Host name, without scheme and port. */
  host: string,
  /** Ids of the lists that the host is on, as far as a rule of the school asks for them. */
  categories: Array<string>,
  /** What sort of page it is. */
  page: Page,
  /** Whether it has stayed open for longer than it takes to leave. */
  stayed: boolean,
  /** Files that were given to it since it was opened, where a rule of the school looks at those on its list. */
  files: Array<Attachment>,
};

/**
 * A later part of the content script. A page is given only what it needs: most have nothing
 * to read, and most of the others nothing to show.
 */
export type Part = "read" | "show";

/** Another person, as the page shows them. */
export type Person = {
  /** Display name. */
  name?: string,
  /** The site's handle: a user name, a profile id or the last part of the profile's address. */
  handle?: string,
  /** An address (e-mail or chat), where the page shows one. */
  address?: string,
  /** What the card itself says of the person beside the name, such as a place of study. */
  about?: string,
};

/** Where in a file something is. */
export type Place = "visible" | "hidden-sheet" | "very-hidden-sheet" | "hidden-row" | "hidden-column" | "hidden-slide" | "hidden-text" | "comment" | "deleted" | "header" | "notes" | "cache" | "external-link" | "properties" | "inside" | "picture";

/**
 * The audience selected for a post that is being written; or, on a page that has no site file, a prompt to an
 * AI assistant: there are words in it, and nothing else.
 */
export type PostAudience = {
  /** Where it is. */
  surface: Surface,
  /** The person's own account on the site, where the page shows it. */
  account?: string,
  /** Who will see the post, where the page shows it beside what is written. */
  audience?: Audience,
  /** The levels that the site offers here, as far as the site file knows them. */
  offered: Array<Audience>,
  /** What the person has written, read only where the worker lets it. */
  text?: string,
  /** Whether pictures are part of it. Nothing else is known of them. */
  pictures?: boolean,
  /** People who are tagged in it. */
  tagged?: Array<Person>,
};

/** How the finding shows itself. */
export type Presentation = "mark" | "note" | "panel";

/** A privacy setting on an open settings page. */
export type PrivacySetting = {
  /** Where it is. */
  surface: Surface,
  /** The person's own account on the site, where the page shows it. */
  account?: string,
  /** Which setting. */
  setting: Setting,
  /**
   * Who can see or do what the setting governs. A private-account or protected-posts
   * switch reads `friends` when on and `public` when off; a search-engine switch reads
   * `public` when on and `friends` when off.
   */
  audience: Audience,
  /** The levels that the site offers here, as far as the site file knows them. */
  offered: Array<Audience>,
};

/** A field of the person's own profile, or of a form for their account, as it stands while the page is open. */
export type ProfileField = {
  /** Where it is. */
  surface: Surface,
  /** The person's own account on the site, where the page shows it. */
  account?: string,
  /** Host name, where no site file is for the page. In a browser the worker alone fills this in. */
  host?: string,
  /** Which field. */
  field: ProfilePart,
  /** What stands in it. Of an e-mail address, the part from the @ on and nothing before it. */
  value: string,
};

/** Which field of a profile. */
export type ProfilePart = "name" | "email" | "workplace" | "about" | "check-in";

/** Whether a password is needed to read a file. */
export type Protection = "unknown" | "none" | "partly" | "opens-for-anyone" | "protected";

/** What may be read of a message beside who it goes to. */
export type Reads = {
  /** The subject. */
  subject: boolean,
  /** Names and sizes of attached files, and what is inside where a rule asks for that. */
  files: boolean,
  /** The person's own words. */
  text: boolean,
  /** The text that the school asks for under every message: whether it is there, and nothing else. */
  signoff?: string,
};

/** Why a file was not looked at to the end. */
export type Reason = "protected" | "format" | "old-format" | "archive" | "no-text" | "too-large" | "unpacks" | "too-deep" | "damaged" | "not-given";

/**
 * A received message that the mail service's own banner calls suspicious. Without such a banner there is no
 * observation; subject, text and files have no field.
 */
export type ReceivedMail = {
  /** Where it is. */
  surface: Surface,
  /** The person's own account, where the page shows it. */
  account?: string,
  /** The sender's address. */
  sender: string,
};

/** One entry of a recipient field. */
export type Recipient = {
  /** Handle by which the content script finds the entry again, unique in the observation. */
  ref: string,
  /** The address, where the page shows it. */
  address?: string,
  /** The display name, where the page shows it. */
  name?: string,
  /** Whether the page says that the entry is a group. */
  group: boolean,
  /** Whether it is text that the person is still typing. */
  unfinished: boolean,
};

/** Which privacy setting. */
export type Setting = "account" | "posts" | "friend-list" | "requests" | "look-up" | "search-engines" | "file-link";

/** How strongly the school's own document puts it. */
export type Severity = "informational" | "advised" | "required" | "prohibited";

/** A finding with its words, as content script, popup and command line show it. */
export type Shown = {
  /** Id of the finding. */
  id: string,
  /** Id of the rule. */
  rule: string,
  /** `SITE/SURFACE#N`. */
  surface: string,
  /** The school's own strength. */
  severity: Severity,
  /** Its word: "Expected". */
  strength: string,
  /** How sure the finding is. */
  certainty: Certainty,
  /** How it shows itself now. */
  presentation: Presentation,
  /** What is seen. */
  seen: string,
  /** What to do. */
  advice: string,
  /** "Your school's policy, 4.1.2(iii)". */
  clause: string,
  /** The cited clauses' texts, in our own words, one each. */
  clauseTexts: Array<ClauseText>,
  /** The `ref`s that the finding is about. */
  refs: Array<string>,
  /** What the person may do, the fix first, "Not now" last. */
  remedies: Array<ShownRemedy>,
  /** Whether the site's own control asks once more before it acts. */
  askFirst: boolean,
  /**
   * What the button says with which the person is shown less of this rule, or as much as before;
   * nothing where that is not theirs to say.
   */
  less?: string,
};

/** A remedy with its words. */
export type ShownRemedy = {
  /** Unique in the finding. */
  id: string,
  /** What it does. */
  action: Action,
  /** What the button says. */
  label: string,
  /** Whether it is the fix. */
  primary: boolean,
  /** What it acts on. */
  refs: Array<string>,
  /** For [`Action::CopyText`]: the text. */
  text?: string,
  /** For [`Action::OpenSchoolMail`]: the address. */
  link?: string,
  /** What is said once it worked. */
  done?: string,
  /** Said beforehand where it cannot be undone. */
  caution?: string,
};

/** How far a message has come, as the page shows it. */
export type Step = "pressed" | "undoable" | "gone" | "undone";

/** Which surface this is: `SITE/NAME#N`. */
export type Surface = {
  /** Id of the site file, such as `roundcube`. */
  site: string,
  /** Id of the surface inside the site file, such as `compose`. */
  name: string,
  /** Counts the surfaces of this name on the page, from 1. */
  n: number,
};

/** What the worker says to a content script. */
export type ToPage = { "type": "site",
  /** The merged site file for the Port's own origin, reduced to surfaces that a rule watches. */
  site: import('../site').SiteFile,
  /** Language of the texts, BCP 47. */
  language: string,
  /** Show marks only, for now. */
  quiet: boolean,
  /** Say when the page is printed: [`FromPage::Moment`]. */
  print: boolean,
} | { "type": "words",
  /** Texts whose key begins with `ui_`, resolved. */
  words: { [key in string]: string },
  /** Language of the texts, BCP 47, for `lang` and direction. */
  language: string,
} | { "type": "refused",
  /** Which. */
  part: Part,
} | { "type": "nothing" } | { "type": "findings",
  /** `SITE/SURFACE#N`. */
  surface: string,
  /** Echo of the observation's hash. */
  hash: string,
  /** Gravest first. */
  findings: Array<Shown>,
  /**
   * What of this message may be read beside its recipients. Only then, and only as long as
   * account and recipients stay the same, does the content script look at it (G10).
   */
  reads: Reads,
} | { "type": "refresh" } | { "type": "reveal",
  /** Id of the finding. */
  finding: string,
} | { "type": "toggle" };

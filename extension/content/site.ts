// What a site file may say: facts about where things are on a site and how to read
// them. site.schema.json beside the files says the same; a test keeps the two in step.

import type { Audience, ComposeMode, Direction, Kind, ProfilePart, Setting } from './types/protocol';

export interface SiteFile {
  id: string;
  name: string;
  version: number;
  /** When the facts were last held against the evidence that `confidence` grades, YYYY-MM-DD. */
  verified: string;
  /** A: maintained tool or captured page. B: one dated note. C: older or indirect. */
  confidence: 'A' | 'B' | 'C';
  place: 'mail' | 'social' | 'chat' | 'files';
  personal: boolean;
  hosts: string[];
  /** Languages of `labels`. Where `<html lang>` names another one, surfaces that need labels are not checked. */
  languages?: string[];
  /** Texts of the site's own controls, by our key: each may hold one `{value}`. */
  labels?: Record<string, string[]>;
  /** The site's words for each audience; a word that ends in `…` matches a beginning. */
  audiences?: Partial<Record<Audience, string[]>>;
  /** The person's own account, where any page of the site shows it. */
  account?: Read[];
  surfaces: SurfaceSpec[];
  /** What a mail shows once a message has gone. */
  sent?: Sent;
  /** The worker looks at the page's address, and may have something to say of the page as a whole. */
  page?: true;
}

/** Where a surface can be. All that is given must hold. */
export interface Where {
  /** Paths, `*` for one part, `**` for any rest. One must match. */
  path?: string[];
  /** Parameters of the query with their values; `*` for any value. */
  query?: Record<string, string>;
}

/** An element: a selector, or a selector with what CSS cannot say. */
export type Locate = string | Find;

export interface Find {
  css: string;
  /** Key in `labels` that the accessible label or the text must match. */
  label?: string;
  /** Look in the whole page instead of in the surface. */
  page?: boolean;
  /** Then its nearest ancestor (or itself) that matches. */
  closest?: string;
  /** Then its smallest ancestor that holds this; never one that holds two such elements. */
  holding?: string;
  /** Key in `labels`: then its smallest ancestor whose text has one of these in it. */
  saying?: string;
  /** Only the first on the page. */
  first?: boolean;
  /** Only while it has a box. */
  visible?: boolean;
}

/** How a field is read. The first strategy that gives something wins. */
export type Read =
  | { read: 'text'; at: Locate }
  | { read: 'value'; at: Locate }
  | { read: 'attribute'; at: Locate; name: string }
  /** The last e-mail address inside a text or form field, or inside the attribute `name`. */
  | { read: 'address'; at: Locate; name?: string }
  /** The e-mail address inside the chosen option. */
  | { read: 'select-text'; at: Locate }
  /**
   * The pieces of text that are in none of the elements `without` and match no label `skip`:
   * from piece `from`, so many.
   */
  | { read: 'rest'; at?: Locate; without: string; skip?: string; from?: number; count?: number }
  /** What stands for `{value}` in an accessible label or text. */
  | { read: 'label-name'; at: Locate; label: string }
  /** What stands for `{value}` in the address of a link, such as `/in/{value}`. */
  | { read: 'link-handle'; at: Locate; forms: string[]; not?: string[] }
  /** The same in the page's own address. */
  | { read: 'page-handle'; forms: string[]; not?: string[] }
  /** A text field that holds an address list; `typing` is where unfinished text is typed. */
  | { read: 'comma-list'; at: Locate; typing?: Locate }
  /** One element an entry; in its attribute `address`, or in its text, an address, `Name <address>`, or a name alone. `typing` may hold the entries too. */
  | { read: 'chips'; at: Locate; address?: string; name?: string; group?: string; typing?: Locate }
  /** One text an element, such as the names of attached files, or the parts of a name. */
  | { read: 'names'; at: Locate }
  /** The person's own words in an editor (a text field, an editable element, or a frame of the page's own origin), without
   *  what they quote and the signature: the elements `without`, of which `quotes` are no signature; in plain text, lines that begin
   *  with `>` and what follows `-- `. */
  | { read: 'own-words'; at: Locate; without?: string; quotes?: string }
  /** The audience that stands for `{value}` in a label. */
  | { read: 'audience-suffix'; at: Locate; label: string }
  /** The audience named by the label of the chosen radio button. */
  | { read: 'radio'; at: Locate }
  | { read: 'switch'; at: Locate; on: Audience; off: Audience }
  /** `value` while the element is there. */
  | { read: 'presence'; at: Locate; value: string }
  /** A value of the page's own settings object in an inline script, the first of that name behind the object's; `otherwise` where there is none. */
  | { read: 'inline-setting'; object: string; name: string; otherwise?: string };

export type FieldId =
  | 'account' | 'mode' | 'thread' | 'subject' | 'delegated' | 'to' | 'cc' | 'bcc' | 'preview' | 'attachments' | 'words'
  | 'name' | 'handle' | 'address' | 'about' | 'audience' | 'pictures' | 'value';

/**
 * Ways to find the same thing that do not rest on each other, by what it is. Where two of them find something and not the
 * same, nothing is judged. Elements are the same where one is within the other, texts where one is part of the other,
 * audiences where they are equal.
 */
export type Sure = Record<string, (Locate | Read)[]>;

/** What is held for ask-first, and how we know that it acted. */
export interface Hold {
  verb: 'send' | 'accept' | 'post' | 'request';
  at: Locate[];
  /** Keys that do the same from inside the surface, such as `Control+Enter`. */
  keys?: string[];
  /** Things that appear once it acted, beside the control or the surface leaving. */
  acted?: Locate[];
}

export interface Press {
  at: Locate[];
  /** The site's own question after it; while it is open nothing is decided. */
  asks?: Locate[];
}

/** A message that has gone. */
export interface Sent {
  /** What appears then, and never before. */
  shown: Locate[];
  /** What appears where it could not be sent. */
  failed?: Locate[];
  /** The mail's own way to take it back, as long as there is one. */
  undo?: Press;
}

export type Move =
  /** No way that is safe: addresses are copied, and Bcc is opened for them. */
  | { adapter: 'none'; reveal?: { unless: Locate; press: Locate[] } }
  | {
      adapter: 'field-change';
      fields: { to: string; cc: string; bcc: string };
      typing?: { to: string; cc: string; bcc: string };
      reveal?: { unless: Locate; press: Locate[] };
    }
  | {
      adapter: 'paste-combobox';
      /** Opens the recipient fields where a preview covers them. */
      open?: Locate[];
      reveal: { unless: Locate; press: Locate[] };
      combobox: { to: Locate; cc: Locate; bcc: Locate };
      /** Inside a chip: takes it away. */
      remove: string;
    };

/** Where things are drawn, and over what nothing may be drawn. */
export interface Parts {
  /** The box that a panel stays outside of; the surface itself if missing. */
  window?: Locate[];
  /** What a finding hangs from, by field; `any` where the field has no own. */
  control?: Record<string, Locate[]>;
  /** The window's own title strip. */
  title?: Locate[];
  editor?: Locate[];
  avoid?: Locate[];
}

export interface SurfaceSpec {
  /** Selectors that nobody has tried in a browser: those of a surface that the school has changed. The worker puts them in. */
  fresh?: string[];
  /** Where the surface can be, all selectors of one of these find something: the build puts them in (observe/seen.ts), and they go where a school changes the file. */
  seen?: string[][];
  name: string;
  kind: Kind;
  where?: Where[];
  root: Locate[];
  /** What shows that the surface is there where the page's language is not known: it is not checked then. */
  foreign?: Locate[];
  /** The address alone says that the surface must be there: if it is not, it is not checked. */
  promised?: boolean;
  /** Fields without which the surface is not checked. */
  expect?: FieldId[];
  fields: Partial<Record<FieldId, Read[]>>;
  sure?: Sure;
  /** Values of the page's words for `mode`. */
  modes?: Record<string, ComposeMode>;
  direction?: Direction;
  setting?: Setting;
  /** Which field of a profile. */
  part?: ProfilePart;
  offered?: Audience[];
  parts?: Parts;
  /** The side that is tried first. */
  side?: 'leading' | 'trailing';
  hold?: Hold;
  decline?: Press;
  cancel?: Press;
  move?: Move;
  /** Where the setting is changed: a control of this page, else an address of this site. */
  open?: { at?: Locate[]; url?: string };
  observe?: {
    /** Attributes inside the surface that tell of a change. */
    attributes?: string[];
    /** Whether text nodes are changed in place. */
    text?: boolean;
  };
}

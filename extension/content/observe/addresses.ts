// Reads address lists as people and webmails write them: RFC 5322 with `;` as well
// as `,`, and with whatever is still being typed at the end.

export interface Entry {
  /** The entry exactly as it stands in the list, without its separator. */
  raw: string;
  address?: string;
  name?: string;
  unfinished: boolean;
}

const ADDRESS = /^(?:"(?:[^"\\]|\\.)+"|[^\s"(),:;<>@[\]\\]+)@(?:\[[^\s\]]+\]|[^\s"(),:;<>@[\]\\]+)$/;
const INSIDE = /[^\s"'(),:;<>@[\]\\]+@[^\s"'(),:;<>@[\]\\]+[^\s"'(),.:;<>@[\]\\]/g;

/** Whether the text is one complete address. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** The last e-mail address that stands inside a text: titles begin with what others wrote. */
export function addressIn(text: string): string | undefined {
  return text.match(INSIDE)?.at(-1);
}

/** How addresses are compared: case and blanks do not matter. */
export function sameAddress(address: string): string {
  return address.trim().toLowerCase();
}

/** Splits a list. With `typing`, what stands last without a separator is unfinished. */
export function parseList(text: string, typing = false): Entry[] {
  const entries: Entry[] = [];
  let start = 0;
  const end = (at: number, closed: boolean): void => {
    const entry = parseEntry(text.slice(start, at).trim());
    start = at + 1;
    if (!entry) return;
    if (!closed && typing) entry.unfinished = true;
    entries.push(entry);
  };
  let quoted = false;
  let angle = false;
  let comment = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '\\' && (quoted || comment > 0)) at++;
    else if (comment > 0) comment += c === '(' ? 1 : c === ')' ? -1 : 0;
    else if (c === '"') quoted = !quoted && closes(text, at) ? true : false;
    else if (quoted) continue;
    else if (c === '(' && text.indexOf(')', at) > 0) comment = 1;
    else if (c === '<') angle = text.indexOf('>', at) > 0;
    else if (c === '>') angle = false;
    else if (angle) continue;
    else if (c === ':' && !text.slice(start, at).includes('@')) {
      // The name of a group: its members follow.
      start = at + 1;
    } else if (c === ',' || c === ';' || c === '\n') {
      end(at, true);
    }
  }
  end(text.length, false);
  return entries;
}

/** Whether a quote that opens at `at` is ever closed: somebody may still be typing it. */
function closes(text: string, at: number): boolean {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return true;
  }
  return false;
}

// "Ann <a@x>", "a@x (Ann)", and as Roundcube's chips split it too, "Ann a@x".
const FORMS = [/^(.*)<\s*([^<>]*?)\s*>\s*(?:\([^()]*\)\s*)*$/s, /^()(\S+)\s*\(([^()]*)\)$/, /^(.*\S)\s+(\S+@\S+)$/s];

function parseEntry(raw: string): Entry | undefined {
  if (!raw) return undefined;
  const match = isAddress(raw) ? null : FORMS.map((form) => form.exec(raw)).find(Boolean);
  const [, before = '', address = raw, after = ''] = match ?? [];
  if (!isAddress(address)) return { raw, unfinished: true };
  const name = plainName(before || after);
  return { raw, address, name: name === address ? undefined : name || undefined, unfinished: false };
}

function plainName(text: string): string {
  const name = text.trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(name);
  return (quoted?.[1] ?? name).replace(/\\(.)/gs, '$1').trim();
}

/** The entry as it is written into another list. */
export function formatAddress(address: string, name?: string): string {
  if (!name) return address;
  const plain = /^[\p{L}\p{N} !#$%&'*+\-/=?^_`{|}~]+$/u.test(name);
  return `${plain ? name : `"${name.replace(/(["\\])/g, '\\$1')}"`} <${address}>`;
}

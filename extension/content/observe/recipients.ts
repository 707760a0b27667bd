// Recipient fields: chips, comma lists and Gmail's collapsed preview.

import type { Read } from '../site';
import type { Recipient } from '../types/protocol';
import { isAddress, parseList, sameAddress } from './addresses';
import { tidy } from './labels';
import { isVisible, locate, locateAll } from './locate';
import { type Reader, valueOf } from './readers';

export type FieldName = 'to' | 'cc' | 'bcc';
export const FIELDS: readonly FieldName[] = ['to', 'cc', 'bcc'];

const LONGEST = 320;

/** Where each address was last seen, so that a collapsed preview keeps its fields. */
export type Placements = Map<string, FieldName>;

/** Gives each entry a handle that survives a re-render: field, address, and which of several. */
class Refs {
  #counts = new Map<string, number>();

  take(field: string, what: string): string {
    const base = `${field}:${what.toLowerCase().slice(0, LONGEST)}`;
    const count = (this.#counts.get(base) ?? 0) + 1;
    this.#counts.set(base, count);
    return count === 1 ? base : `${base}#${count}`;
  }
}

/** The field a handle names. */
export function fieldOf(ref: string): string {
  return ref.slice(0, ref.indexOf(':'));
}

/** One field; nothing where the page has no such field now. */
function readField(field: string, reads: Read[] | undefined, reader: Reader, refs: Refs): Recipient[] | undefined {
  for (const read of reads ?? []) {
    if (read.read === 'comma-list') {
      const element = locate(reader.root, read.at, reader.site);
      if (element) return readList(field, element, locate(reader.root, read.typing, reader.site), refs);
    } else if (read.read === 'chips') {
      const chips = locateAll(reader.root, read.at, reader.site);
      const typing = locate(reader.root, read.typing, reader.site);
      if (chips.length > 0 || typing) return readChips(field, chips, read, typing, refs);
    }
  }
  return undefined;
}

function readList(field: string, element: Element, typing: Element | undefined, refs: Refs): Recipient[] {
  const text = valueOf(element);
  const typed = typing ? tidy(valueOf(typing)) : '';
  const entries = parseList(text, !typing && document.activeElement === element);
  // Roundcube copies what is being typed into the list only now and then.
  const last = entries.at(-1);
  const copied = last !== undefined && typed.startsWith(last.raw) && (last.unfinished || !/[,;]\s*$/.test(text));
  if (typed && copied) entries.pop();
  const recipients = entries.map((entry) => toRecipient(field, refs, entry.address, entry.name, false, entry.unfinished));
  if (typed) recipients.push(toRecipient(field, refs, isAddress(typed) ? typed : undefined, undefined, false, true));
  return recipients;
}

function readChips(field: string, chips: Element[], read: Read & { read: 'chips' }, typing: Element | undefined, refs: Refs): Recipient[] {
  const recipients = chips.map((chip) => {
    const label = tidy(chip.getAttribute(read.address ?? '') ?? valueOf(chip));
    const { address, name: called } = parseList(label).at(-1) ?? {};
    const name = tidy(chip.getAttribute(read.name ?? '') ?? called ?? '') || (address ? undefined : label);
    return toRecipient(field, refs, address, name, read.group !== undefined && chip.matches(read.group), false);
  });
  const typed = typing ? tidy(chips.reduce((text, chip) => (typing.contains(chip) ? text.replace(valueOf(chip), '') : text), valueOf(typing))) : '';
  if (typed) recipients.push(toRecipient(field, refs, isAddress(typed) ? typed : undefined, undefined, false, true));
  return recipients;
}

/** Text that is still being typed is told apart but not passed on, unless it is an address already. */
function toRecipient(field: string, refs: Refs, address: string | undefined, name: string | undefined, group: boolean, unfinished: boolean): Recipient {
  const known = address ?? (unfinished ? undefined : name);
  const recipient: Recipient = { ref: refs.take(field, known ?? '?'), group, unfinished };
  if (address) recipient.address = address.slice(0, LONGEST);
  if (name && name.toLowerCase() !== address?.toLowerCase() && !(unfinished && !address)) recipient.name = name.slice(0, LONGEST);
  return recipient;
}

export interface ReadRecipients {
  to: Recipient[];
  cc: Recipient[];
  bcc: Recipient[];
  unplaced: Recipient[];
  /** Whether any field of the surface was found. */
  found: Set<string>;
}

function isPreviewing(reads: Read[] | undefined, { root, site }: Reader): boolean {
  return (reads ?? []).some((read) => read.read === 'chips' && locateAll(root, read.at, site).some(isVisible));
}

/** All recipients of a compose. `placements` is read and brought up to date. */
export function readRecipients(
  fields: Partial<Record<string, Read[]>>,
  reader: Reader,
  placements: Placements,
): ReadRecipients {
  const refs = new Refs();
  const result: ReadRecipients = { to: [], cc: [], bcc: [], unplaced: [], found: new Set() };
  for (const field of FIELDS) {
    const list = readField(field, fields[field], reader, refs);
    if (!list) continue;
    result.found.add(field);
    result[field] = list;
  }
  const placed = new Map<string, FieldName>();
  for (const field of FIELDS) {
    for (const { address } of result[field]) if (address) placed.set(sameAddress(address), field);
  }
  // The preview stands in for fields that the page has taken away; while the fields are
  // there, a preview that nobody sees is stale.
  const previewing = placed.size === 0 || isPreviewing(fields['preview'], reader);
  const preview = (previewing && readField('preview', fields['preview'], reader, new Refs())) || [];
  if (preview.length > 0) result.found.add('preview');
  for (const one of preview) {
    if (one.address !== undefined && placed.has(sameAddress(one.address))) continue;
    const field = one.address === undefined ? undefined : placements.get(sameAddress(one.address));
    const ref = refs.take(field ?? 'unplaced', one.address ?? one.name ?? '?');
    result[field ?? 'unplaced'].push({ ...one, ref });
  }
  // What left the open fields is not on the message any more.
  if (preview.length === 0 && result.found.size > 0) placements.clear();
  for (const [address, field] of placed) placements.set(address, field);
  return result;
}

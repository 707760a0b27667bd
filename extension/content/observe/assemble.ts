// Makes one observation of one surface.

import type { FieldId, SiteFile, SurfaceSpec } from '../site';
import type { Audience, ComposeMail, ComposeMode, Observation, Person, Reads, Surface } from '../types/protocol';
import { hash } from './hash';
import { tidy } from './labels';
import { locate } from './locate';
import { type Reader, readAudience, readNames, readText } from './readers';
import { readOwnWords, readSignoff } from './words';
import { type Placements, readRecipients } from './recipients';

/** What the worker lets be read, and of whose message to whom: of no other. */
export interface May extends Reads {
  who: string;
}

/** What is known of a surface beyond the page's present state. */
export interface Known {
  id: Surface;
  root: Element;
  placements: Placements;
  /** Settled when first read: a draft id that comes later must not make it another thread. */
  thread?: string;
  may?: May;
}

export type Reading =
  | { observation: Observation; hash: string; missing?: undefined; why?: undefined }
  /** `why` is `expect` where nothing else is said. */
  | { observation?: undefined; hash?: undefined; missing: string[]; why?: string };

/** Reads the surface now. */
export function read(spec: SurfaceSpec, site: SiteFile, known: Known): Reading {
  const reader: Reader = { root: known.root, site };
  const mailbox = readText(site.account, { root: document.documentElement, site });
  const account = readText(spec.fields.account, reader) ?? mailbox;
  const common = account ? { surface: known.id, account } : { surface: known.id };
  const found = new Set<string>();
  let observation: Observation | undefined;
  switch (spec.kind) {
    // The worker makes it, from the address that the browser tells.
    case 'pageVisit':
      return { missing: [] };
    case 'composeMail': {
      const recipients = readRecipients(spec.fields, reader, known.placements);
      for (const field of recipients.found) found.add(field);
      known.thread ??= readText(spec.fields.thread, reader) ?? `random:${crypto.getRandomValues(new Uint32Array(4)).join('')}`;
      const { to, cc, bcc, unplaced } = recipients;
      const mode = readMode(spec, reader);
      // First who it is for; the rest once the worker has said that it may be read for them (G10).
      const may = known.may?.who === whoIsOn({ account, ...recipients }) ? known.may : undefined;
      const subject = may?.subject && readText(spec.fields.subject, reader);
      const attachments = may?.files ? readNames(spec.fields.attachments, reader).map((name, n) => ({ ref: `file/${n + 1}`, name })) : [];
      const delegated = readText(spec.fields.delegated, reader) !== undefined;
      const words = may?.text ? readOwnWords(spec.fields.words, reader) : {};
      const signoff = may?.signoff ? readSignoff(may.signoff, spec.fields.words, reader) : {};
      observation = { kind: 'composeMail', ...common, mode, thread: known.thread, ...(subject ? { subject } : {}), ...words, ...signoff, ...(mailbox ? { mailbox } : {}), delegated, to, cc, bcc, unplaced, canMove: canMove(spec, reader), ...(attachments.length > 0 ? { attachments } : {}) };
      break;
    }
    case 'receivedMail':
    case 'connectionRequest':
    case 'composeMessage': {
      const person: Person = {};
      for (const field of ['name', 'handle', 'address', 'about'] as const) {
        const text = readText(spec.fields[field], reader);
        if (!text) continue;
        person[field] = text;
        found.add(field);
      }
      if (spec.kind !== 'connectionRequest') {
        observation = spec.kind === 'receivedMail' ? { kind: spec.kind, ...common, sender: person.address ?? '' } : { kind: spec.kind, ...common, person };
        break;
      }
      const canDecline = locate(reader.root, spec.decline?.at, site) !== undefined;
      observation = { kind: 'connectionRequest', ...common, direction: spec.direction ?? 'received', person, canDecline };
      break;
    }
    case 'profileField': {
      const part = spec.part ?? 'about';
      // A name may stand in a field for each of its parts.
      const text = readText(spec.fields.value, reader) ?? tidy(readNames(spec.fields.value, reader).join(' '));
      // Who somebody is at their address is nobody's business: the domain is.
      const value = part === 'email' ? /@.*$/.exec(text)?.[0] ?? '' : text;
      observation = { kind: 'profileField', ...common, field: part, value };
      break;
    }
    case 'postAudience':
    case 'privacySetting': {
      const audience = readAudience(spec.fields.audience, reader);
      // Not every site shows beside a post who will see it.
      if (audience) found.add('audience');
      else if (spec.fields.audience) return { missing: ['audience'] };
      const offered = spec.offered ?? [];
      const { text } = spec.kind === 'postAudience' && known.may?.text && known.may.who === (account ?? '') ? readOwnWords(spec.fields.words, reader) : {};
      observation = spec.kind === 'postAudience'
        ? { kind: 'postAudience', ...common, audience, offered, ...(text ? { text } : {}), pictures: readText(spec.fields.pictures, reader) !== undefined }
        : { kind: 'privacySetting', ...common, setting: spec.setting ?? 'account', audience: audience as Audience, offered };
    }
  }
  const missing = (spec.expect ?? []).filter((field) => !found.has(field) && !(spec.kind === 'composeMail' && (found.has('preview') || isThere(field, spec, reader))));
  return missing.length > 0 ? { missing } : { observation, hash: hash(JSON.stringify(observation)) };
}

/** Whose it is, and of a message everybody on it; nothing of what has no words to be read. */
export function whose(observation: Observation | undefined): string | undefined {
  if (observation?.kind === 'postAudience') return observation.account ?? '';
  return observation?.kind === 'composeMail' ? whoIsOn(observation) : undefined;
}

/** Whose message it is and everybody on it. */
export function whoIsOn({ account, to, cc, bcc, unplaced }: Pick<ComposeMail, 'account' | 'to' | 'cc' | 'bcc' | 'unplaced'>): string {
  return JSON.stringify([account, [to, cc, bcc, unplaced].flat().map(({ address }) => address).sort()]);
}

/** An empty field is there all the same. */
function isThere(field: FieldId, spec: SurfaceSpec, reader: Reader): boolean {
  return (spec.fields[field] ?? []).some((one) => 'at' in one && locate(reader.root, one.at, reader.site) !== undefined);
}

function readMode(spec: SurfaceSpec, reader: Reader): ComposeMode {
  const text = readText(spec.fields.mode, reader);
  return (text !== undefined && spec.modes?.[text]) || 'unknown';
}

function canMove(spec: SurfaceSpec, { root, site }: Reader): boolean {
  const move = spec.move;
  switch (move?.adapter) {
    case 'field-change':
      return Object.values(move.fields).every((css) => root.querySelector(css));
    case 'paste-combobox':
      return [move.combobox.bcc, ...move.reveal.press, ...(move.open ?? [])].some((one) => locate(root, one, site));
    default:
      return false;
  }
}

/** By what a surface is known again when the page has drawn it afresh. */
export function identity(spec: SurfaceSpec, reading: Reading): string {
  const { observation } = reading;
  switch (observation?.kind) {
    case 'composeMail':
      return observation.thread?.startsWith('random:') ? '' : (observation.thread ?? '');
    case 'connectionRequest':
    case 'composeMessage':
      return (observation.person.handle ?? observation.person.address ?? observation.person.name ?? '').toLowerCase();
    default:
      return spec.name;
  }
}

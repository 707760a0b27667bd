// What every way of moving recipients has in common: what is to be moved, and whether
// the page now holds exactly that.

import { sameAddress } from '../observe/addresses';
import type { FieldName } from '../observe/recipients';
import { FIELDS } from '../observe/recipients';
import type { ComposeMail, Recipient } from '../types/protocol';

/** One recipient and the field that it leaves. */
export interface Mover {
  address: string;
  name?: string;
  from: FieldName;
}

/** Addresses by field, each as often as it stands there. */
export type Layout = Record<FieldName | 'unplaced', string[]>;

export function layoutOf(mail: ComposeMail): Layout {
  const of = (list: Recipient[]): string[] => list.flatMap(({ address }) => (address ? sameAddress(address) : []));
  return { to: of(mail.to), cc: of(mail.cc), bcc: of(mail.bcc), unplaced: of(mail.unplaced) };
}

/** The recipients that these handles name, if each of them is there with its address. */
export function moversOf(mail: ComposeMail, refs: readonly string[]): Mover[] | undefined {
  const movers: Mover[] = [];
  for (const field of FIELDS) {
    for (const one of mail[field]) {
      if (!refs.includes(one.ref)) continue;
      if (!one.address || field === 'bcc') return undefined;
      movers.push(one.name ? { address: one.address, name: one.name, from: field } : { address: one.address, from: field });
    }
  }
  return movers.length === refs.length && movers.length > 0 ? movers : undefined;
}

/** The layout once these have moved: nothing lost, nobody else touched. */
export function expected(before: Layout, movers: Mover[]): Layout {
  const after: Layout = { to: [...before.to], cc: [...before.cc], bcc: [...before.bcc], unplaced: [...before.unplaced] };
  for (const { address, from } of movers) {
    const key = sameAddress(address);
    const at = after[from].indexOf(key);
    if (at >= 0) after[from].splice(at, 1);
    if (!after.bcc.includes(key)) after.bcc.push(key);
  }
  return after;
}

export function sameLayout(a: Layout, b: Layout): boolean {
  return [...FIELDS, 'unplaced' as const].every((field) => {
    const one = [...a[field]].sort();
    const two = [...b[field]].sort();
    return one.length === two.length && one.every((address, i) => address === two[i]);
  });
}

/** Whether everybody who was on the message still is. */
export function nobodyLost(before: Layout, now: Layout): boolean {
  const all = new Set([...now.to, ...now.cc, ...now.bcc, ...now.unplaced]);
  return [...before.to, ...before.cc, ...before.bcc, ...before.unplaced].every((address) => all.has(address));
}

// What every way of moving recipients has in common: what is to be moved, and whether
// the page now holds exactly that.

import { sameAddress } from '../observe/addresses';
import { FIELDS, type FieldName } from '../observe/recipients';
import type { ComposeMail } from '../types/protocol';

/** One recipient and the field that it leaves. */
export interface Mover {
  address: string;
  name?: string;
  from: FieldName;
}

/** Every entry of the message, with its field, sorted; one without an address by what it is called. */
export type Layout = string[];

export function layoutOf(mail: ComposeMail): Layout {
  return [...FIELDS, 'unplaced' as const]
    .flatMap((field) => mail[field].map(({ ref, address }) => (address ? `${field}:${sameAddress(address)}` : ref)))
    .sort();
}

/** The recipients that these handles name, if each of them is there with its address. */
export function moversOf(mail: ComposeMail, refs: readonly string[], fields: readonly FieldName[]): Mover[] | undefined {
  const movers: Mover[] = [];
  for (const from of fields) {
    for (const { ref, address, name } of mail[from]) if (refs.includes(ref) && address) movers.push({ address, name, from });
  }
  return movers.length === refs.length && movers.length > 0 ? movers : undefined;
}

/** The layout once these have moved, or are off: nothing lost, nobody else touched. */
export function expected(before: Layout, movers: Mover[], off: boolean): Layout {
  const after = [...before];
  for (const { address, from } of movers) {
    const at = after.indexOf(`${from}:${sameAddress(address)}`);
    if (at >= 0) after.splice(at, 1);
    const there = `bcc:${sameAddress(address)}`;
    if (!off && !after.includes(there)) after.push(there);
  }
  return after.sort();
}

export function sameLayout(a: Layout | undefined, b: Layout): boolean {
  return a?.join() === b.join();
}

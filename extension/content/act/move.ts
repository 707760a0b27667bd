// Moves recipients to Bcc, or takes them off: exactly these, verified, rolled back on any doubt,
// undone on request. Nobody who moves leaves a field before the page has shown them in the other one.

import { sameAddress } from '../observe/addresses';
import { FIELDS, type FieldName } from '../observe/recipients';
import type { Live, Surfaces } from '../observe/surfaces';
import { pause } from '../life/time';
import type { SiteFile } from '../site';
import { fieldChange } from './fieldchange';
import { keepPlace } from './focus';
import { pasteCombobox } from './paste';
import { type Layout, type Mover, expected, layoutOf, moversOf, sameLayout } from './recipients';

const SETTLED_MS = 300;

/** The recipient fields of a page, by whatever way they are changed. */
export interface Fields {
  /** Remembers all fields as they are written; the result puts that back. */
  save(): (() => Promise<void>) | undefined;
  has(field: FieldName, address: string): boolean;
  /** Adds these; whether the page took them all and kept them. */
  put(field: FieldName, movers: Mover[]): Promise<boolean>;
  /** Takes these out; whether they went. */
  take(field: FieldName, movers: Mover[]): Promise<boolean>;
  /** Sees that these fields can be changed, and Bcc, which a field of text needs only where somebody is to move there. */
  open(fields: FieldName[], off: boolean): Promise<boolean>;
}

export type Moved =
  /** Moved and verified. */
  | { ok: true; undo: () => Promise<boolean> }
  /** Not moved. `safe`: the message is verified to be as it was. */
  | { ok: false; safe: boolean };

/** Moves the recipients with these handles to Bcc, or takes them off the message. */
export async function moveRecipients(live: Live, refs: readonly string[], off: boolean, surfaces: Surfaces, site: SiteFile): Promise<Moved> {
  const { move } = live.spec;
  const sources: readonly FieldName[] = off ? FIELDS : ['to', 'cc'];
  const layout = (): Layout | undefined => {
    const { observation } = surfaces.reread(live);
    return observation?.kind === 'composeMail' ? layoutOf(observation) : undefined;
  };
  const { observation } = surfaces.reread(live);
  const movers = observation?.kind === 'composeMail' ? moversOf(observation, refs, sources) : undefined;
  const before = layout();
  if (!movers || !before || !move || move.adapter === 'none') return { ok: false, safe: true };
  const fields = move.adapter === 'field-change' ? fieldChange(move, live, site) : pasteCombobox(move, live, site);
  const isNew = ({ address }: Mover): boolean => !off && !before.includes(`bcc:${sameAddress(address)}`);

  const forth = async (): Promise<boolean> => {
    if (!(await fields.open(movers.map(({ from }) => from), off))) return false;
    if (!off && !(await fields.put('bcc', movers.filter(({ address }) => !fields.has('bcc', address))))) return false;
    for (const field of sources) {
      const mine = movers.filter(({ from }) => from === field);
      if (mine.length > 0 && !(await fields.take(field, mine))) return false;
    }
    await pause(SETTLED_MS);
    return sameLayout(layout(), expected(before, movers, off));
  };
  /** Everybody into their first field again, then out of Bcc. */
  const back = async (who: Mover[]): Promise<boolean> => {
    if (!(await fields.open(who.map(({ from }) => from), off))) return false;
    for (const field of sources) {
      const mine = who.filter(({ from, address }) => from === field && !fields.has(field, address));
      if (mine.length > 0 && !(await fields.put(field, mine))) return false;
    }
    const leaving = who.filter((one) => isNew(one) && fields.has('bcc', one.address) && fields.has(one.from, one.address));
    if (leaving.length > 0 && !(await fields.take('bcc', leaving))) return false;
    await pause(SETTLED_MS);
    return who.every((one) => fields.has(one.from, one.address) && !(isNew(one) && fields.has('bcc', one.address)));
  };

  const whole = fields.save();
  const place = keepPlace();
  try {
    if (await forth()) {
      return {
        ok: true,
        undo: async () => {
          const again = keepPlace();
          // Whoever was taken off the message meanwhile is not ours to put back.
          const same = sameLayout(layout(), expected(before, movers, off));
          if (whole && same) await whole();
          const done = whole && same ? sameLayout(layout(), before) : await back(movers.filter(({ address }) => off || fields.has('bcc', address)));
          again();
          return done;
        },
      };
    }
    if (!sameLayout(layout(), before)) await (whole ? whole() : back(movers));
    return { ok: false, safe: sameLayout(layout(), before) };
  } finally {
    place();
  }
}

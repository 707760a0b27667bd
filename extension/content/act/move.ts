// Moves recipients to Bcc: exactly these, verified, rolled back on any doubt, undone on request.

import type { Live, Surfaces } from '../observe/surfaces';
import type { SiteFile } from '../site';
import type { ComposeMail } from '../types/protocol';
import { FieldChange } from './fieldchange';
import { keepPlace } from './focus';
import { PasteCombobox } from './paste';
import { moversOf } from './recipients';

export type Moved =
  /** Moved and verified. */
  | { ok: true; undo: () => Promise<boolean> }
  /** Not moved. `safe`: the message is verified to be as it was. */
  | { ok: false; safe: boolean };

/** Moves the recipients with these handles. */
export async function moveToBcc(live: Live, refs: readonly string[], surfaces: Surfaces, site: SiteFile): Promise<Moved> {
  const { move } = live.spec;
  const read = (): ComposeMail | undefined => {
    const { observation } = surfaces.reread(live);
    return observation?.kind === 'composeMail' ? observation : undefined;
  };
  const mail = read();
  const movers = mail && moversOf(mail, refs);
  if (!movers || !move || move.adapter === 'none') return { ok: false, safe: true };
  const mover = move.adapter === 'field-change'
    ? new FieldChange(move, live.root, site, read)
    : new PasteCombobox(move, live.spec, () => live.root, site, read);
  const back = keepPlace();
  try {
    const moved = await mover.move(movers);
    if (!moved.ok) return moved;
    return { ok: true, undo: () => keeping(moved.undo) };
  } finally {
    back();
  }
}

async function keeping(act: () => Promise<boolean>): Promise<boolean> {
  const back = keepPlace();
  try {
    return await act();
  } finally {
    back();
  }
}

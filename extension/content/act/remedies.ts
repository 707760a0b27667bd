// Carries out what the person pressed. A table of small handlers, one an action.

import { locate } from '../observe/locate';
import type { Live, Surfaces } from '../observe/surfaces';
import { word } from '../show/words';
import type { Press, SiteFile } from '../site';
import type { Action, Shown, ShownRemedy } from '../types/protocol';
import { copy } from './clipboard';
import { moveToBcc } from './move';
import { press } from './press';
import { now, pause, until } from '../life/time';

const GONE_MS = 4000;
const ASKED_MS = 60_000;

/** How it went; the text of a failure is for the person. */
export type Result =
  | { outcome: 'asked' }
  | { outcome: 'done'; undo?: () => Promise<boolean> }
  | { outcome: 'failed'; say: string }
  /** Nothing was done and nothing is to be said. */
  | { outcome: 'none' };

export interface Task {
  live: Live;
  finding: Shown;
  remedy: ShownRemedy;
  surfaces: Surfaces;
  site: SiteFile;
}

const HANDLERS: Record<Action, (task: Task) => Promise<Result>> = {
  answer: async () => ({ outcome: 'asked' }),
  notNow: async () => ({ outcome: 'asked' }),

  moveToBcc: async ({ live, remedy, surfaces, site }) => {
    const moved = await moveToBcc(live, remedy.refs, surfaces, site);
    if (moved.ok) return { outcome: 'done', undo: moved.undo };
    return { outcome: 'failed', say: word(moved.safe ? 'ui_failed' : 'ui_failed_unsure') };
  },

  copyToBcc: async ({ live, remedy, site }) => {
    const { observation } = live.reading;
    const mail = observation?.kind === 'composeMail' ? observation : undefined;
    const all = mail ? [...mail.to, ...mail.cc, ...mail.unplaced] : [];
    const addresses = all.flatMap(({ ref, address }) => (address && remedy.refs.includes(ref) ? address : []));
    const { move } = live.spec;
    const reveal = move && move.adapter !== 'none' ? move.reveal : undefined;
    const copied = addresses.length > 0 && (await copy(addresses.join(', ')));
    const control = reveal && !locate(live.root, reveal.unless, site) ? locate(live.root, reveal.press, site) : undefined;
    if (control) press(control);
    return copied ? { outcome: 'done' } : { outcome: 'failed', say: word('ui_failed_copy') };
  },

  copyText: async ({ remedy }) =>
    remedy.text !== undefined && (await copy(remedy.text)) ? { outcome: 'done' } : { outcome: 'failed', say: word('ui_failed_copy') },

  declineRequest: async (task) => ((await pressAway(task, task.live.spec.decline)) ? { outcome: 'done' } : { outcome: 'failed', say: word('ui_failed_decline') }),

  cancel: async (task) => {
    const { live, site } = task;
    // Nothing was sent yet: leaving it at that is all there is to do.
    if (!locate(live.root, live.spec.cancel?.at, site)) return { outcome: 'done' };
    return (await pressAway(task, live.spec.cancel)) ? { outcome: 'done' } : { outcome: 'failed', say: word('ui_failed_decline') };
  },

  openSetting: async ({ live, site }) => {
    const { open } = live.spec;
    const control = locate(live.root, open?.at, site);
    if (control instanceof HTMLElement) {
      control.scrollIntoView({ block: 'center' });
      control.focus();
      return { outcome: 'done' };
    }
    if (!open?.url) return { outcome: 'failed', say: word('ui_failed_open') };
    location.assign(new URL(open.url, location.origin));
    return { outcome: 'done' };
  },
};

export function run(task: Task): Promise<Result> {
  return HANDLERS[task.remedy.action](task);
}

/** Presses the site's own control and sees that it goes away, with the card or alone. */
async function pressAway({ live, site }: Task, spec: Press | undefined): Promise<boolean> {
  const control = locate(live.root, spec?.at, site);
  if (!control) return false;
  const who = live.identity;
  press(control);
  const gone = (): boolean => !control.isConnected || !live.root.isConnected || live.identity !== who || locate(live.root, spec?.at, site) === undefined;
  const asks = (): boolean => (spec?.asks ?? []).some((one) => locate(document, one, site) !== undefined);
  const end = now() + ASKED_MS;
  for (;;) {
    if (await until(() => gone() || asks(), GONE_MS)) {
      if (gone()) return true;
      // The site asks back: the person decides there.
      while (asks() && now() < end) await pause(250);
      return until(gone, GONE_MS);
    }
    return false;
  }
}

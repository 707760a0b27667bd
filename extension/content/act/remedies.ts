// Carries out what the person pressed. A table of small handlers, one an action.

import { locate } from '../observe/locate';
import { FIELDS } from '../observe/recipients';
import type { Live, Surfaces } from '../observe/surfaces';
import { word } from '../show/words';
import type { Press, SiteFile } from '../site';
import type { Action, ComposeMail, ShownRemedy } from '../types/protocol';
import { copy } from './clipboard';
import { moveRecipients } from './move';
import { press } from './press';
import { now, pause, until } from '../life/time';

const GONE_MS = 4000;
const ASKED_MS = 60_000;

/** How it went: what the person is told where it did not work, and how it is taken back where it can be. */
export interface Result {
  say?: string;
  undo?: () => Promise<boolean>;
}

export interface Task {
  live: Live;
  remedy: ShownRemedy;
  surfaces: Surfaces;
  site: SiteFile;
}

const DONE: Result = {};
const orSay = (worked: boolean, key: string): Result => (worked ? DONE : { say: word(key) });

const HANDLERS: Record<Exclude<Action, 'answer' | 'notNow'>, (task: Task) => Promise<Result>> = {
  moveToBcc: (task) => move(task, false),

  removeRecipients: (task) => move(task, true),

  async copyToBcc({ live, remedy, site }) {
    const { observation } = live.reading;
    const all = observation?.kind === 'composeMail' ? [...observation.to, ...observation.cc, ...observation.unplaced] : [];
    const addresses = all.flatMap(({ ref, address }) => (address && remedy.refs.includes(ref) ? address : []));
    const reveal = live.spec.move?.reveal;
    const copied = await copy(addresses.join(', '));
    const control = reveal && !locate(live.root, reveal.unless, site) ? locate(live.root, reveal.press, site) : undefined;
    if (control) press(control);
    return orSay(copied, 'ui_failed_copy');
  },

  // An empty message: what is written here goes nowhere by itself.
  openSchoolMail: async ({ remedy }) => {
    if (remedy.link) window.open(remedy.link, '_blank', 'noopener,noreferrer');
    return orSay(remedy.link !== undefined, 'ui_failed_open');
  },

  async copyDraft({ live }) {
    const { observation } = live.reading;
    return orSay(observation?.kind === 'composeMail' && (await copy(draftOf(observation))), 'ui_failed_copy');
  },

  copyText: async ({ remedy }) => orSay(await copy(remedy.text ?? ''), 'ui_failed_copy'),

  declineRequest: async (task) => orSay(await pressAway(task, task.live.spec.decline), 'ui_failed_decline'),

  async cancel(task) {
    const { cancel } = task.live.spec;
    // Where nothing was sent yet, leaving it at that is all there is to do.
    return locate(task.live.root, cancel?.at, task.site) ? orSay(await pressAway(task, cancel), 'ui_failed_decline') : DONE;
  },

  async leavePage() {
    location.assign('about:blank');
    return DONE;
  },

  async openSetting({ live, site }) {
    const { open } = live.spec;
    const control = locate(live.root, open?.at, site);
    if (control instanceof HTMLElement) {
      control.scrollIntoView({ block: 'center' });
      control.focus();
    } else if (open?.url) {
      location.assign(new URL(open.url, location.origin));
    }
    return orSay(control !== undefined || open?.url !== undefined, 'ui_failed_open');
  },
};

async function move({ live, remedy, surfaces, site }: Task, off: boolean): Promise<Result> {
  const moved = await moveRecipients(live, remedy.refs, off, surfaces, site);
  return moved.ok ? moved : { say: word(moved.safe ? 'ui_failed' : 'ui_failed_unsure') };
}

/** Recipients and subject as lines to paste from; names and fields as the page shows them. */
function draftOf(mail: ComposeMail): string {
  const lines = FIELDS.map((field) => [field, mail[field].map(({ address }) => address).join(', ')]);
  return [...lines, ['subject', mail.subject]].flatMap(([name, text]) => (text ? `${name}: ${text}` : [])).join('\n');
}

/** Does it; answers are for the worker alone. */
export async function run(task: Task): Promise<Result> {
  const { action } = task.remedy;
  return action === 'answer' || action === 'notNow' ? DONE : HANDLERS[action](task);
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

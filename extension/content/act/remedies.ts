// Carries out what the person pressed. A table of small handlers, one an action.

import { locate } from '../observe/locate';
import type { Live, Surfaces } from '../observe/surfaces';
import type { Press, SiteFile } from '../site';
import type { Action, ShownRemedy } from '../types/protocol';
import { copy } from './clipboard';
import { press } from './press';
import { parts } from '../life/parts';
import type { MailTasks } from './mail';
import { now, pause, until } from '../life/time';

const GONE_MS = 4000;
const ASKED_MS = 60_000;

/** How it went: which words the person is told where it did not work, and how it is taken back where it can be. */
export interface Result {
  trouble?: string;
  undo?: () => Promise<boolean>;
}

export interface Task {
  live: Live;
  remedy: ShownRemedy;
  surfaces: Surfaces;
  site: SiteFile;
}

const DONE: Result = {};
const orFailed = (worked: unknown, trouble: string): Result => (worked ? DONE : { trouble });

type Handler = (task: Task) => Promise<Result>;

/** Every action has its handler: here, in webmail's part, or (answers) in the worker. */
const HANDLERS: Record<Exclude<Action, 'answer' | 'notNow' | keyof MailTasks>, Handler> = {
  copyText: async ({ remedy }) => orFailed(await copy(remedy.text ?? ''), 'ui_failed_copy'),

  declineRequest: async (task) => orFailed(await pressAway(task, task.live.spec.decline), 'ui_failed_decline'),

  async cancel(task) {
    const { cancel } = task.live.spec;
    // Where nothing was sent yet, leaving it at that is all there is to do.
    return locate(task.live.root, cancel?.at, task.site) ? orFailed(await pressAway(task, cancel), 'ui_failed_decline') : DONE;
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
      // As a text: what a school has set can lead to no other host.
      location.assign(location.origin + open.url);
    }
    return orFailed(control ?? open?.url, 'ui_failed_open');
  },
};

/** Does it. Answers are for the worker, and never come here. */
export async function run(task: Task): Promise<Result> {
  const handlers: Partial<Record<Action, Handler>> = { ...HANDLERS, ...parts().mail };
  return handlers[task.remedy.action]?.(task) ?? { trouble: 'ui_failed' };
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

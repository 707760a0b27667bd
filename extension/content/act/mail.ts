// What only a message has: recipients that move, and a draft that is copied.

import { locate } from '../observe/locate';
import { FIELDS } from '../observe/recipients';
import type { ComposeMail } from '../types/protocol';
import { copy } from './clipboard';
import { moveRecipients } from './move';
import { press } from './press';
import type { Result, Task } from './remedies';

export type MailTasks = typeof mailTasks;

async function move({ live, remedy, surfaces, site }: Task, off: boolean): Promise<Result> {
  const moved = await moveRecipients(live, remedy.refs, off, surfaces, site);
  return moved.ok ? moved : { trouble: moved.safe ? 'ui_failed' : 'ui_failed_unsure' };
}

const orFailed = (worked: boolean, trouble: string): Result => (worked ? {} : { trouble });

export const mailTasks = {
  moveToBcc: (task: Task): Promise<Result> => move(task, false),

  removeRecipients: (task: Task): Promise<Result> => move(task, true),

  async copyToBcc({ live, remedy, site }: Task): Promise<Result> {
    const { observation } = live.reading;
    const all = observation?.kind === 'composeMail' ? [...observation.to, ...observation.cc, ...observation.unplaced] : [];
    const addresses = all.flatMap(({ ref, address }) => (address && remedy.refs.includes(ref) ? address : []));
    const reveal = live.spec.move?.reveal;
    const copied = await copy(addresses.join(', '));
    const control = reveal && !locate(live.root, reveal.unless, site) ? locate(live.root, reveal.press, site) : undefined;
    if (control) press(control);
    return orFailed(copied, 'ui_failed_copy');
  },

  // An empty message: what is written here goes nowhere by itself.
  async openSchoolMail({ remedy }: Task): Promise<Result> {
    if (remedy.link) window.open(remedy.link, '_blank', 'noopener,noreferrer');
    return orFailed(remedy.link !== undefined, 'ui_failed_open');
  },

  async copyDraft({ live }: Task): Promise<Result> {
    const { observation } = live.reading;
    return orFailed(observation?.kind === 'composeMail' && (await copy(draftOf(observation))), 'ui_failed_copy');
  },
};

/** Recipients and subject as lines to paste from; names and fields as the page shows them. */
function draftOf(mail: ComposeMail): string {
  const lines = FIELDS.map((field) => [field, mail[field].map(({ address }) => address).join(', ')]);
  return [...lines, ['subject', mail.subject]].flatMap(([name, text]) => (text ? `${name}: ${text}` : [])).join('\n');
}

// The script comes in three parts, and a page is given only those that it needs: `content.js`
// looks for surfaces; `read.js` reads those that it has found; `show.js` shows what is wrong
// with them, and in webmail `mail.js` comes with it. The worker injects the later ones when asked. All of
// them run in the extension's own world of the page, where they meet under one name.

import type { Kit } from '../kit';
import type { KitOfRead } from '../kit-read';
import type { StartSession } from './session';
import type { MailTasks } from '../act/mail';
import type { MakeShow } from '../show/show';
import type { SiteFile } from '../site';
import type { FromPage, Part, ToPage } from '../types/protocol';
import type { Line } from './port';

const LATE_MS = 3000;

export interface Parts {
  /** What the first part lends the others, and the second the third. */
  kit?: Kit;
  kitOfRead?: KitOfRead;
  read?: StartSession;
  show?: MakeShow;
  /** In webmail alone, and there before `show`. */
  mail?: MailTasks;
  /** The line to the worker, for scripts that have none. */
  say?: Line['say'];
  /** What is read here, for scripts that are told nothing. */
  site?: SiteFile;
  /** A part is here. */
  came?: (part: Part) => void;
}

declare global {
  // eslint-disable-next-line no-var
  var lanyardParts: Parts | undefined;
}

/** The parts that are here. */
export const parts = (): Parts => (globalThis.lanyardParts ??= {});

/** Hands a part in. */
export function bring<P extends Part>(name: P, part: NonNullable<Parts[P]>): void {
  const all: Pick<Parts, P | 'came'> = parts();
  all[name] = part;
  all.came?.(name);
}

export type Words = Extract<ToPage, { type: 'words' }>;
export type Needs = ReturnType<typeof makeNeeds>;

interface Waiting {
  then: () => void;
  refused: () => void;
  timer: number;
}

/** Asks for parts, each once, and tells when one is here or does not come. */
export function makeNeeds(line: Line) {
  const waiting = new Map<Part, Waiting>();
  let words: Words | undefined;

  const ask = (part: Part): void => (line.isReady() ? line.say({ type: 'need', part } satisfies FromPage) : line.open());

  const isHere = (part: Part): boolean => parts()[part] !== undefined && (part !== 'show' || words !== undefined);

  function take(part: Part): Waiting | undefined {
    const one = waiting.get(part);
    clearTimeout(one?.timer);
    waiting.delete(part);
    return one;
  }

  function came(part: Part): void {
    if (isHere(part)) take(part)?.then();
  }

  parts().came = came;

  const refused = (part: Part): void => take(part)?.refused();

  return {
    refused,
    isWaiting: (): boolean => waiting.size > 0,
    /** What the parts of the third say that are not findings. */
    words: (): Words | undefined => words,
    /** Calls `then` with the part there, at once if it is; `failed` if the browser or the worker lets us down. */
    need(part: Part, then: () => void, failed: () => void): void {
      if (isHere(part)) return then();
      if (waiting.has(part)) return;
      waiting.set(part, { then, refused: failed, timer: setTimeout(() => refused(part), LATE_MS) });
      ask(part);
    },
    /** Asks again: the worker that was asked is gone. */
    again: (): void => [...waiting.keys()].forEach(ask),
    heard(given: Words): void {
      words = given;
      came('show');
    },
    end(): void {
      for (const part of [...waiting.keys()]) take(part);
      words = undefined;
    },
  };
}

// Shows what was found, asks first where it was told to, and does what the person presses.

import { type Held, makeAskFirst } from '../act/askfirst';
import { run } from '../act/remedies';
import type { Seen } from '../life/session';
import type { Live } from '../observe/surfaces';
import type { Outcome, Shown, ShownRemedy } from '../types/protocol';
import { makeStage } from './stage';
import { useWords, word } from './words';

export type Show = ReturnType<typeof makeShow>;
export type MakeShow = typeof makeShow;

export function makeShow({ site, surfaces, hands, words, of, isQuiet, say, settle }: Seen) {
  const life = new AbortController();
  const { language } = words;
  useWords(words.words, language);
  const stage = makeStage({
    site, language, hands,
    lives: surfaces.live,
    quiet: isQuiet(),
    touched: (live) => of(live).touched ?? 0,
    onRemedy: (live, finding, remedy) => void act(live, finding, remedy),
  });
  const ask = makeAskFirst(site, { asking, isCurrent, show: askFirst }, life.signal);

  function asking(): { live: Live; finding: Shown }[] {
    if (isQuiet() || stage.isAsking()) return [];
    return [...surfaces.live.values()].flatMap((live) => {
      const { verdict, busy } = of(live);
      const finding = verdict?.findings.find((one) => one.askFirst);
      return finding && !busy ? [{ live, finding }] : [];
    });
  }

  function isCurrent(live: Live): boolean {
    const { hash } = surfaces.reread(live);
    return hash !== undefined && hash === of(live).verdict?.hash;
  }

  function askFirst(held: Held): void {
    const { live, hold, control, finding } = held;
    const back = (): void => (control as HTMLElement).focus?.({ preventScroll: true });
    const { verb } = hold;
    stage.ask({
      live, finding, control, verb, back,
      anyway: async () => {
        back();
        if (!(await ask.goOn(held)) && !life.signal.aborted) stage.confirm(live, word(`ui_press_again_${verb}`));
      },
    });
  }

  async function act(live: Live, finding: Shown, remedy: ShownRemedy): Promise<void> {
    if (of(live).busy) return;
    const { action, done } = remedy;
    const tell = (outcome: Outcome): void => say({ type: 'act', finding: finding.id, remedy: remedy.id, outcome });
    if (action === 'notNow' || action === 'answer') {
      if (remedy.label) stage.hush(live);
      return tell('asked');
    }
    of(live).busy = true;
    stage.tell(live, finding, '');
    const { trouble, undo } = await run({ live, remedy, surfaces, site });
    if (life.signal.aborted) return;
    if (trouble) {
      stage.tell(live, finding, word(trouble));
      tell('failed');
    } else {
      tell('done');
      if (action === 'openSetting') stage.hush(live);
      else if (done) stage.confirm(live, done, undo && (() => void takeBack(live, undo, tell)));
    }
    settle(live);
  }

  async function takeBack(live: Live, undo: () => Promise<boolean>, tell: (outcome: Outcome) => void): Promise<void> {
    of(live).busy = true;
    const undone = await undo();
    if (life.signal.aborted) return;
    if (undone) tell('undone');
    stage.confirm(live, word(undone ? 'ui_undone' : 'ui_undo_failed'));
    settle(live);
  }

  const { update, remove, setQuiet, reveal, toggle, moved } = stage;
  return {
    update,
    remove,
    setQuiet,
    reveal,
    toggle,
    moved,
    end(): void {
      life.abort();
      stage.end();
    },
  };
}

// The content script. It knows places, not rules: it reads what a site file names, asks
// the worker, shows what it is told and does what the person presses.

import { takeOver } from './life/evict';
import { isWorthwhile, whenSeen } from './life/frame';
import { startSession } from './life/session';

function main(): void {
  const life = new AbortController();
  const { signal } = life;
  let end: (() => void) | undefined;
  const stop = (): void => {
    life.abort();
    end?.();
    end = undefined;
  };
  takeOver(stop, signal);
  whenSeen(signal, () => {
    if (isWorthwhile()) end = startSession(stop);
    // A frame may be given its size, or its content, later: look once more when somebody goes there.
    else if (window.top !== window) addEventListener('focusin', () => isWorthwhile() && (end ??= startSession(stop)), { once: true, signal });
  });
}

main();

// The first part of the content script, for every covered page. It looks whether there is
// anything to read here and asks for the rest where there is.

import { kit } from './kit';
import { takeOver } from './life/evict';
import { isWorthwhile, whenSeen } from './life/frame';
import { parts } from './life/parts';
import { startSentry } from './life/sentry';

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
  parts().kit = kit;
  whenSeen(signal, () => {
    if (isWorthwhile()) end = startSentry(stop, signal);
    // A frame may be given its size, or its content, later: look once more when somebody goes there.
    else if (window.top !== window) addEventListener('focusin', () => isWorthwhile() && (end ??= startSentry(stop, signal)), { once: true, signal });
  });
}

main();

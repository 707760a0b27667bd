// The content script. It knows places, not rules: it reads what a site file names, asks
// the worker, shows what it is told and does what the person presses.

import { takeOver } from './life/evict';
import { isWorthwhile, whenSeen } from './life/frame';
import { Session } from './life/session';

function main(): void {
  const life = new AbortController();
  const { signal } = life;
  let session: Session | undefined;
  const stop = (): void => {
    life.abort();
    session?.end();
    session = undefined;
  };
  takeOver(stop, signal);
  whenSeen(signal, () => {
    if (isWorthwhile()) session = new Session(stop);
    // A frame may be given its size, or its content, later: look once more when somebody goes there.
    else if (window.top !== window) addEventListener('focusin', () => isWorthwhile() && (session ??= new Session(stop)), { once: true, signal });
  });
}

main();

/** Milliseconds on a clock that never jumps. */
export const now = (): number => performance.now();

/** Resolves after so many milliseconds. */
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Whether `holds` comes true within `ms`, looked at every 50 ms. */
export async function until(holds: () => boolean, ms: number): Promise<boolean> {
  const end = now() + ms;
  while (!holds()) {
    if (now() >= end) return false;
    await pause(50);
  }
  return true;
}

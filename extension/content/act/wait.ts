// Waiting for a page to take what we did.

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** Whether `holds` comes true within `ms`, looked at every 50 ms. */
export async function until(holds: () => boolean, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() >= end) return false;
    await pause(50);
  }
  return true;
}

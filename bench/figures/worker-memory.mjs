// The worker's process after it has judged, with a school of 1,500 people loaded.
import { sleep } from '../../tests/harness/processes.mjs';
import { extensionProcess, privateMemory } from '../lib/memory.mjs';

export async function workerMemory(arms, { samples }) {
  const figure = { id: 'memory', title: "worker's process, private, 1,500 people", unit: 'MiB', reference: [], lanyard: [] };
  for (let n = 0; n < samples; n++) {
    for (const name of ['reference', 'lanyard']) {
      const { chrome } = arms.named[name];
      await chrome.serviceWorker();
      figure[name].push(privateMemory(extensionProcess(chrome)));
    }
    await sleep(500);
  }
  return { figures: [figure] };
}

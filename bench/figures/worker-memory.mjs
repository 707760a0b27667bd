// The worker's process after its first verdict, with a school of 1,500 people loaded. It is a fresh
// process each time: in the one that the browser began with, pages of ours have been open (what is
// installed is compared with what was built, the popup is drawn), and what they left stays for half a minute.
import { sleep, until } from '../../tests/harness/processes.mjs';
import { worlds } from '../lib/arms.mjs';
import { extensionProcess, extensionProcesses, privateMemory } from '../lib/memory.mjs';
import { message } from '../lib/people.mjs';
import { wakeAndAsk } from './verdict.mjs';

export async function workerMemory(arms, { samples }) {
  const figure = { id: 'memory', title: "worker's process, private, 1,500 people", unit: 'MiB', reference: [], lanyard: [] };
  for (const name of ['reference', 'lanyard']) {
    const arm = arms.named[name];
    const page = await arm.chrome.newPage();
    await page.goto('https://mail.google.com/bench/blank');
    await page.waitForTimeout(300);
    const world = await worlds(arm, page);
    for (let n = 0; n < samples; n++) {
      await arm.chrome.killWorker();
      await until(() => extensionProcesses(arm.chrome).length === 0, { timeout: 20_000, what: `the process of the ${name}'s worker to end` });
      await world.run(wakeAndAsk, arm.stopScript, { type: 'observe', hash: `memory-${n}`, quiet: false, observation: message(500) });
      await sleep(1000);
      figure[name].push(privateMemory(extensionProcess(arm.chrome)));
    }
    await page.close();
  }
  return { figures: [figure] };
}

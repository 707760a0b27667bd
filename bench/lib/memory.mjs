// Memory of the process in which the extension's worker lives.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const read = (pid, file) => {
  try {
    return readFileSync(path.join('/proc', String(pid), file), 'utf8');
  } catch {
    return '';
  }
};

/** Process ids of the extension's renderers; there are none while nothing of it runs. */
export function extensionProcesses({ profile }) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const of = (pid) => read(pid, 'cmdline').split('\0').join(' ');
  const parent = (pid) => read(pid, 'stat').replace(/^.*\) /, '').split(' ')[1];
  const ours = new Set(all.filter((pid) => of(pid).includes(`--user-data-dir=${profile}`)));
  const descends = (pid) => { for (let at = pid; at && at !== '0' && at !== '1'; at = parent(at)) if (ours.has(at)) return true; return false; };
  return all.filter((pid) => of(pid).includes('--extension-process') && descends(pid)).map(Number);
}

/** Process id of the extension's renderer, where there is one. */
export function extensionProcess(chrome) {
  const found = extensionProcesses(chrome);
  if (found.length !== 1) throw new Error(`${found.length} extension processes in the browser of ${chrome.profile}`);
  return found[0];
}

/** MiB that only this process has: what closing it would give back. */
export function privateMemory(pid) {
  const sizes = Object.fromEntries([...read(pid, 'smaps_rollup').matchAll(/^(\w+): +(\d+) kB$/gm)].map(([, name, kb]) => [name, Number(kb)]));
  if (sizes.Private_Dirty === undefined) throw new Error(`cannot read the memory of process ${pid}`);
  return (sizes.Private_Clean + sizes.Private_Dirty + (sizes.Swap ?? 0)) / 1024;
}

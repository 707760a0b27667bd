// The text scan alone, in Wasm as it ships: a novel, in pieces of 64 KB. On a busy machine only a short run is ever left
// alone, so the least of several is taken for each piece; the sample is the pieces.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../../tests/harness/chromium.mjs';
import { configuration } from '../lib/people.mjs';
import { scanModule } from '../lib/tools.mjs';

const PIECE = 65_536;

export async function scan({ runs }) {
  const { instance } = await WebAssembly.instantiate(readFileSync(await scanModule()), {});
  const { memory, room, open, scan: look } = instance.exports;
  const put = (which, bytes) => {
    const at = room(which, bytes.length);
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
  };
  const { roster, rosterKey } = await configuration();
  put(1, Buffer.from(roster));
  put(2, Buffer.from(rosterKey));
  const known = open(Date.now());
  const text = readFileSync(path.join(repository, 'node_modules', '@stdlib', 'datasets-moby-dick', 'data', 'data.txt')).subarray(0, 1_000_000);
  const rates = [];
  for (let at = 0; at + PIECE <= text.length; at += PIECE) {
    const piece = text.subarray(at, at + PIECE);
    put(0, piece);
    let least = Infinity;
    for (let n = 0; n < runs; n++) {
      const from = performance.now();
      look();
      least = Math.min(least, performance.now() - from);
    }
    rates.push((least / piece.length) * 1e6);
  }
  return {
    figures: [{ id: 'scan', title: 'text check in Wasm, 1,500 people', unit: 'ms/MB', lanyard: rates }],
    checks: [{ id: 'scan-roster', title: 'the text check has the list of 1,500', ok: known >= 1_400, found: known }],
  };
}

// A spreadsheet of 20 MB looked into, in the shipped module under Node: without and with the
// text scanner, which lives in the worker's own module.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { workbook } from '../lib/workbook.mjs';

const SLICE = 2 ** 20;

export async function file({ extension, samples }) {
  const data = workbook({ rows: 120_000, level: 1 });
  const { default: init, Reader } = await import(pathToFileURL(path.join(extension, 'wasm', 'reader.js')));
  const { memory } = await init({ module_or_path: readFileSync(path.join(extension, 'wasm', 'reader_bg.wasm')) });
  const taken = [];
  let facts;
  for (let n = 0; n < samples; n++) {
    const started = performance.now();
    const reader = new Reader(data.length);
    for (;;) {
      const said = JSON.parse(reader.look(() => '{}'));
      if ((facts = said.facts)) break;
      for (const [from, to] of said.wants) for (let at = from; at < to; at += SLICE) reader.feed(at, data.subarray(at, Math.min(at + SLICE, to)));
    }
    reader.free();
    taken.push(performance.now() - started);
  }
  return {
    figures: [
      { id: 'file-20mb', title: `a spreadsheet of ${(data.length / 1e6).toFixed(1)} MB looked into, Node`, unit: 'ms', lanyard: taken },
      { id: 'file-memory', title: 'memory of the reader after it', unit: 'MiB', lanyard: [memory.buffer.byteLength / 2 ** 20] },
    ],
    checks: [{ title: 'the class list in it is seen', ok: facts.holds.some(({ kind }) => kind === 'class-list') && !facts.unchecked }],
  };
}

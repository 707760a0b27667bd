// The roster in Wasm, under Node: built, opened, asked, and asked for every pair of words of a
// text. `cargo run --release -p lanyard-bench-roster` measures the same natively.
//
//   cargo build --profile wasm --target wasm32-unknown-unknown -p lanyard-bench-roster
//   node bench/figures/roster.mjs target/wasm32-unknown-unknown/wasm/lanyard_bench_roster.wasm TEXT…
import { readFileSync } from 'node:fs';

const [, , module, ...texts] = process.argv;
const { instance } = await WebAssembly.instantiate(readFileSync(module));
const { memory, ...run } = instance.exports;

// Short, and many times: on a machine with other work only a short run is ever left alone.
const text = Buffer.concat(texts.map((file) => readFileSync(file))).subarray(0, 200_000);
// What the cut left of a letter becomes a space.
let end = text.length;
while (end > 0 && (text[end - 1] & 0x80) !== 0) end -= 1;
text.fill(0x20, end);
const at = run.text_room(text.length);
new Uint8Array(memory.buffer, at, text.length).set(text);

function timed(what) {
  const from = process.hrtime.bigint();
  const value = what();
  return { value, ms: Number(process.hrtime.bigint() - from) / 1e6 };
}
const best = (what, times = 200) => Math.min(...Array.from({ length: times }, () => timed(what).ms));
const perMegabyte = (ms) => (ms * 1e6) / text.length;

for (const people of [1_500, 100_000]) {
  const built = timed(() => run.build(people));
  const opened = timed(() => run.open_built());
  console.log(`${people} people: ${built.value} bytes; built in ${(built.ms / 1000).toFixed(2)} s, opened in ${opened.ms.toFixed(1)} ms; memory ${(memory.buffer.byteLength / 2 ** 20).toFixed(1)} MiB`);
  const pairs = 2_000_000;
  const strangers = timed(() => run.stranger_pass(pairs));
  console.log(`  ${pairs} pairs of strangers: ${strangers.value} found; ${(pairs / strangers.ms / 1000).toFixed(1)} million a second`);
  const displayed = timed(() => run.displayed_pass(50_000));
  console.log(`  50000 displayed names of three words: ${displayed.value} found; ${((displayed.ms * 1000) / 50_000).toFixed(2)} µs each`);
  const [classes, words, names] = [() => run.class_pass(1), () => run.word_pass(1), () => run.name_pass(1)].map((pass) => best(pass));
  console.log(`  text: class pass ${perMegabyte(classes).toFixed(2)} ms/MB, words ${perMegabyte(words).toFixed(2)}, names ${perMegabyte(names).toFixed(2)}; names ÷ class pass ${(names / classes).toFixed(1)}; ${run.word_pass(1)} words, ${run.name_pass(1)} names`);
}

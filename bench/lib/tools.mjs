// What the bench builds for itself: the command line as it is handed out, and the text scan as a module of its own.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../../tests/harness/chromium.mjs';
import { run } from '../../tests/harness/processes.mjs';

const target = path.resolve(repository, process.env.CARGO_TARGET_DIR ?? 'target');
const flags = (process.env.LANYARD_CARGO_FLAGS ?? '').split(/\s+/).filter(Boolean);
const cargo = (...args) => run('cargo', args, { cwd: repository });

let built;
/** The command line, optimised; a debug build says nothing about speed. Cargo knows whether it is up to date. */
export function commandLine() {
  return (built ??= cargo('build', '--quiet', '--release', '-p', 'lanyard-cli').then(() => path.join(target, 'release', 'lanyard')));
}

/** The scan by itself as Wasm, built and optimised as the worker is. */
export async function scanModule() {
  const place = path.join(target, 'bench-scan');
  const triple = 'wasm32-unknown-unknown';
  await cargo('build', '--quiet', '--release', '--target', triple, '--manifest-path', 'bench/scan/Cargo.toml', '--target-dir', place, ...flags);
  const out = path.join(place, 'scan.wasm');
  await run(path.join(repository, 'node_modules', '.bin', 'wasm-opt'), ['-Oz', path.join(place, triple, 'release', 'lanyard_bench_scan.wasm'), '-o', out]);
  return out;
}

/** Writes a file and the folders that it lies in. */
export function put(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

// `lanyard scan` of a text.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { repository } from '../harness/chromium.mjs';

const lanyard = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');

/** @returns {Promise<{counts: object, hits: string[]}>} each hit as "kind: the text" */
export async function scanned(text, ...options) {
  const child = spawn(lanyard, ['scan', '--format', 'json', ...options, '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(text);
  let out = '';
  for await (const part of child.stdout.setEncoding('utf8')) out += part;
  const { counts, hits } = JSON.parse(out);
  const lines = text.split('\n').map((line) => [...line]);
  const words = ({ from, to }) => (from.line === to.line
    ? lines[from.line - 1].slice(from.column - 1, to.column - 1).join('')
    : `${from.line} to ${to.line}`);
  return { counts, hits: hits.map((hit) => `${hit.kind}: ${words(hit)}`) };
}

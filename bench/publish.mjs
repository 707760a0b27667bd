// docs/performance.md from what was measured: its tables and pictures. What a run did not measure stays as it was, with its own
// day: docs/performance/figures.json keeps the last of each.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../tests/harness/chromium.mjs';
import { STEEPEST } from './budgets.mjs';
import { plot } from './lib/plot.mjs';
import { grows, kept, result, show } from './lib/report.mjs';
import { put } from './lib/tools.mjs';

const page = path.join(repository, 'docs', 'performance.md');
const folder = path.join(repository, 'docs', 'performance');
const store = path.join(folder, 'figures.json');

/** What is published, in this order, in words for those who have not read the bench. */
const SECTIONS = [
  ['Pages that Lanyard does not cover', {
    'uncovered-load': 'Script while a page loads, beyond none', 'typing-uncovered-cpu': 'Typing: processor time a key, all processes', 'typing-uncovered-painted': 'Typing: from key to paint',
  }],
  ['Pages that it covers', {
    'covered-load': 'Script while a feed of 700 posts loads, beyond none', 'covered-churn': 'Script while 600 elements come in, beyond none',
    'covered-load-slow': 'The same two at a quarter of the speed: at load', 'covered-churn-slow': '… 600 elements',
    'idle-nothing': 'At rest, nothing to check: script in a second', 'idle-finding': 'At rest, a warning up: script in a second',
  }],
  ['Writing a message in Gmail', {
    'typing-cpu': 'Typing above a thread of 100 KB: processor time a key, all processes', 'typing-painted': '… from key to paint', 'typing-slow-painted': '… from key to paint, at a quarter of the speed',
    painted: 'From settled input to painted warning', 'painted-slow': '… at a quarter of the speed, page and worker',
  }],
  ['The verdict', {
    'verdict-node-500': 'On 500 recipients, school of 1,500, worker alone', 'verdict-large': 'On 500 recipients and 10 KB of text, school of 100,000, worker alone',
    'verdict-trip-500': 'On 500 recipients, from a page and back', 'verdict-trip-7': 'On 7 recipients, from a page and back',
    wake: 'The first after the worker was stopped, school of 1,500', 'wake-large': '… school of 100,000', popup: 'The popup, from opening to ready',
  }],
  ['Texts and files', {
    scan: 'Text check in Wasm: ms a megabyte', 'file-20mb': 'A spreadsheet of 15 MB, 55 unpacked, looked into', 'file-memory': '… memory of the reader after it',
  }],
  ['Memory and size', {
    memory: "The extension's process, school of 1,500", 'memory-large': '… school of 100,000',
    'tab-nothing': 'A covered tab with nothing to check, beyond none', 'tab-finding': 'A covered tab with a warning up, beyond none',
    'size-core-brotli': "The worker's Wasm, as brotli sends it", 'size-core-wasm': '… as it is', 'size-content': 'The content script, its three parts', 'size-zip': 'The package without the reader of files',
  }],
  ['The command line', {
    'cli-check': '10,000 observations judged: processor time', 'cli-roster': 'A list of 100,000 people built: processor time',
  }],
];
const PICTURES = { recipients: 'recipients', text: 'text', people: 'people', dom: 'elements', windows: 'windows' };

function known() {
  if (!existsSync(store)) return { runs: {}, figures: {}, checks: {}, growth: {} };
  return JSON.parse(readFileSync(store, 'utf8'));
}

/** Writes tables and pictures; the text around them stays. */
export function publish(report) {
  const { date, commit, version, node, rust, chromium, machine, load, quick } = report;
  const all = known();
  const named = (list) => Object.fromEntries(list.map(({ id, ...one }) => [id, { ...one, run: date }]));
  all.runs[date] = { commit, version, node, rust, ...(chromium && { chromium }), machine, load: load[0], ...(quick && { quick }) };
  for (const kind of ['figures', 'checks', 'growth']) Object.assign(all[kind], named(report[kind].filter(({ id }) => id)));
  // A part that was measured now did not fail now.
  for (const [id, one] of Object.entries(all.checks)) if (id.startsWith('part-') && one.run !== date) delete all.checks[id];
  const used = new Set(['figures', 'checks', 'growth'].flatMap((kind) => Object.values(all[kind]).map(({ run }) => run)));
  for (const run of Object.keys(all.runs)) if (!used.has(run)) delete all.runs[run];
  put(store, `${JSON.stringify(all, null, 1)}\n`);
  for (const [id, one] of Object.entries(all.growth)) put(path.join(folder, `${PICTURES[id.replace('growth-', '')]}.svg`), plot(one));
  let text = readFileSync(page, 'utf8');
  for (const [name, block] of Object.entries({ runs: runs(all), figures: tables(all), checks: checks(all), growth: growth(all) })) text = between(text, name, block);
  writeFileSync(page, text);
}

/** Puts a block between its marks. */
function between(text, name, block) {
  const [begin, end] = [`<!-- ${name}: written by node bench/run.mjs --write -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page}: no place for ${name}`);
  return `${text.slice(0, from + begin.length)}\n\n${block}\n\n${text.slice(to)}`;
}

/** Each run by a letter, newest first. */
const letters = (all) => Object.fromEntries(Object.keys(all.runs).sort().reverse().map((run, n) => [run, String.fromCharCode(97 + (n % 26))]));

function runs(all) {
  const letter = letters(all);
  const many = Object.keys(letter).length > 1;
  return Object.entries(letter).map(([date, name]) => {
    const { commit, version, node, rust, chromium, machine, load, quick } = all.runs[date];
    const of = [`Lanyard ${version} at ${commit}`, chromium && `Chromium ${chromium}`, `Node ${node.replace(/^v/, '')}`, rust.replace(/^rustc (\S+).*/, 'Rust $1'), machine, `load ${load} at the start`].filter(Boolean);
    const busy = load > 1.5 ? ' Other work was running: what is above a budget in time says little.' : '';
    return `${many ? `- **${name}** ` : ''}${date.slice(0, 16).replace('T', ' ')}: ${of.join(', ')}.${quick ? ' Few rounds.' : ''}${busy}`;
  }).join('\n');
}

const line = (cells) => `| ${cells.join(' | ')} |`;
const unit = (one, value) => (value === undefined ? '' : `${show(value)} ${one.unit}`);

function tables(all) {
  const letter = letters(all);
  const many = Object.keys(letter).length > 1;
  const head = ['', 'no extension', 'reference', 'Lanyard p50', 'p95', 'budget', 'kept', ...(many ? ['run'] : [])];
  return SECTIONS.flatMap(([title, rows]) => {
    const lines = Object.entries(rows).filter(([id]) => all.figures[id]).map(([id, words]) => {
      const one = all.figures[id];
      const budget = one.budgets.map(({ at, of, budget }) => `${at} ≤ ${unit(one, budget)}${of ? ` (${of})` : ''}`).join(', ');
      const said = kept(one) === undefined ? '' : result(one) === 'ABOVE' ? '**no**' : result(one) === 'ok' ? 'yes' : 'by ratio';
      const p95 = one.lanyard.n > 4 ? unit(one, one.lanyard.p95) : '';
      return line([words, unit(one, one.none?.p50), unit(one, one.reference?.p50), unit(one, one.lanyard.p50), p95, budget, said, ...(many ? [letter[one.run]] : [])]);
    });
    if (lines.length === 0) return [];
    return `### ${title}\n\n${line(head)}\n${line(head.map((_, n) => (n === 0 || n > 5 ? '---' : '---:')))}\n${lines.join('\n')}`;
  }).join('\n\n');
}

function checks(all) {
  return Object.values(all.checks).map(({ title, ok, found }) => `- ${ok ? '' : '**Failed:** '}${title[0].toUpperCase()}${title.slice(1)}${found === undefined ? '' : ` (${found})`}.`).join('\n');
}

function growth(all) {
  const order = Object.keys(PICTURES).map((name) => `growth-${name}`).filter((id) => all.growth[id]);
  const rows = order.map((id) => {
    const { title, points, exponent, late, x } = all.growth[id];
    const [first, last] = [points[0], points.at(-1)];
    return line([title, `${first.x} → ${last.x} ${x}`, `${show(first.y)} → ${show(last.y)} ms`, show(exponent), show(late), grows({ late }) ? 'yes' : '**no**']);
  });
  const head = ['', 'from → to', 'time, p50', 'exponent', `of the three largest (≤ ${STEEPEST})`, 'linear or better'];
  const pictures = order.map((id) => `![${all.growth[id].title}: exponent ${all.growth[id].exponent}](performance/${PICTURES[id.replace('growth-', '')]}.svg)`);
  return `${line(head)}\n${line(head.map((_, n) => (n === 0 || n === 5 ? '---' : '---:')))}\n${rows.join('\n')}\n\n${pictures.join('\n')}`;
}

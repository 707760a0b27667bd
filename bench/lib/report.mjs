// The table, and the same as data.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repository } from '../../tests/harness/chromium.mjs';
import { STEEPEST, verdictsOn } from '../budgets.mjs';
import { round, summary } from './stats.mjs';

const text = (command, args) => {
  try {
    return execFileSync(command, args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
};

export function circumstances() {
  return {
    date: new Date().toISOString(),
    commit: `${text('git', ['rev-parse', '--short=12', 'HEAD'])}${text('git', ['status', '--porcelain']) ? ' and changes' : ''}`,
    version: JSON.parse(readFileSync(path.join(repository, 'manifest.json'), 'utf8')).version,
    node: process.version, rust: text('rustc', ['--version']),
    machine: `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.platform()} ${os.release()}`,
    load: os.loadavg().map((one) => round(one, 1)),
  };
}

/** Figures with their summaries and what the budget says. */
export function judged(figures) {
  return figures.map(({ none, reference, lanyard, ...figure }) => {
    const sums = { none: none && summary(none), reference: reference && summary(reference), lanyard: summary(lanyard) };
    const ratio = sums.reference && sums.reference.p50 >= 0.05 ? round(sums.lanyard.p50 / sums.reference.p50) : undefined;
    return { ...figure, ...sums, ratio, budgets: verdictsOn(figure.id, sums) };
  });
}

export const show = (value) => (value === undefined ? '' : Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2));
/** Whether all budgets of a figure are kept; undefined where it has none. */
export const kept = ({ budgets }) => (budgets.length === 0 ? undefined : budgets.every(({ ok }) => ok));
export const result = (one) => (kept(one) === undefined ? '' : !kept(one) ? 'ABOVE' : one.budgets.some(({ mercy }) => mercy) ? 'ok by ratio' : 'ok');
/** A series that grows as it may. */
export const grows = ({ late }) => late <= STEEPEST;
export const growthLines = (growth) => growth.map((one) => `${grows(one) ? 'ok   ' : 'ABOVE'} ${one.title}: exponent ${one.late} (${one.exponent} over all)`).join('\n');

/** The table in Markdown, as README.md has it. */
export function table(figures) {
  const head = ['figure', 'unit', 'none p50', 'reference p50', 'Lanyard p50', 'p95', 'n', '÷ reference', 'budget', ''];
  const rows = figures.map((one) => [
    one.title, one.unit, show(one.none?.p50), show(one.reference?.p50), show(one.lanyard.p50), one.lanyard.n > 1 ? show(one.lanyard.p95) : '', String(one.lanyard.n),
    one.gzip ? `gz ${show(one.gzip)} br ${show(one.brotli)}` : show(one.ratio), one.budgets.map(({ at, budget }) => `${at} ≤ ${show(budget)}`).join(', '), result(one),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells, fill = ' ') => `| ${cells.map((cell, column) => (column === 0 || column === head.length - 1 ? cell.padEnd(widths[column], fill) : cell.padStart(widths[column], fill))).join(' | ')} |`;
  return [line(head), line(head.map(() => ''), '-'), ...rows.map((row) => line(row))].join('\n');
}

export const checkLines = (checks) => checks.map(({ ok, title, found }) => `${ok ? 'ok   ' : 'FAIL '} ${title}${found === undefined ? '' : ` (${found})`}`).join('\n');

export function write(report) {
  const dir = path.join(repository, 'bench', 'results');
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'latest.json'), `${JSON.stringify(report, null, 1)}\n`);
}

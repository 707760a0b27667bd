// Processes, ports and directories of a test run. Whatever is started here is
// stopped when the test ends, however it ends.
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const running = new Set();
const scratch = new Set();

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Does anything in the group still run? A process that has ended and waits for init to notice does not. */
function groupRuns(pid) {
  if (!killGroup(pid, 0)) return false;
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const [state, , group] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').pop().split(' ');
      return Number(group) === pid && state !== 'Z';
    } catch {
      return false;
    }
  });
}

process.on('exit', () => {
  for (const pid of running) {
    try {
      killGroup(pid, 'SIGKILL');
    } catch {
      // Nothing more can be done while exiting.
    }
  }
  // What was killed may still be writing for a moment.
  if (running.size) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  for (const dir of scratch) removeDir(dir);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(128 + os.constants.signals[signal]));
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Ask `probe` until it gives something truthy; a throwing probe counts as "not yet". */
export async function until(probe, { timeout = 10_000, every = 50, what = 'condition' } = {}) {
  const end = Date.now() + timeout;
  let last;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${timeout} ms for ${what}${last ? `: ${last.message}` : ''}`, { cause: last });
    }
    await sleep(every);
  }
}

/** A loopback port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const portAnswers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true) ?? socket.destroy());
    socket.on('error', () => resolve(false));
  });

/** A directory of its own, gone after the run unless LANYARD_KEEP is set. Others may pass through it, not list it. */
export function scratchDir(name) {
  const dir = mkdtempSync(path.join(os.tmpdir(), `lanyard-${name}-`));
  chmodSync(dir, 0o711);
  scratch.add(dir);
  return dir;
}

export function removeDir(dir) {
  scratch.delete(dir);
  if (process.env.LANYARD_KEEP) return;
  rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** The command, to be run as `user` (or as whoever we are), which is told to end should this process be killed outright. */
export const asUser = (user, command, args) => {
  const drop = user ? [`--reuid=${user.username}`, `--regid=${user.group}`, '--init-groups'] : [];
  return ['setpriv', [...drop, '--pdeathsig', 'TERM', command, ...args]];
};

/**
 * Start a command in a process group of its own, output into `log`.
 * stop() ends the whole group: PHP's workers and Chromium's children outlive their parent otherwise.
 */
export function start(command, args, { log, cwd, env, pipes = 0 } = {}) {
  const out = log ? openSync(log, 'a') : 'ignore';
  const child = spawn(...asUser(undefined, command, args), {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', out, out, ...Array(pipes).fill('pipe')],
  });
  if (log) closeSync(out);
  let failure;
  const ended = new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
    child.on('error', (error) => resolve({ error: (failure = error) }));
  });
  if (child.pid) running.add(child.pid);

  const logText = () => {
    try {
      return log ? readFileSync(log, 'utf8').slice(-4000) : '';
    } catch {
      return '';
    }
  };

  return {
    child,
    pid: child.pid,
    ended,
    logText,
    /** Throws with the log when the process has already gone. */
    check() {
      if (failure || child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`${command} ended (${failure?.message ?? child.exitCode ?? child.signalCode})\n${logText()}`);
      }
    },
    async stop({ grace = 3000 } = {}) {
      if (!child.pid) return;
      const gone = () => !groupRuns(child.pid);
      killGroup(child.pid, 'SIGTERM');
      await until(gone, { timeout: grace }).catch(() => killGroup(child.pid, 'SIGKILL'));
      await until(gone, { timeout: 5000, what: `${command} (group ${child.pid}) to end` });
      running.delete(child.pid);
    },
  };
}

/** Run to the end; throws with the output when the exit code is not 0. */
export function run(command, args, { input, cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${command} ${args[0] ?? ''} ended with ${code}: ${err || out}`)),
    );
    // A command that ends without reading its input says so by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

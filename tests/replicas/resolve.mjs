// From a host and an address to a file and its headers. The test server and the
// replicas' own test both ask here, so that a route means one thing.

import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(fileURLToPath(import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** The policy of `?csp=strict`: as tight as any site that Lanyard meets. */
export const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  + "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * The file for `https://HOST/path?query`: what routes.json names, else a file of that
 * name in the host's folder, else index.html. `undefined` for a host that has no folder.
 */
export function find(address) {
  const url = new URL(address);
  const folder = join(root, url.hostname);
  if (!isFile(join(folder, 'index.html'))) return undefined;
  const routes = JSON.parse(readFileSync(join(folder, 'routes.json'), 'utf8'));
  const path = decodeURIComponent(url.pathname);
  const named = resolve(folder, routes[path] ?? '.' + path);
  const inside = !relative(root, named).startsWith('..');
  const file = inside && isFile(named) && TYPES[extname(named)] ? named : join(folder, 'index.html');
  const headers = { 'content-type': TYPES[extname(file)], 'cache-control': 'no-store' };
  if (url.searchParams.get('csp') === 'strict') headers['content-security-policy'] = STRICT;
  return { file, headers };
}

// Replica pages on their real host names: HTTPS on loopback, chosen by Host header.
// Chromium is sent here by --host-resolver-rules (harness/chromium.mjs, `replicas`).
import { existsSync, readFileSync, statSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeDir, run, scratchDir } from '../harness/processes.mjs';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.ico': 'image/x-icon',
};

// For `?csp=strict`: as tight a policy as any site has that Lanyard meets.
const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  + "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

export const replicaRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'replicas');

const isFile = (file) => existsSync(file) && statSync(file).isFile();

/** HOST/PATH → a file: the route of that name, the file itself, its index.html, else the host's index.html for a page address. */
function fileFor(root, host, pathname) {
  const dir = path.join(root, host);
  if (!/^[a-z0-9.-]+$/i.test(host) || host.startsWith('.') || !existsSync(dir)) return undefined;
  const routes = path.join(dir, 'routes.json');
  const routed = isFile(routes) ? JSON.parse(readFileSync(routes, 'utf8'))[pathname] : undefined;
  if (routed) return path.join(dir, routed);
  const plain = path.join(dir, path.normalize(pathname));
  if (!plain.startsWith(dir)) return undefined;
  const candidates = [plain, path.join(plain, 'index.html')];
  // Handles have dots too (/sam.oak/): only a known ending says that a file is meant.
  if (!types[path.extname(pathname)]) candidates.push(path.join(dir, 'index.html'));
  return candidates.find(isFile);
}

/**
 * @param {{root?: string, extra?: Record<string, string | {body: string, headers?: object}>}} options
 *   `extra` adds pages by address without scheme, e.g. {'www.example.com/strict': {body, headers}}.
 * @returns {Promise<{port, requests, stop}>}
 */
export async function startReplicas({ root = replicaRoot, extra = {} } = {}) {
  const dir = scratchDir('replicas');
  const key = path.join(dir, 'key.pem');
  const cert = path.join(dir, 'cert.pem');
  await run('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=replicas.invalid', '-keyout', key, '-out', cert,
  ]);
  const requests = [];

  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const { pathname, searchParams } = new URL(request.url, `https://${host}`);
    const policy = searchParams.get('csp') === 'strict' ? { 'content-security-policy': strict } : {};
    requests.push({ method: request.method, url: `https://${host}${request.url}` });
    const made = extra[host + pathname];
    if (made !== undefined) {
      const { body, headers } = typeof made === 'string' ? { body: made } : made;
      response.writeHead(200, { 'content-type': types['.html'], ...headers }).end(body);
      return;
    }
    let file;
    try {
      file = fileFor(root, host, decodeURIComponent(pathname));
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`${host}: ${error.message}`);
      return;
    }
    if (!file || !isFile(file)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('no such replica page');
      return;
    }
    response
      .writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store', ...policy })
      .end(readFileSync(file));
  });
  await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    port: server.address().port,
    requests,
    stop() {
      removeDir(dir);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

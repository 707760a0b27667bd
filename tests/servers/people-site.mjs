// The school's own site, as far as Lanyard asks it: one sealed roster over HTTPS, with an ETag.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { removeDir, run, scratchDir } from '../harness/processes.mjs';

/**
 * `file` is what it serves, `answer` how: 'file', 'redirect', 'slow' (half of it, then nothing), 'gone'.
 * `requests` holds what it was asked, with all headers, and the status that it answered.
 */
export async function startPeopleSite({ file }) {
  const dir = scratchDir('people-site');
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(dir, name));
  await run('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=www.oakfield.sch.uk', '-keyout', key, '-out', cert,
  ]);
  const site = { file, answer: 'file', requests: [] };
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    const etag = `"${createHash('sha256').update(site.file).digest('hex').slice(0, 16)}"`;
    const asked = { method: request.method, url: `https://${request.headers.host}${request.url}`, headers: request.headers };
    const end = (status, headers = {}, body = '') => {
      site.requests.push({ ...asked, status });
      response.writeHead(status, headers).end(body);
    };
    if (site.answer === 'gone') return end(503);
    if (site.answer === 'redirect') return end(302, { location: 'https://elsewhere.example/people.lanyard' });
    if (request.headers['if-none-match'] === etag) return end(304, { etag });
    if (site.answer === 'slow') {
      site.requests.push({ ...asked, status: 200 });
      response.writeHead(200, { etag, 'content-length': site.file.length });
      return void response.write(site.file.subarray(0, site.file.length / 2));
    }
    end(200, { etag, 'content-type': 'application/octet-stream' }, site.file);
  });
  await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
  return Object.assign(site, {
    port: server.address().port,
    stop() {
      removeDir(dir);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
}

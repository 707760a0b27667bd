// What a school's own update server does: update.xml and the CRX, on loopback.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { updateXml } from '../harness/crx.mjs';

/**
 * Serve DIST/update.xml and DIST/lanyard.crx. The codebase in update.xml is
 * written anew for this server; id and version are those of the file.
 * Both files are read at each request, so a rebuild is seen at once.
 * @returns {Promise<{url, extensionId, version, requests, stop}>} `url` is update.xml's
 */
export async function startUpdateServer({ dist }) {
  const described = () => {
    const xml = readFileSync(path.join(dist, 'update.xml'), 'utf8');
    const attribute = (name) => {
      // The XML declaration has a version too.
      const value = xml.replace(/<\?.*?\?>/s, '').match(new RegExp(`\\b${name}\\s*=\\s*["']([^"']+)["']`))?.[1];
      if (!value) throw new Error(`${dist}/update.xml: no ${name}`);
      return value;
    };
    return { id: attribute('appid'), version: attribute('version') };
  };
  const first = described();
  const requests = [];

  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    requests.push({ method: request.method, url: request.url, headers: request.headers });
    try {
      if (pathname === '/update.xml') {
        const { id, version } = described();
        response.setHeader('content-type', 'text/xml');
        response.end(updateXml(id, version, `http://127.0.0.1:${server.address().port}/lanyard.crx`));
      } else if (pathname === '/lanyard.crx') {
        response.setHeader('content-type', 'application/x-chrome-extension');
        response.end(readFileSync(path.join(dist, 'lanyard.crx')));
      } else {
        response.writeHead(404).end();
      }
    } catch (error) {
      response.writeHead(500).end(error.message);
    }
  });
  await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}/update.xml`,
    extensionId: first.id,
    version: first.version,
    requests,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

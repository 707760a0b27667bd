// The update server answers as a school's would, with the build's own id and version.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { writeProbe } from '../harness/probe-extension.mjs';
import { removeDir, scratchDir } from '../harness/processes.mjs';
import { startUpdateServer } from './update.mjs';

test('update.xml points here, whatever the build wrote, and requests are kept', async () => {
  const dist = scratchDir('dist');
  const id = writeProbe(dist);
  const server = await startUpdateServer({ dist });
  try {
    assert.equal(server.extensionId, id);
    assert.equal(server.version, '1.2.3');
    const xml = await (await fetch(`${server.url}?x=id%3D${id}`)).text();
    assert.ok(xml.includes(`appid="${id}"`) && xml.includes('version="1.2.3"'));
    assert.ok(!xml.includes('updates.invalid'));
    const codebase = xml.match(/codebase="([^"]+)"/)[1];
    const crx = Buffer.from(await (await fetch(codebase)).arrayBuffer());
    assert.deepEqual(crx, readFileSync(path.join(dist, 'lanyard.crx')));
    assert.equal(crx.subarray(0, 4).toString(), 'Cr24');
    assert.equal((await fetch(new URL('/other', server.url))).status, 404);
    assert.deepEqual(server.requests.map(({ url }) => url), [`/update.xml?x=id%3D${id}`, '/lanyard.crx', '/other']);

    const file = path.join(dist, 'update.xml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('1.2.3', '1.2.4'));
    assert.match(await (await fetch(server.url)).text(), /version="1\.2\.4"/, 'a new build is seen at once');
  } finally {
    await server.stop();
    removeDir(dist);
  }
});

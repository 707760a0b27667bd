// What is handed out: the same bytes from the same sources and key, sums that hold, and a list of
// parts that is whole.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { repository } from './harness/chromium.mjs';
import { run } from './harness/processes.mjs';

const folder = path.join(repository, 'dist', 'release');
const read = (name) => readFileSync(path.join(folder, name), 'utf8');
// With the key and the address of the build before this one, so that dist/extension stays what it is.
const release = () => run('cargo', ['xtask', 'release'], { cwd: repository });

test('made twice, it is the same to the byte; its sums hold; its parts and licences are listed', async () => {
  await release();
  const sums = read('SHA256SUMS');
  await release();
  assert.equal(read('SHA256SUMS'), sums);
  await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder });

  const { version } = JSON.parse(readFileSync(path.join(repository, 'manifest.json'), 'utf8'));
  assert.deepEqual(readdirSync(folder).sort(), ['SHA256SUMS', `lanyard-${version}.crx`, `lanyard-${version}.zip`, 'sbom.cdx.json', 'third-party.txt', 'update.xml']);
  const xml = read('update.xml');
  assert.match(xml, new RegExp(`version=['"]${version.replaceAll('.', '\\.')}['"]`));
  assert.match(xml, new RegExp(`/lanyard-${version.replaceAll('.', '\\.')}\\.crx`));

  const bill = JSON.parse(read('sbom.cdx.json'));
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.metadata.component.version], ['CycloneDX', '1.5', version]);
  const notices = read('third-party.txt');
  const lock = readFileSync(path.join(repository, 'Cargo.lock'), 'utf8');
  for (const { name, version: of, licenses, hashes } of bill.components) {
    assert.ok(notices.includes(`${name} ${of}, `), name);
    assert.ok(lock.includes(`name = "${name}"\nversion = "${of}"`), name);
    assert.ok(licenses[0].expression && hashes[0].content, name);
  }
  assert.ok(bill.components.length > 20, `${bill.components.length} parts`);
  // Where it was built stands in none of it: `./build.sh release --check` builds it elsewhere and compares.
  const places = [repository, os.homedir(), process.env.CARGO_HOME, process.env.RUSTUP_HOME].filter(Boolean);
  const extension = path.join(repository, 'dist', 'extension');
  const shipped = readdirSync(extension, { recursive: true }).filter((name) => statSync(path.join(extension, name)).isFile());
  assert.ok(shipped.filter((name) => name.endsWith('.wasm')).length === 7);
  for (const name of shipped) {
    const content = readFileSync(path.join(extension, name));
    for (const place of places) assert.ok(!content.includes(`${place}/`), `${name} holds ${place}`);
  }
  // The notices go with every copy.
  assert.equal(readFileSync(path.join(repository, 'dist', 'extension', 'third-party.txt'), 'utf8'), notices);
});

// Modules of the content script for tests in Node: bundled, then imported.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../extension/content/build.mjs';
import { repository } from '../harness/chromium.mjs';
import { scratchDir } from '../harness/processes.mjs';

/** What `extension/content/NAME.ts` exports. */
export async function load(name) {
  const file = path.join(scratchDir('content'), `${name.replace('/', '-')}.mjs`);
  await bundle(file, { entry: path.join(repository, 'extension', 'content', `${name}.ts`), format: 'esm', minify: false });
  return import(pathToFileURL(file));
}

// Bundles the pages' scripts, each with the glue of its Wasm: node extension/pages/build.mjs DIR GLUE
//
// One file each, and a classic one: it runs when it is there, where a module waits for every file
// that it names and for the page to be read.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, squeeze } from '../content/build.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Each page's script; `/wasm/NAME.js` is the glue that was made for it, in GLUE/NAME. */
const PAGES = ['popup', 'setup', 'staff'];

const [dir, glue] = process.argv.slice(2);
if (!dir || !glue) throw new Error('usage: build.mjs DIR GLUE');

const made = {
  name: 'glue-as-made',
  setup(bundler) {
    bundler.onResolve({ filter: /^\/wasm\// }, ({ path: name }) => ({ path: path.resolve(glue, path.basename(name, '.js'), path.basename(name)) }));
  },
};

for (const page of PAGES) {
  const outfile = path.join(dir, `${page}.js`);
  // The glue names its Wasm by its own address where it is told none; here it always is.
  await bundle(outfile, { entry: here(`${page}.js`), plugins: [made], define: { 'import.meta.url': 'location.href' } });
  console.log(`${page}.js ${await squeeze(outfile)}`);
}

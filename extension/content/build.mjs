// Bundles the content script into its parts: node extension/content/build.mjs DIR
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { minify } from 'terser';

/** Of the three parts together. */
const LIMIT = 60_000;
/** Webmail gets this one too. */
const MAIL_LIMIT = 6_500;
/** Every covered page pays for the first. */
const FIRST_LIMIT = 6_000;

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Each part of the script by its file's name: life/parts.ts says when a page gets it. */
export const PARTS = { 'content.js': 'main.ts', 'read.js': 'read.ts', 'show.js': 'show.ts', 'mail.js': 'mail.ts' };

const sources = (...names) => names.map((name) => here(`${name}.ts`));
/** What an earlier part has, a later one borrows: kit.ts and kit-read.ts. */
const LENT = new Map([
  ...sources('life/on', 'life/page', 'observe/look').map((file) => [file, here('borrowed.ts')]),
  ...sources('observe/addresses', 'observe/labels', 'observe/locate', 'observe/readers').map((file) => [file, here('borrowed-read.ts')]),
]);
const FIRST = here('borrowed.ts');

const properties = new Map();
/** Custom properties by short names; no script knows them. */
const short = (name) => properties.get(name) ?? (properties.set(name, `--${properties.size.toString(36)}`), properties.get(name));
// In one order, whichever file esbuild happens to read first.
for (const file of ['show/tokens.css', 'show/parts.css']) (await readFile(here(file), 'utf8')).match(/--[a-z][\w-]*/g).forEach(short);

const styles = {
  name: 'styles-as-text',
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: 'chrome123' });
      // Spaces in the values of custom properties are kept, for they might be meant.
      return { contents: code.trim().replace(/(--[\w-]+:|,) /g, '$1').replace(/--[a-z][\w-]*/g, short), loader: 'text' };
    });
  },
};

const borrowed = (entry) => ({
  name: 'borrowed-from-earlier-parts',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\.?\// }, ({ path: name, resolveDir }) => {
      const from = LENT.get(path.resolve(resolveDir, `${name}.ts`));
      return from && (entry !== 'read.ts' || from === FIRST) ? { path: from } : undefined;
    });
  },
});

/** Global names that are written often have short ones in the bundle: each part declares those that it uses. */
const SHORT = {
  undefined: '$u', document: '$d', window: '$w', Math: '$m', HTMLElement: '$h', getComputedStyle: '$c', location: '$l',
  setTimeout: '$s', clearTimeout: '$t', 'JSON.stringify': '$j',
};
/** Names of fields of our own that no browser, no site file and no message knows. */
export const OWN = [
  'again', 'anyway', 'asking', 'back', 'box', 'bracket', 'busy', 'came', 'confirm', 'covered', 'element', 'end', 'extra', 'eyebrow', 'flush', 'fold',
  'follow', 'force', 'forced', 'found', 'genuine', 'glyph', 'gone', 'goOn', 'greeted', 'hands', 'heard', 'hush', 'identity', 'isAsking', 'isCurrent',
  'isQuiet', 'isReady', 'isWaiting', 'keep', 'kitOfRead', 'lastKey', 'leave', 'level', 'live', 'lives', 'lost', 'mark', 'may', 'moved', 'mute', 'names',
  'narrow', 'need', 'needs', 'nodes', 'nook', 'onRelease', 'onRemedy', 'orphaned', 'over', 'pause', 'placements', 'reading', 'refused', 'render',
  'reread', 'rescan', 'retry', 'rtl', 'safe', 'said', 'scan', 'setQuiet', 'settle', 'settled', 'shun', 'since', 'sizes', 'soon', 'spec', 'start',
  'strap', 'taken', 'tell', 'timer', 'titleSizes', 'touched', 'trouble', 'typed', 'unread', 'update', 'verdict', 'viewport', 'waiting', 'why',
];
const wrapped = {
  format: 'esm',
  define: SHORT,
  mangleProps: new RegExp(`^(${OWN.join('|')})$`),
};

/** Bundles `entry` into `outfile`; resolves to the short names of `OWN`. */
export async function bundle(outfile, { entry, plugins = [], ...rest }) {
  return build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'iife',
    target: 'chrome123',
    charset: 'utf8',
    legalComments: 'none',
    // Names of variables are left to terser: esbuild gives them in the order in which files happen
    // to be read, and the same sources have to make the same bytes.
    minifySyntax: true,
    minifyWhitespace: true,
    // Fields without a value need no declaration when it runs.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, target: 'es2023' } },
    plugins: [styles, ...plugins],
    logLevel: 'warning',
    ...rest,
  }).then(({ mangleCache }) => mangleCache);
}

/** What esbuild leaves: some 3 %. */
export async function squeeze(file) {
  const source = await readFile(file, 'utf8');
  const used = Object.entries(SHORT).filter(([, short]) => source.includes(short));
  const names = used.map(([name, short]) => (name === 'undefined' ? short : `${short}=${name}`));
  // One letter beyond Latin-1 would make each page keep the whole text in two bytes a letter.
  const { code } = await minify(`(()=>{${names.length > 0 ? `let ${names};` : ''}${source}})();`, {
    ecma: 2020,
    compress: { passes: 6, hoist_funs: true, keep_fargs: false, pure_getters: true, unsafe_arrows: true },
    format: { ascii_only: true },
  });
  // Most of the first part runs at once: it is compiled once, instead of looked through first.
  const text = file.endsWith('content.js') ? `//# allFunctionsCalledOnLoad\n${code}` : code;
  await writeFile(file, text);
  return Buffer.byteLength(text);
}

/** Bundles all parts into a folder; their sizes by name. */
export async function bundleParts(dir) {
  const sizes = {};
  let mangleCache = {};
  for (const [name, entry] of Object.entries(PARTS)) {
    const outfile = path.join(dir, name);
    mangleCache = await bundle(outfile, { entry: here(entry), mangleCache, plugins: entry === 'main.ts' ? [] : [borrowed(entry)], ...wrapped });
    sizes[name] = await squeeze(outfile);
  }
  return sizes;
}

/** The script for files is a part of its own: pages where no rule wants them do not get it. */
export const files = fileURLToPath(new URL('files/files.ts', import.meta.url));

/** So are those for moments and for what is sent, each by its file's name. */
export const MOMENTS = { 'evict.js': here('moments/evict.ts'), 'back.js': here('moments/back.ts'), 'sent.js': here('moments/sent.ts') };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dir = process.argv[2];
  if (!dir) throw new Error('usage: build.mjs DIR');
  const sizes = await bundleParts(dir);
  await bundle(path.join(dir, 'files.js'), { entry: files });
  for (const [name, entry] of Object.entries(MOMENTS)) await bundle(path.join(dir, name), { entry });
  const { 'mail.js': mail, ...three } = sizes;
  const all = Object.values(three).reduce((sum, size) => sum + size, 0);
  console.log(Object.entries({ ...sizes, all }).map(([name, size]) => `${name} ${size}`).join(', '));
  if (all > LIMIT) throw new Error(`the content script has ${all} bytes, more than ${LIMIT}`);
  if (mail > MAIL_LIMIT) throw new Error(`mail.js has ${mail} bytes, more than ${MAIL_LIMIT}`);
  if (sizes['content.js'] > FIRST_LIMIT) throw new Error(`its first part has ${sizes['content.js']} bytes, more than ${FIRST_LIMIT}`);
}

// Bundles the content script into one file: node extension/content/build.mjs OUTFILE
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const LIMIT = 62_000;

const styles = {
  name: 'styles-as-text',
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: 'chrome123' });
      // Spaces in the values of custom properties are kept, for they might be meant.
      return { contents: code.trim().replace(/(--\w+:|,) /g, '$1'), loader: 'text' };
    });
  },
};

/** Bundles `entry` into `outfile`. */
export async function bundle(outfile, { entry = fileURLToPath(new URL('main.ts', import.meta.url)), ...rest } = {}) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'iife',
    target: 'chrome123',
    charset: 'utf8',
    legalComments: 'none',
    minify: true,
    // Fields without a value need no declaration when it runs.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, target: 'es2023' } },
    plugins: [styles],
    logLevel: 'warning',
    ...rest,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outfile = process.argv[2];
  if (!outfile) throw new Error('usage: build.mjs OUTFILE');
  await bundle(outfile);
  const { size } = await stat(outfile);
  if (size > LIMIT) throw new Error(`${outfile} has ${size} bytes, more than ${LIMIT}`);
}

// Puts into site files what a page's first part looks for: observe/seen.ts says what that is.
//   node extension/content/seen.mjs    site files in, as a JSON array, and the same out
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles: [{ text: code }] } = await build({
  entryPoints: [fileURLToPath(new URL('observe/seen.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  write: false,
});
const { seenOf } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** The site file with `seen` in each surface. */
export const withSeen = (site) => ({ ...site, surfaces: site.surfaces.map((spec) => ({ ...spec, seen: seenOf(spec, site) })) });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(withSeen)));
}

// What is shipped, in bytes: as it is, and as a server or the Web Store would send it.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const FILES = [
  ['core-wasm', 'worker Wasm', 'wasm/background_bg.wasm'],
  ['core-surfaces', 'what judges, loaded when first needed', 'wasm/surfaces.wasm'],
  ['core-answers', 'what answers our pages, loaded when first needed', 'wasm/answers.wasm'],
  ['core-glue', 'worker glue', 'wasm/background.js'],
  ['content', 'content script, its three parts', 'content.js', 'read.js', 'show.js'],
  ['content-mail', 'what webmail gets beside them', 'mail.js'],
  ['content-first', 'content script on every covered page', 'content.js'],
  ['reader-wasm', 'reader of files Wasm', 'wasm/reader_bg.wasm'],
  ['files', 'script for files', 'files.js'],
  ['popup-wasm', 'popup Wasm', 'wasm/popup_bg.wasm'],
  ['popup-script', 'popup script with its glue', 'popup.js'],
  ['staff-wasm', 'staff pages Wasm', 'wasm/staff_bg.wasm'],
];

export function sizes(dist) {
  const figures = FILES.map(([id, title, ...files]) => {
    const data = Buffer.concat(files.map((file) => readFileSync(path.join(dist, 'extension', file))));
    return {
      id: `size-${id}`, title: `${title}, ${files.join(' + ')}`, unit: 'KB', lanyard: [data.length / 1000],
      gzip: gzipSync(data, { level: 9 }).length / 1000,
      brotli: brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length / 1000,
    };
  });
  const core = figures.find(({ id }) => id === 'size-core-wasm');
  figures.push({ id: 'size-core-brotli', title: 'worker Wasm as brotli sends it', unit: 'KB', lanyard: [core.brotli] });
  const zip = readFileSync(path.join(dist, 'lanyard.zip'));
  const reader = packedSizes(zip).filter(({ name }) => /(^|\/)wasm\/reader/.test(name)).reduce((sum, { size }) => sum + size, 0);
  if (reader === 0) throw new Error('no document module in lanyard.zip: what is left without it cannot be told');
  figures.push({ id: 'size-zip', title: 'lanyard.zip without the document module', unit: 'KB', lanyard: [(zip.length - reader) / 1000] });
  figures.push({ id: 'size-crx', title: 'the whole extension, lanyard.crx', unit: 'KB', lanyard: [statSync(path.join(dist, 'lanyard.crx')).size / 1000] });
  return { figures };
}

/** What each file takes in a zip, by its list at the end. */
function packedSizes(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = [];
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [name, extra, comment] = [28, 30, 32].map((from) => zip.readUInt16LE(at + from));
    files.push({ name: zip.toString('utf8', at + 46, at + 46 + name), size: zip.readUInt32LE(at + 20) });
    at += 46 + name + extra + comment;
  }
  return files;
}

// What is shipped, in bytes: as it is, and as a server or the Web Store would send it.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const FILES = [
  ['core-wasm', 'worker Wasm', 'wasm/background_bg.wasm'],
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
  figures.push({ id: 'size-crx', title: 'the whole extension, lanyard.crx', unit: 'KB', lanyard: [statSync(path.join(dist, 'lanyard.crx')).size / 1000] });
  return { figures };
}

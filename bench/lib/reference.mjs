// Packs bench/reference the way dist/ is packed, so that the harness force-installs it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crx, idOfKey, manifestKey, newKey, updateXml } from '../../tests/harness/crx.mjs';

export const referenceSource = fileURLToPath(new URL('../reference/', import.meta.url));

/**
 * Writes DIR/extension, DIR/lanyard.crx and DIR/update.xml.
 * @param {Record<string, string>} extra further files of the extension, by name
 */
export function packReference(dir, extra = {}) {
  const extension = path.join(dir, 'extension');
  mkdirSync(extension, { recursive: true });
  cpSync(referenceSource, extension, { recursive: true });
  for (const [name, text] of Object.entries(extra)) writeFileSync(path.join(extension, name), text);
  const key = newKey();
  const file = path.join(extension, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, key: manifestKey(key) }));
  writeFileSync(path.join(dir, 'lanyard.crx'), crx(extension, key));
  writeFileSync(path.join(dir, 'update.xml'), updateXml(idOfKey(key), manifest.version, 'https://updates.invalid/lanyard.crx'));
}

// A CRX3 packer: enough to force-install an extension that a test makes up.
// Format: chromium's components/crx_file/crx3.proto.
import { createHash, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

const u16 = (n) => Buffer.from([n & 255, n >> 8]);
const u32 = (n) => {
  const b = Buffer.alloc(4);
  b.writeUInt32LE(n >>> 0);
  return b;
};

export const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const publicDer = (key) => createPublicKey(key).export({ type: 'spki', format: 'der' });
const sha256 = (data) => createHash('sha256').update(data).digest();
const letters = (bytes) => bytes.toString('hex').replace(/./g, (d) => 'abcdefghijklmnop'[parseInt(d, 16)]);

/** The id Chromium derives from a key. */
export const idOfKey = (key) => letters(sha256(publicDer(key)).subarray(0, 16));
/** The id of an unpacked extension: from the manifest's key, else from its path. */
export function idOfUnpacked(dir) {
  const { key } = JSON.parse(readFileSync(path.join(dir, 'manifest.json'), 'utf8'));
  return letters(sha256(key ? Buffer.from(key, 'base64') : Buffer.from(dir)).subarray(0, 16));
}
/** What `key` in manifest.json holds. */
export const manifestKey = (key) => publicDer(key).toString('base64');

function files(dir, under = '') {
  return readdirSync(path.join(dir, under), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(under, entry.name);
    return entry.isDirectory() ? files(dir, name) : [name];
  });
}

export function zip(dir) {
  const parts = [];
  const directory = [];
  let offset = 0;
  const names = files(dir).sort();
  for (const name of names) {
    const data = readFileSync(path.join(dir, name));
    const packed = deflateRawSync(data);
    const nameBytes = Buffer.from(name);
    const common = Buffer.concat([
      u16(20), u16(0x800), u16(8), u16(0), u16(0x21),
      u32(crc32(data)), u32(packed.length), u32(data.length), u16(nameBytes.length), u16(0),
    ]);
    const local = Buffer.concat([u32(0x04034b50), common, nameBytes, packed]);
    directory.push(Buffer.concat([u32(0x02014b50), u16(20), common, u16(0), u16(0), u16(0), u32(0), u32(offset), nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.concat([
    u32(0x06054b50), u16(0), u16(0), u16(names.length), u16(names.length), u32(central.length), u32(offset), u16(0),
  ]);
  return Buffer.concat([...parts, central, end]);
}

function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  return Buffer.from([...bytes, n]);
}
const field = (number, data) => Buffer.concat([varint(number * 8 + 2), varint(data.length), data]);

/** Pack an unpacked extension. */
export function crx(dir, key) {
  const archive = zip(dir);
  const der = publicDer(key);
  const signed = field(1, sha256(der).subarray(0, 16));
  const signature = createSign('sha256')
    .update('CRX3 SignedData\0').update(u32(signed.length)).update(signed).update(archive)
    .sign(key);
  const header = Buffer.concat([
    field(2, Buffer.concat([field(1, der), field(2, signature)])),
    field(10000, signed),
  ]);
  return Buffer.concat([Buffer.from('Cr24'), u32(3), u32(header.length), header, archive]);
}

export const updateXml = (id, version, codebase) => `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${codebase}" version="${version}"/>
  </app>
</gupdate>
`;

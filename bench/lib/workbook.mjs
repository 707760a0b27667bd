// A workbook of invented people, as large as is asked: what a school's system exports, grown.
import { crc32, deflateRawSync } from 'node:zlib';

const FIRST = ['Ada', 'Bo', 'Cai', 'Dee', 'Eve', 'Fay', 'Gus', 'Zoë'];
const LAST = ['Field', 'Marsh', 'Brook', 'Heath', 'Glen', 'Combe', 'Lea'];

/** The same numbers every time. */
function dice(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

/** A zip, level as low as keeps a sheet's bytes near what is asked for. */
function zip(files, level) {
  const parts = [];
  const list = [];
  let at = 0;
  for (const [name, text] of files) {
    const data = Buffer.from(text);
    const packed = deflateRawSync(data, { level });
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(data), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    list.push(entry, Buffer.from(name));
    parts.push(head, Buffer.from(name), packed);
    at += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** @param {{rows: number, level?: number}} size */
export function workbook({ rows, level = 6 }) {
  const roll = dice(7);
  const shared = [];
  const cells = [];
  const text = (value) => shared.push(`<si><t>${value}</t></si>`) - 1;
  const cell = (row, column, value) => `<c r="${column}${row}" t="s"><v>${text(value)}</v></c>`;
  for (let row = 1; row <= rows; row++) {
    const values = row === 1
      ? ['Surname', 'Forename', 'UPN', 'Notes', 'E-mail']
      : [LAST[roll(7)], FIRST[roll(8)], `A${roll(1e6)}${roll(1e6)}`, Array.from({ length: 15 }, () => roll(1e9).toString(36)).join(' '), `${roll(1e9).toString(36)}@example.com`];
    cells.push(`<row r="${row}">${values.map((value, n) => cell(row, 'ABCDE'[n], value)).join('')}<c r="F${row}"><v>${roll(1e6)}</v></c></row>`);
  }
  return zip([
    ['[Content_Types].xml', '<Types/>'],
    ['xl/workbook.xml', '<workbook><sheets><sheet name="Pupils" sheetId="1" r:id="r1"/></sheets></workbook>'],
    ['xl/_rels/workbook.xml.rels', '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'],
    ['xl/sharedStrings.xml', `<sst>${shared.join('')}</sst>`],
    ['xl/worksheets/sheet1.xml', `<worksheet><sheetData>${cells.join('')}</sheetData></worksheet>`],
  ], level);
}

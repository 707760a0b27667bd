// Where the sealed list of a school lies: as a file in the extension's own folder on the disk (the origin's private file
// system), or, where the profile is shared, as text in session storage. Bytes in, bytes out: what is in them is not looked at.

const NAME = 'sealed';

/** Judging waits for the list, and whatever is said waits for a write: a disk that never answers may not hold them up for ever. */
const READ_MS = 3_000;
const WRITE_MS = 10_000;

const folder = () => navigator.storage.getDirectory();

/** `promise`, or a refusal when it takes too long; `late` is called then. */
function inTime(promise, ms, late = () => {}) {
  let timer;
  const limit = new Promise((_, refuse) => {
    timer = setTimeout(() => {
      late();
      refuse(new Error('late'));
    }, ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

async function readFile() {
  try {
    const file = await (await (await folder()).getFileHandle(NAME)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    // It has gone, or a folder lies in its place.
    if (error.name === 'NotFoundError' || error.name === 'TypeMismatchError') return undefined;
    throw error;
  }
}

/** The file takes the place of the last when it is closed, and not before. */
async function writeFile(bytes, given) {
  const file = await (await (await folder()).getFileHandle(NAME, { create: true })).createWritable();
  try {
    await file.write(bytes);
    if (given.up) throw new Error('late');
  } catch (error) {
    await file.abort().catch(() => {});
    throw error;
  }
  await file.close();
}

/** The folder is this file's alone: what a write has left behind goes too. */
async function dropFile() {
  const all = await folder();
  for (const name of await Array.fromAsync(all.keys())) await all.removeEntry(name, { recursive: true });
}

// Chrome before 140 has neither.
const toText = (bytes) => {
  if (bytes.toBase64) return bytes.toBase64();
  let letters = '';
  for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(letters);
};
const fromText = (text) => {
  try {
    return Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** `place`: 'file', or the storage area that holds it as text. */
export function makeSealed() {
  /** What was begun before it was asked for. */
  const ahead = new Map();
  /** The last change, which the next one waits for: a file that is being written cannot be erased. */
  let last = Promise.resolve();
  const then = (change) => (last = last.catch(() => {}).then(change));

  const read = async (place) => {
    if (place === 'file') return readFile();
    const { [NAME]: text } = await chrome.storage[place].get(NAME);
    return fromText(text);
  };
  return {
    /**
     * Begins to read what will be asked for, while the module is still compiled. Takes a text out of the values of `area`,
     * which are handed on as JSON.
     */
    begin(area, values) {
      const { hosted, [NAME]: text } = values;
      if (area === 'local' && hosted?.file === true) {
        const bytes = readFile();
        bytes.catch(() => {});
        ahead.set('file', () => bytes);
      }
      if (typeof text !== 'string') return;
      ahead.set(area, async () => fromText(text));
      values[NAME] = true;
    },
    /** Its bytes; undefined where it is not there, or is no such text. */
    read(place) {
      const bytes = ahead.get(place) ?? (() => read(place));
      ahead.delete(place);
      return inTime(bytes(), READ_MS);
    },
    /** Writes it, whole or not at all. */
    write(place, bytes) {
      ahead.delete(place);
      const given = { up: false };
      const change = then(() => (place === 'file' ? writeFile(bytes, given) : chrome.storage[place].set({ [NAME]: toText(bytes) })));
      return inTime(change, WRITE_MS, () => (given.up = true));
    },
    /** Erases the file. */
    drop() {
      ahead.delete('file');
      return inTime(then(dropFile), WRITE_MS);
    },
  };
}

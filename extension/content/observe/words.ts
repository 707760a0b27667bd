// The person's own words in a message: what they have typed, without what they quote and without
// their signature. Read only where the worker has said so for these recipients.

import type { Read } from '../site';
import { locate } from './locate';
import { tidy } from './labels';
import type { Reader } from './readers';

/** As the core takes them. */
const MOST = 20_000;
/** The most that is walked over to find so much. */
const LONGEST = 400_000;

/** Beginnings of their names. */
const BLOCKS = /^(ADD|ART|BLO|BR|D[DILT]|H[1-6R]|LI|OL|P(RE)?$|SEC|T[ADHR]|UL)/;

export interface Words {
  text?: string;
  textCut?: true;
}

/** The words by the first strategy whose editor is there. */
export function readOwnWords(reads: Read[] | undefined, reader: Reader): Words {
  return cut((readWritten(reads, reader) ?? '').replace(/[^\S\n]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim());
}

/** Whether a text is in what will be sent, the signature included; nothing where no editor is there. */
export function readSignoff(text: string, reads: Read[] | undefined, reader: Reader): { signoff?: boolean } {
  const plain = (one: string): string => tidy(one).toLowerCase();
  const written = readWritten(reads, reader, true);
  return written === undefined ? {} : { signoff: plain(written).includes(plain(text)) };
}

function readWritten(reads: Read[] | undefined, { root, site }: Reader, signed?: boolean): string | undefined {
  for (const read of reads ?? []) {
    if (read.read !== 'own-words') continue;
    const editor = locate(root, read.at, site);
    const element = editor instanceof HTMLIFrameElement ? innerOf(editor)?.body : editor;
    if (!element) continue;
    return element instanceof HTMLTextAreaElement ? ofPlain(element.value.slice(0, LONGEST), signed) : ofHtml(element, (signed && read.quotes) || read.without);
  }
  return undefined;
}

/** Editors of a surface that are frames, which tell nobody outside what is typed in them. */
export function wordFrames(reads: Read[] | undefined, { root, site }: Reader): { document: Document }[] {
  return (reads ?? []).flatMap((read) => {
    const editor = read.read === 'own-words' ? locate(root, read.at, site) : undefined;
    const inner = editor instanceof HTMLIFrameElement ? innerOf(editor) : undefined;
    return inner ? [{ document: inner }] : [];
  });
}

/** Nothing where the frame is of another origin. */
function innerOf(frame: HTMLIFrameElement): Document | undefined {
  try {
    return frame.contentDocument ?? undefined;
  } catch {
    return undefined;
  }
}

function cut(text: string): Words {
  if (!text) return {};
  if (text.length <= MOST) return { text };
  // Never half of a character.
  return { text: text.slice(0, MOST).replace(/[\uD800-\uDBFF]$/, ''), textCut: true };
}

/** Lines that begin with `>` are quoted, and so is the line before that announces them. */
function ofPlain(value: string, signed?: boolean): string {
  const own: string[] = [];
  for (const line of value.replace(/\r\n?/g, '\n').split('\n')) {
    if ((!signed && /^-- ?$/.test(line)) || /^-{3,}.*\p{L}.*-{3,}$/u.test(line)) break;
    if (!line.startsWith('>')) own.push(line);
    else while (own.length > 0 && (own.at(-1) === '' || /:\s*$/.test(own.at(-1) ?? ''))) own.pop();
  }
  return own.join('\n');
}

function ofHtml(root: Element, without = 'blockquote'): string {
  let text = '';
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && (node as Element).matches(`${without}, script, style, [contenteditable=false]`) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (text.length < LONGEST && walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) text += (node.nodeValue ?? '').replace(/\s+/g, ' ');
    else if (BLOCKS.test(node.nodeName) && !text.endsWith('\n')) text += '\n';
    else if (node.nodeName === 'BR') text += '\n';
  }
  return text;
}

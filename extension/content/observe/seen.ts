// What the first part looks for of a surface: selectors, made when the extension is built, so that pages where nothing is
// found need not know how.

import type { Locate, SiteFile, SurfaceSpec } from '../site';
import { narrow } from './narrow';

/** Ways in which there may be a surface of this kind, in any language: all selectors of one of them find something. */
export function seenOf({ root, foreign = [] }: SurfaceSpec, { labels = {} }: SiteFile): string[][] {
  return [...root, ...foreign].map((one) => selectors(one, labels));
}

function selectors(locate: Locate, labels: Record<string, string[]>): string[] {
  if (typeof locate === 'string') return [locate];
  const { closest, label, css } = locate;
  // What is around it first: it is a quicker look.
  return [...(closest ? [closest] : []), label ? narrow(locate, labels[label]) : css];
}

// Holds the ways to find the same thing against each other.

import type { Sure } from '../site';
import { fold } from './labels';
import { locateAll } from './locate';
import { type Reader, readAudience, readText } from './readers';

type Found = Element | string;

/** What two ways find differently: where one finds nothing there is nothing to compare. */
export function unsure(sure: Sure = {}, reader: Reader): string[] {
  return Object.entries(sure).flatMap(([what, ways]) => {
    const found = ways.map((way) => find(way, what, reader)).filter(([any]) => any);
    return found.every((one) => found.every((other) => one.some((a) => other.some((b) => holds(a, b) || holds(b, a))))) ? [] : what;
  });
}

function find(way: Sure[string][number], what: string, reader: Reader): Found[] {
  if (typeof way === 'string' || !('read' in way)) return locateAll(reader.root, way, reader.site);
  // An audience is the same or it is not; a name may be longer in one place than in another.
  return what === 'audience' ? [`=${readAudience([way], reader) ?? ''}=`].filter((text) => text !== '==') : [fold(readText([way], reader) ?? '')];
}

function holds(one: Found, other: Found): boolean {
  return typeof one === 'string' ? one.includes(other as string) : one.contains(other as Element);
}

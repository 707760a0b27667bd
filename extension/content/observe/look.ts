// Looks whether there may be anything to read, in as little time as can be: the browser's own
// selectors, and no element is touched, for the first of a page costs a third of a millisecond.
// What to look for is in the site file, by the build (seen.ts). What is found may still be nothing: locate.ts looks properly.

import type { SiteFile, SurfaceSpec, Where } from '../site';

/** What of a page's address tells where it is. */
export type Address = Pick<Location, 'pathname' | 'search'>;

/** Whether the page's address is one where the surface can be. */
export function isWhere(where: Where[] | undefined, { pathname, search }: Address): boolean {
  return !where || where.some((one) => {
    if (one.path && !one.path.some((pattern) => matchPath(pattern, pathname))) return false;
    return Object.entries(one.query ?? {}).every(([key, want]) => {
      const given = new URLSearchParams(search).get(key);
      return given !== null && (want === '*' || want === given);
    });
  });
}

/** The kinds of surface that this address can have. */
export function activeAt(address: Address, site: SiteFile): SurfaceSpec[] {
  return site.surfaces.filter((spec) => isWhere(spec.where, address));
}

/** Whether a path matches a pattern. Every page asks this of every kind of surface: it compares, which is quicker than making an expression. */
export function matchPath(pattern: string, path: string): boolean {
  const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  if (!pattern.includes('*')) return bare === pattern;
  const wanted = pattern.split('/');
  const parts = bare.split('/');
  for (let at = 0; at < wanted.length; at++) {
    const want = wanted[at];
    if (want === '**') return true;
    if (want === '*' ? !parts[at] : parts[at] !== want) return false;
  }
  return wanted.length === parts.length;
}

/** Whether there may be surfaces of this kind, in any language. Where the build could not say what to look for, there may be. */
export function isAny({ promised, seen }: SurfaceSpec): boolean {
  return promised || !seen || seen.some((all) => all.every((css) => document.querySelectorAll(css).length > 0));
}

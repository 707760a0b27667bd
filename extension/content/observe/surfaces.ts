// The surfaces that are on the page now: found by the site file, counted from 1,
// the same one for as long as it lives even where the page draws it afresh.

import type { SiteFile, SurfaceSpec } from '../site';
import type { Surface } from '../types/protocol';
import { type May, type Reading, identity, read } from './assemble';
import { locateEach, speaks } from './locate';
import { activeAt } from './look';
import type { Placements } from './recipients';
import { unsure } from './sure';

const MOST = 60;

export interface Live {
  key: string;
  id: Surface;
  spec: SurfaceSpec;
  root: Element;
  identity: string;
  placements: Placements;
  thread?: string;
  may?: May;
  reading: Reading;
}

type Readable = Pick<Live, 'id' | 'root' | 'placements' | 'thread' | 'may'>;

export interface Changes {
  /** New ones, and those that the page has drawn afresh: another element, the same surface. */
  found: Live[];
  gone: Live[];
}

/** The page as a whole: nothing of it is read here. */
export function wholePage(site: SiteFile): Live {
  const spec: SurfaceSpec = { name: 'page', kind: 'pageVisit', root: ['html'], fields: {}, ...(site.sent?.undo && { decline: site.sent.undo }) };
  const id = { site: site.id, name: spec.name, n: 1 };
  return { key: `${id.site}/page#1`, id, spec, root: document.documentElement, identity: '', placements: new Map(), reading: { missing: [] } };
}

export type Surfaces = ReturnType<typeof makeSurfaces>;

export function makeSurfaces(site: SiteFile) {
  const live = new Map<string, Live>();
  const roots = new WeakMap<Element, Live>();

  const readNow = (spec: SurfaceSpec, known: Readable): Reading => (speaks(site) ? read(spec, site, known) : { missing: ['language'] });

  /** The outermost elements that are surfaces of this kind. */
  function rootsOf(spec: SurfaceSpec): Element[] {
    const found = [...new Set(locateEach(document, speaks(site) ? spec.root : (spec.foreign ?? spec.root), site))];
    return found.filter((root) => !found.some((other) => other !== root && other.contains(root))).slice(0, MOST);
  }

  function add(spec: SurfaceSpec, root: Element): Live {
    const name = (n: number): string => `${site.id}/${spec.name}#${n}`;
    let n = 1;
    while (live.has(name(n))) n++;
    const one: Live = { key: name(n), id: { site: site.id, name: spec.name, n }, spec, root, identity: '', placements: new Map(), reading: { missing: [] } };
    reread(one);
    live.set(one.key, one);
    roots.set(root, one);
    return one;
  }

  /** Reads a surface afresh. Its ways are compared where it reads as something else than before, and until they agree. */
  function reread(one: Live): Reading {
    const { hash } = one.reading;
    one.reading = readNow(one.spec, one);
    const missing = one.reading.hash && one.reading.hash !== hash ? unsure(one.spec.sure, { root: one.root, site }) : [];
    if (missing[0]) one.reading = { missing, why: 'unsure' };
    if (one.reading.observation) one.identity = identity(one.spec, one.reading) || one.identity;
    return one.reading;
  }

  return {
    live,
    reread,
    /** The surface that holds a node. */
    holding: (node: Node): Live | undefined => [...live.values()].find(({ root }) => root.contains(node)),
    /** Looks for surfaces in the whole page. */
    scan(): Changes {
      const found: Live[] = [];
      const fresh: [SurfaceSpec, Element][] = [];
      const kept = new Set<Live>();
      for (const spec of activeAt(location, site)) {
        for (const root of rootsOf(spec)) {
          const known = roots.get(root);
          if (known?.spec === spec && live.get(known.key) === known) kept.add(known);
          else fresh.push([spec, root]);
        }
      }
      const gone = [...live.values()].filter((one) => !kept.has(one));
      for (const [spec, root] of fresh) {
        if (live.size - gone.length >= MOST) break;
        const who = identity(spec, readNow(spec, { id: { site: site.id, name: spec.name, n: 0 }, root, placements: new Map() }));
        const again = gone.findIndex((one) => one.spec === spec && who !== '' && one.identity === who);
        const [same] = again < 0 ? [] : gone.splice(again, 1);
        if (same) {
          same.root = root;
          same.reading = { missing: [] };
          roots.set(root, same);
          reread(same);
        }
        found.push(same ?? add(spec, root));
      }
      for (const one of gone) live.delete(one.key);
      return { found, gone };
    },
  };
}

// The surfaces that are on the page now: found by the site file, counted from 1,
// the same one for as long as it lives even where the page draws it afresh.

import type { SiteFile, SurfaceSpec } from '../site';
import type { Surface } from '../types/protocol';
import { type Reading, identity, read, speaks } from './assemble';
import { isWhere, locateEach } from './locate';
import type { Placements } from './recipients';

const MOST = 60;

export interface Live {
  key: string;
  id: Surface;
  spec: SurfaceSpec;
  root: Element;
  identity: string;
  placements: Placements;
  thread?: string;
  reading: Reading;
  /** Hash of the last observation that was sent. */
  sent?: string;
}

type Readable = Pick<Live, 'id' | 'root' | 'placements' | 'thread'>;

export interface Changes {
  found: Live[];
  /** Drawn afresh by the page: another element, the same surface. */
  moved: Live[];
  gone: Live[];
}

export class Surfaces {
  readonly live = new Map<string, Live>();
  #roots = new WeakMap<Element, Live>();

  #site: SiteFile;

  constructor(site: SiteFile) {
    this.#site = site;}

  /** The kinds of surface that this address can have. */
  active(url: URL): SurfaceSpec[] {
    return this.#site.surfaces.filter((spec) => isWhere(spec.where, url));
  }

  /** The surface that holds an element. */
  holding(element: Node): Live | undefined {
    for (const live of this.live.values()) if (live.root.contains(element)) return live;
    return undefined;
  }

  isRoot(element: Element): boolean {
    return this.#roots.has(element);
  }

  /** Looks for surfaces in the whole page. */
  scan(url: URL): Changes {
    const changes: Changes = { found: [], moved: [], gone: [] };
    const fresh: [SurfaceSpec, Element][] = [];
    const kept = new Set<Live>();
    for (const spec of this.active(url)) {
      for (const root of this.#rootsOf(spec)) {
        const live = this.#roots.get(root);
        if (live?.spec === spec && this.live.get(live.key) === live) kept.add(live);
        else fresh.push([spec, root]);
      }
    }
    const orphans = [...this.live.values()].filter((live) => !kept.has(live));
    for (const [spec, root] of fresh) {
      if (this.live.size - orphans.length >= MOST) break;
      const draft: Readable = { id: { site: this.#site.id, name: spec.name, n: 0 }, root, placements: new Map() };
      const who = identity(spec, this.#read(spec, draft));
      const again = orphans.find((live) => live.spec === spec && who !== '' && live.identity === who);
      if (again) {
        orphans.splice(orphans.indexOf(again), 1);
        again.root = root;
        this.#roots.set(root, again);
        again.reading = this.#read(spec, again);
        changes.moved.push(again);
      } else {
        changes.found.push(this.#add(spec, root, who, orphans));
      }
    }
    for (const live of orphans) {
      if (this.live.get(live.key) === live) this.live.delete(live.key);
      changes.gone.push(live);
    }
    return changes;
  }

  /** Reads a surface afresh. */
  reread(live: Live): Reading {
    live.reading = this.#read(live.spec, live);
    if (live.reading.observation) live.identity = identity(live.spec, live.reading) || live.identity;
    return live.reading;
  }

  #read(spec: SurfaceSpec, known: Readable): Reading {
    return speaks(this.#site) ? read(spec, this.#site, known) : { missing: ['language'] };
  }

  #add(spec: SurfaceSpec, root: Element, who: string, orphans: Live[]): Live {
    const taken = new Set<string>([...this.live.keys(), ...orphans.map((live) => live.key)]);
    let n = 1;
    while (taken.has(`${this.#site.id}/${spec.name}#${n}`)) n++;
    const id: Surface = { site: this.#site.id, name: spec.name, n };
    const key = `${id.site}/${id.name}#${n}`;
    const live: Live = { key, id, spec, root, identity: who, placements: new Map(), reading: { missing: [] } };
    live.reading = this.#read(spec, live);
    this.live.set(key, live);
    this.#roots.set(root, live);
    return live;
  }

  /** The outermost elements that are surfaces of this kind. */
  #rootsOf(spec: SurfaceSpec): Element[] {
    const found = locateEach(document, speaks(this.#site) ? spec.root : (spec.foreign ?? spec.root), this.#site);
    const unique = [...new Set(found)];
    return unique.filter((root) => !unique.some((other) => other !== root && other.contains(root))).slice(0, MOST);
  }
}

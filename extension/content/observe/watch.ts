// Tells when the page has changed, at little cost: mutations are collected, one timer
// of 64 ms looks at them in slices, and a page that churns without ever showing a
// surface is left alone until the person does something.

import { on } from '../life/on';
import { now } from '../life/time';
import type { SiteFile, SurfaceSpec } from '../site';
import { locateEach, selectorOf } from './locate';
import type { Live, Surfaces } from './surfaces';

const DELAY = 64;
const SLICE_MS = 4;
const SLICE_NODES = 64;
const QUEUE = 2048;
const ROUNDS = 64;
const MISSES = 0.95;
const WAKERS = 'focusin pointermove pointerdown keydown scroll visibilitychange';

export interface Watcher {
  /** A surface may have come or gone. */
  rescan(): void;
  /** A surface may hold something else now. */
  reread(live: Live): void;
}

export class Watch {
  #queue: Element[] = [];
  #dirty = new Set<Live>();
  #look = false;
  #timer = 0;
  #rounds = 0;
  #misses = 0;
  #trigger = '';
  #stop = new AbortController();
  #wake?: AbortController;
  #page = new MutationObserver((records) => this.#collect(records));
  #inside = new Map<Live, MutationObserver>();
  #sizes = new ResizeObserver((entries) => {
    if (entries.some(({ target }) => !target.isConnected)) this.#later(true);
  });

  #surfaces: Surfaces;
  #site: SiteFile;
  #watcher: Watcher;

  constructor(surfaces: Surfaces, site: SiteFile, watcher: Watcher) {
    this.#surfaces = surfaces;
    this.#site = site;
    this.#watcher = watcher;
    on(document, 'input change click keyup focusin focusout', (event: Event) => this.#onEvent(event), this.#stop.signal);
  }

  /** Looks for these kinds of surface from now on. */
  expect(specs: SurfaceSpec[]): void {
    this.#trigger = specs.flatMap(({ root, foreign = [] }) => [...root, ...foreign].map(selectorOf)).join(',');
    if (this.#trigger) this.#resume();
    else this.#pause();
  }

  /** Watches the inside of a surface. */
  follow(live: Live): void {
    this.leave(live);
    const { attributes, text } = live.spec.observe ?? {};
    const observer = new MutationObserver((records) => {
      if (this.#matters(live, records.map(({ target }) => target))) this.touch(live);
    });
    observer.observe(live.root, {
      childList: true,
      subtree: true,
      characterData: text ?? false,
      ...(attributes?.length ? { attributes: true, attributeFilter: attributes } : {}),
    });
    this.#inside.set(live, observer);
    this.#sizes.observe(live.root);
  }

  leave(live: Live): void {
    this.#inside.get(live)?.disconnect();
    this.#inside.delete(live);
    this.#dirty.delete(live);
    this.#sizes.unobserve(live.root);
  }

  /** Reads the surface again soon. */
  touch(live: Live): void {
    this.#dirty.add(live);
    this.#later(false);
  }

  end(): void {
    this.#stop.abort();
    this.#pause();
    this.#wake?.abort();
    for (const live of [...this.#inside.keys()]) this.leave(live);
    this.#sizes.disconnect();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #resume(): void {
    this.#wake?.abort();
    this.#rounds = this.#misses = 0;
    this.#page.disconnect();
    this.#page.observe(document, { childList: true, subtree: true });
  }

  #pause(): void {
    this.#page.disconnect();
    this.#queue = [];
  }

  /** What is typed in an editor changes nothing that is read here. */
  #matters(live: Live, targets: Node[]): boolean {
    const editors = locateEach(live.root, live.spec.parts?.editor, this.#site);
    return editors.length === 0 || targets.some((target) => !editors.some((editor) => editor.contains(target)));
  }

  #collect(records: MutationRecord[]): void {
    for (const { addedNodes, removedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (this.#queue.length < QUEUE) this.#queue.push(node);
        else this.#look = true;
      }
      if (removedNodes.length > 0 && this.#surfaces.live.size > 0) {
        for (const live of this.#surfaces.live.values()) if (!live.root.isConnected) this.#look = true;
      }
    }
    // Fields that a script fills tell nobody: any change of the page may have come with one.
    for (const live of this.#surfaces.live.values()) if (hasLists(live.spec)) this.#dirty.add(live);
    if (this.#queue.length > 0 || this.#look || this.#dirty.size > 0) this.#later(false);
  }

  #onEvent({ target, type }: Event): void {
    for (const live of this.#surfaces.live.values()) {
      const inside = target instanceof Node && live.root.contains(target);
      if (inside ? this.#matters(live, [target]) : type !== 'input' && type !== 'keyup') this.touch(live);
    }
  }

  #later(look: boolean): void {
    if (look) this.#look = true;
    if (!this.#timer && !this.#stop.signal.aborted) this.#timer = setTimeout(() => this.#tick(), DELAY);
  }

  #tick(): void {
    this.#timer = 0;
    const end = now() + SLICE_MS;
    let nodes = 0;
    while (!this.#look && this.#queue.length > 0 && nodes++ < SLICE_NODES && now() < end) {
      const node = this.#queue.shift();
      if (node?.isConnected && this.#hits(node)) this.#look = true;
    }
    if (nodes > 0) this.#count(this.#look);
    if (this.#look) {
      this.#look = false;
      this.#queue = [];
      this.#watcher.rescan();
    }
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const live of dirty) if (live.root.isConnected) this.#watcher.reread(live);
    if (this.#queue.length > 0) this.#later(false);
  }

  #hits(node: Element): boolean {
    const around = node.closest(this.#trigger);
    if (around && !this.#surfaces.isRoot(around)) return true;
    return node.querySelector(this.#trigger) !== null;
  }

  #count(hit: boolean): void {
    this.#rounds++;
    if (!hit) this.#misses++;
    if (this.#rounds < ROUNDS) return;
    if (this.#misses / this.#rounds < MISSES) {
      this.#rounds = this.#misses = 0;
      return;
    }
    this.#pause();
    this.#wake = new AbortController();
    on(window, WAKERS, () => this.#awake(), this.#wake.signal, { once: true });
  }

  #awake(): void {
    this.#resume();
    this.#later(true);
  }
}

function hasLists(spec: SurfaceSpec): boolean {
  return spec.kind === 'composeMail' && (spec.fields.to ?? []).some(({ read }) => read === 'comma-list');
}

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

export type Watch = ReturnType<typeof makeWatch>;

export function makeWatch(surfaces: Surfaces, site: SiteFile, watcher: Watcher) {
  const stop = new AbortController();
  const dirty = new Set<Live>();
  const inside = new Map<Live, MutationObserver>();
  let queue: Element[] = [];
  let look = false;
  let timer = 0;
  let rounds = 0;
  let misses = 0;
  let trigger = '';
  let wake: AbortController | undefined;

  const page = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (queue.length < QUEUE) queue.push(node);
        else look = true;
      }
    }
    for (const live of surfaces.live.values()) {
      if (!live.root.isConnected) look = true;
      // Fields that a script fills tell nobody: any change of the page may have come with one.
      if (hasLists(live.spec)) dirty.add(live);
    }
    if (queue.length > 0 || look || dirty.size > 0) later();
  });

  const sizes = new ResizeObserver((entries) => {
    if (entries.some(({ target }) => !target.isConnected)) rescan();
  });

  on(document, 'input change click keyup focusin focusout', ({ target, type }: Event) => {
    for (const live of surfaces.live.values()) {
      const within = target instanceof Node && live.root.contains(target);
      if (within ? matters(live, [target]) : type !== 'input' && type !== 'keyup') touch(live);
    }
  }, stop.signal);

  function rescan(): void {
    look = true;
    later();
  }

  /** Reads the surface again soon. */
  function touch(live: Live): void {
    dirty.add(live);
    later();
  }

  function later(): void {
    if (!stop.signal.aborted) timer ||= setTimeout(tick, DELAY);
  }

  function tick(): void {
    timer = 0;
    const end = now() + SLICE_MS;
    let nodes = 0;
    while (!look && queue.length > 0 && nodes++ < SLICE_NODES && now() < end) {
      const node = queue.shift();
      if (node?.isConnected && hits(node)) look = true;
    }
    if (nodes > 0) count(look);
    const changed = [...dirty];
    dirty.clear();
    // A root that is found by what it holds may be none any more.
    if (look || changed.some(({ spec }) => spec.root.some((one) => typeof one !== 'string'))) {
      if (look) queue = [];
      look = false;
      watcher.rescan();
    }
    for (const live of changed) if (surfaces.live.get(live.key) === live) watcher.reread(live);
    if (queue.length > 0) later();
  }

  /** Whether a new node may be, hold or complete a surface that is not known yet. */
  function hits(node: Element): boolean {
    return !surfaces.holding(node) && (node.closest(trigger) ?? node.querySelector(trigger)) !== null;
  }

  function count(hit: boolean): void {
    rounds++;
    if (!hit) misses++;
    if (rounds < ROUNDS) return;
    const idle = misses / rounds >= MISSES;
    rounds = misses = 0;
    if (!idle) return;
    pause();
    wake = new AbortController();
    on(window, WAKERS, () => {
      resume();
      rescan();
    }, wake.signal, { once: true });
  }

  function resume(): void {
    pause();
    wake?.abort();
    rounds = misses = 0;
    page.observe(document, { childList: true, subtree: true });
  }

  function pause(): void {
    page.disconnect();
    queue = [];
  }

  /** What is typed in an editor changes nothing that is read here. */
  function matters(live: Live, targets: Node[]): boolean {
    const editors = locateEach(live.root, live.spec.parts?.editor, site);
    return targets.some((target) => !editors.some((editor) => editor.contains(target)));
  }

  function leave(live: Live): void {
    inside.get(live)?.disconnect();
    inside.delete(live);
    dirty.delete(live);
    sizes.unobserve(live.root);
  }

  return {
    leave,
    /** Looks for these kinds of surface from now on. */
    expect(specs: SurfaceSpec[]): void {
      trigger = specs.flatMap(({ root, foreign = [] }) => [...root, ...foreign].map(selectorOf)).join();
      if (trigger) resume();
      else pause();
    },
    /** Watches the inside of a surface. */
    follow(live: Live): void {
      leave(live);
      const { attributes = [], text = false } = live.spec.observe ?? {};
      const observer = new MutationObserver((records) => {
        if (matters(live, records.map(({ target }) => target))) touch(live);
      });
      const filter = attributes.length > 0 ? { attributeFilter: attributes } : {};
      observer.observe(live.root, { childList: true, subtree: true, characterData: text, ...filter });
      inside.set(live, observer);
      sizes.observe(live.root);
    },
    end(): void {
      stop.abort();
      pause();
      wake?.abort();
      for (const observer of inside.values()) observer.disconnect();
      sizes.disconnect();
      clearTimeout(timer);
    },
  };
}

function hasLists(spec: SurfaceSpec): boolean {
  return spec.kind === 'composeMail' && (spec.fields.to ?? []).some(({ read }) => read === 'comma-list');
}

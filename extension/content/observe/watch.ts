// Tells when surfaces come, go or hold something else. The page is watched for the first two,
// the inside of each surface for the third; what changed is read again by one timer of 64 ms.

import { on } from '../life/on';
import { watchPage } from '../life/page';
import type { SiteFile, SurfaceSpec } from '../site';
import { locateEach } from './locate';
import type { Live, Surfaces } from './surfaces';
import { wordFrames } from './words';

const DELAY = 64;
/** What is typed in an editor is read once the keys have rested. */
const TYPING = 600;

export interface Watcher {
  /** A surface may have come or gone; tells whether one has. */
  rescan(): boolean;
  /** A surface may hold something else now. */
  reread(live: Live): void;
}

export type Watch = ReturnType<typeof makeWatch>;

export function makeWatch(surfaces: Surfaces, site: SiteFile, watcher: Watcher) {
  const stop = new AbortController();
  const dirty = new Set<Live>();
  const inside = new Map<Live, MutationObserver>();
  const typing = new WeakMap<Live, number>();
  const frames = new WeakSet<Document>();
  let timer = 0;

  const page = watchPage(() => {
    const news = watcher.rescan();
    // Fields that a script fills tell nobody: any change of the page may have come with one.
    for (const live of surfaces.live.values()) if (hasLists(live.spec)) touch(live);
    return news;
  });

  const sizes = new ResizeObserver((entries) => {
    if (entries.some(({ target }) => !target.isConnected)) page.soon();
  });

  on(document, 'input change click keyup focusin focusout', ({ target, type }: Event) => {
    for (const live of surfaces.live.values()) {
      const within = target instanceof Node && live.root.contains(target);
      if (within ? matters(live, [target]) : type !== 'input' && type !== 'keyup') touch(live);
      else if (within && type === 'input') typed(live);
    }
  }, stop.signal);

  /** Reads the surface again soon. */
  function touch(live: Live): void {
    dirty.add(live);
    if (!stop.signal.aborted) timer ||= setTimeout(tick, DELAY);
  }

  function tick(): void {
    timer = 0;
    const changed = [...dirty];
    dirty.clear();
    // A root that is found by what it holds may be none any more.
    if (changed.some(({ spec }) => spec.root.some((one) => typeof one !== 'string'))) watcher.rescan();
    for (const live of changed) if (surfaces.live.get(live.key) === live) watcher.reread(live);
  }

  /** Own words have changed; most surfaces read none. */
  function typed(live: Live): void {
    clearTimeout(typing.get(live));
    if (hears(live)) typing.set(live, setTimeout(touch, TYPING, live));
  }

  /** What is typed in an editor changes nothing else that is read here. */
  function matters(live: Live, targets: Node[]): boolean {
    const editors = locateEach(live.root, live.spec.parts?.editor, site);
    return targets.some((target) => !editors.some((editor) => editor.contains(target)));
  }

  function leave(live: Live): void {
    inside.get(live)?.disconnect();
    inside.delete(live);
    dirty.delete(live);
    clearTimeout(typing.get(live));
    sizes.unobserve(live.root);
  }

  return {
    leave,
    /** Whether this page can have surfaces at all. */
    expect(any: boolean): void {
      if (any) page.start();
      else page.pause();
    },
    /** Hears what is typed in editors that are frames of their own. */
    type(live: Live): void {
      for (const { document: inner } of wordFrames(live.spec.fields.words, { root: live.root, site })) {
        if (!hears(live) || frames.has(inner)) continue;
        frames.add(inner);
        on(inner, 'input', () => typed(live), stop.signal);
      }
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
      page.end();
      for (const observer of inside.values()) observer.disconnect();
      sizes.disconnect();
      clearTimeout(timer);
    },
  };
}

/** Whether anything of what is typed in its editor is read. */
const hears = ({ may }: Live): boolean => !!(may?.text || may?.signoff);

function hasLists(spec: SurfaceSpec): boolean {
  return spec.kind === 'composeMail' && (spec.fields.to ?? []).some(({ read }) => read === 'comma-list');
}

// The one element of ours in the page: a closed shadow root in the top layer.

import { on } from '../life/on';
import { now } from '../life/time';
import partsCss from './parts.css';
import tokensCss from './tokens.css';

const FIGHTS = 5;
const WITHIN_MS = 5000;
const INSIDE = 'click pointerdown pointerup mousedown mouseup dblclick touchstart touchend focusin focusout';

/** `onLost`: the page keeps taking us away. */
export function makeHost(onLost: () => void) {
  // Made where names have no classes: a page's own class of this name could take the root, or look into it.
  const element = document.implementation.createHTMLDocument().createElement('lanyard-note');
  const root = element.attachShadow({ mode: 'closed' });
  document.adoptNode(element);
  const stop = new AbortController();
  let wanted = false;
  let fights: number[] = [];
  let lost = false;

  const isOpen = (): boolean => element.isConnected && element.matches(':popover-open');

  const toTop = (): void => {
    try {
      if (isOpen()) element.hidePopover();
      element.showPopover();
    } catch {
      // Removed this very moment, or a document that shows no popovers.
    }
  };

  const fight = (): void => {
    if (lost) return;
    fights = [...fights.filter((at) => now() - at < WITHIN_MS), now()];
    if (!element.isConnected) document.documentElement.append(element);
    toTop();
    lost = fights.length > FIGHTS;
    if (lost) onLost();
  };

  const parents = new MutationObserver(() => {
    if (wanted && !element.isConnected) fight();
  });

  const close = (): void => {
    wanted = false;
    parents.disconnect();
    element.remove();
  };

  const style = new CSSStyleSheet();
  style.replaceSync(tokensCss + partsCss);
  root.adoptedStyleSheets = [style];
  element.popover = 'manual';
  // Other people's popovers and dialogs end up above ours: come back to the top.
  on(document, 'toggle', ({ target, newState }: ToggleEvent) => {
    const ours = target === element;
    if (wanted && ours !== (newState === 'open') && ours !== isOpen()) fight();
  }, stop.signal);
  // Nothing that happens inside concerns the page.
  on(root, INSIDE, (event: Event) => event.stopPropagation(), stop.signal, { capture: false });

  return {
    element,
    root,
    close,
    /** Brings the element into the top layer, inside the open modal dialog that holds `near` if there is one. */
    open(near: Element): void {
      const parent = near.closest('dialog:modal') ?? document.documentElement;
      wanted = true;
      if (element.parentNode !== parent) {
        parents.disconnect();
        parent.append(element);
        parents.observe(parent, { childList: true });
      }
      if (!isOpen() && !lost) toTop();
    },
    end(): void {
      stop.abort();
      close();
    },
  };
}

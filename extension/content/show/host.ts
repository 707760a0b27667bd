// The one element of ours in the page: a closed shadow root in the top layer.

import { on } from '../life/on';
import { now } from '../life/time';
import partsCss from './parts.css';
import tokensCss from './tokens.css';

const FIGHTS = 5;
const WITHIN_MS = 5000;

export class Host {
  readonly element = document.createElement('lanyard-note');
  readonly root = this.element.attachShadow({ mode: 'closed' });
  #wanted = false;
  #fights: number[] = [];
  #onLost?: () => void;
  #stop = new AbortController();
  #parents = new MutationObserver(() => {
    if (this.#wanted && !this.element.isConnected) this.#fight();
  });

  /** `onLost`: the page keeps taking us away. */
  constructor(onLost: () => void) {
    const { signal } = this.#stop;
    const style = new CSSStyleSheet();
    style.replaceSync(tokensCss + partsCss);
    this.root.adoptedStyleSheets = [style];
    this.element.popover = 'manual';
    this.#onLost = onLost;
    // Other people's popovers and dialogs end up above ours: come back to the top.
    on(document, 'toggle', ({ target, newState }: ToggleEvent) => {
      const ours = target === this.element;
      if (this.#wanted && ours !== (newState === 'open') && ours !== this.#isOpen) this.#fight();
    }, signal);
    // Nothing that happens inside concerns the page.
    on(this.root, 'click pointerdown pointerup mousedown mouseup dblclick touchstart touchend focusin focusout', (event: Event) => event.stopPropagation(), signal, { capture: false });
  }

  get #isOpen(): boolean {
    return this.element.isConnected && this.element.matches(':popover-open');
  }

  /** Brings the element into the top layer, inside the open modal dialog that holds `near` if there is one. */
  open(near: Element): void {
    const parent = near.closest('dialog:modal') ?? document.documentElement;
    this.#wanted = true;
    if (this.element.parentNode !== parent) {
      this.#parents.disconnect();
      parent.append(this.element);
      this.#parents.observe(parent, { childList: true });
    }
    if (!this.#isOpen && this.#onLost) this.#toTop();
  }

  close(): void {
    this.#wanted = false;
    this.#parents.disconnect();
    this.element.remove();
  }

  end(): void {
    this.#stop.abort();
    this.close();
  }

  #toTop(): void {
    try {
      if (this.#isOpen) this.element.hidePopover();
      this.element.showPopover();
    } catch {
      // Removed this very moment, or a document that shows no popovers.
    }
  }

  #fight(): void {
    if (!this.#onLost) return;
    this.#fights = [...this.#fights.filter((at) => now() - at < WITHIN_MS), now()];
    if (!this.element.isConnected) document.documentElement.append(this.element);
    this.#toTop();
    if (this.#fights.length <= FIGHTS) return;
    this.#onLost();
    this.#onLost = undefined;
  }
}

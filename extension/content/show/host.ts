// The one element of ours in the page: a closed shadow root in the top layer.

import partsCss from './parts.css';
import tokensCss from './tokens.css';

const FIGHTS = 5;
const WITHIN_MS = 5000;

let sheets: CSSStyleSheet[] | undefined;

function styles(): CSSStyleSheet[] {
  return (sheets ??= [tokensCss, partsCss].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  }));
}

export class Host {
  readonly element = document.createElement('lanyard-note');
  readonly root = this.element.attachShadow({ mode: 'closed' });
  private wanted = false;
  private fights: number[] = [];
  private lost = false;
  private stop = new AbortController();
  private parents = new MutationObserver(() => {
    if (this.wanted && !this.element.isConnected) this.fight();
  });

  /** `onLost`: the page keeps taking us away; only marks from now on. */
  constructor(private onLost: () => void) {
    this.root.adoptedStyleSheets = styles();
    this.element.popover = 'manual';
    const { signal } = this.stop;
    // Other people's popovers and dialogs end up above ours: come back to the top.
    document.addEventListener('toggle', (event) => {
      const opened = (event as ToggleEvent).newState === 'open';
      if (!this.wanted || (event.target === this.element ? opened : !opened)) return;
      if (event.target === this.element ? !this.isOpen : this.isOpen) this.fight();
    }, { capture: true, signal });
    // Nothing that happens inside concerns the page.
    for (const type of ['click', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'dblclick', 'touchstart', 'touchend', 'focusin', 'focusout', 'input'] as const) {
      this.root.addEventListener(type, (event) => event.stopPropagation(), { signal, passive: true });
    }
  }

  get isOpen(): boolean {
    return this.element.isConnected && this.element.matches(':popover-open');
  }

  /** Brings the element into the top layer, inside the open modal dialog that holds `near` if there is one. */
  open(near: Element | undefined): void {
    const parent = near?.closest('dialog:modal') ?? document.documentElement;
    this.wanted = true;
    if (this.element.parentNode !== parent) {
      this.parents.disconnect();
      parent.append(this.element);
      this.parents.observe(parent, { childList: true });
    }
    if (!this.isOpen && !this.lost) this.toTop();
  }

  close(): void {
    this.wanted = false;
    this.parents.disconnect();
    this.element.remove();
  }

  end(): void {
    this.stop.abort();
    this.close();
  }

  private toTop(): void {
    try {
      if (this.isOpen) this.element.hidePopover();
      this.element.showPopover();
    } catch {
      // Not in a document that can show popovers, or removed this very moment.
    }
  }

  private fight(): void {
    if (this.lost) return;
    const now = performance.now();
    this.fights = [...this.fights.filter((at) => now - at < WITHIN_MS), now];
    if (this.fights.length > FIGHTS) {
      this.lost = true;
      this.onLost();
    }
    if (!this.element.isConnected) document.documentElement.append(this.element);
    this.toTop();
  }
}

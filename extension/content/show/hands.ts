// What the person's hands are doing: nothing of ours appears while a key is down, a word
// is being composed or something is dragged.

const STUCK_MS = 2000;

export class Hands {
  lastKey = -Infinity;
  private down = new Set<string>();
  private busy = 0;

  /** `onRelease` is called when hands come off. */
  constructor(onRelease: () => void, signal: AbortSignal) {
    const on = (type: string, act: (event: Event) => void): void =>
      addEventListener(type, act, { capture: true, passive: true, signal });
    on('keydown', (event) => {
      this.down.add((event as KeyboardEvent).code);
      this.lastKey = performance.now();
    });
    on('keyup', (event) => {
      this.down.delete((event as KeyboardEvent).code);
      onRelease();
    });
    on('compositionstart', () => (this.busy |= 1));
    on('dragstart', () => (this.busy |= 2));
    for (const type of ['compositionend', 'dragend', 'drop']) {
      on(type, () => {
        this.busy &= type === 'compositionend' ? ~1 : ~2;
        onRelease();
      });
    }
    on('blur', () => {
      this.down.clear();
      this.busy = 0;
      onRelease();
    });
  }

  /** Whether anything is held now. A key whose release was never told counts for two seconds. */
  get full(): boolean {
    if (this.down.size > 0 && performance.now() - this.lastKey > STUCK_MS) this.down.clear();
    return this.busy !== 0 || this.down.size > 0;
  }
}

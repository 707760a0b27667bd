// Moves recipients where each field is a combobox that takes pasted addresses (Gmail).
// Nobody leaves a field before the page has shown them in the other one for a while.

import { formatAddress, sameAddress } from '../observe/addresses';
import { locate, locateAll } from '../observe/locate';
import type { FieldName } from '../observe/recipients';
import type { Move, SiteFile, SurfaceSpec } from '../site';
import type { ComposeMail } from '../types/protocol';
import type { Moved } from './move';
import { press } from './press';
import { type Layout, type Mover, expected, layoutOf, sameLayout } from './recipients';
import { pause, until } from './wait';

const TAKEN_MS = 1500;
/** A fresh field is wiped some 100 ms after the paste: what is still there after this stays. */
const KEPT_MS = 300;
const OPEN_MS = 1000;

type Spec = Move & { adapter: 'paste-combobox' };

export class PasteCombobox {
  constructor(private spec: Spec, private surface: SurfaceSpec, private root: () => Element, private site: SiteFile, private read: () => ComposeMail | undefined) {}

  async move(movers: Mover[]): Promise<Moved> {
    const mail = this.read();
    if (!mail) return { ok: false, safe: true };
    const before = layoutOf(mail);
    const wanted = expected(before, movers);
    if (!(await this.open(['bcc', ...movers.map(({ from }) => from)]))) return { ok: false, safe: true };
    if ((await this.shift(movers, () => 'bcc', ({ from }) => from)) && (await this.holds(wanted))) {
      return { ok: true, undo: () => this.undo(movers, before) };
    }
    return { ok: false, safe: await this.restore(movers, before) };
  }

  private async undo(movers: Mover[], before: Layout): Promise<boolean> {
    const now = this.layout();
    if (!now || !(await this.open(['bcc', ...movers.map(({ from }) => from)]))) return false;
    // Taken off the message by hand meanwhile: not ours to put back.
    const still = movers.filter(({ address }) => now.bcc.includes(sameAddress(address)));
    return this.restore(still, before);
  }

  /** Puts everybody into their first field again, then takes them out of Bcc. */
  private async restore(movers: Mover[], before: Layout): Promise<boolean> {
    for (const field of ['to', 'cc'] as const) {
      const mine = movers.filter((mover) => mover.from === field && !this.has(field, mover.address));
      if (mine.length > 0 && !(await this.put(field, mine))) return false;
    }
    for (const { address, from } of movers) {
      const wasThere = before.bcc.includes(sameAddress(address));
      if (!wasThere && this.has('bcc', address) && this.has(from, address) && !(await this.take('bcc', address))) return false;
    }
    await pause(KEPT_MS);
    return movers.every(({ address, from }) => this.has(from, address) && (before.bcc.includes(sameAddress(address)) || !this.has('bcc', address)));
  }

  private async shift(movers: Mover[], into: (mover: Mover) => FieldName, from: (mover: Mover) => FieldName): Promise<boolean> {
    const missing = movers.filter((mover) => !this.has(into(mover), mover.address));
    if (missing.length > 0 && !(await this.put('bcc', missing))) return false;
    for (const mover of movers) {
      if (!this.has(into(mover), mover.address) || !(await this.take(from(mover), mover.address))) return false;
    }
    return true;
  }

  /** Pastes addresses and sees that they stay; once more if the page wiped them. */
  private async put(field: FieldName, movers: Mover[]): Promise<boolean> {
    const all = (): boolean => movers.every(({ address }) => this.has(field, address));
    for (let attempt = 0; attempt < 2; attempt++) {
      const combobox = locate(this.root(), this.spec.combobox[field], this.site);
      if (!combobox) return false;
      const missing = movers.filter(({ address }) => !this.has(field, address));
      const data = new DataTransfer();
      data.setData('text/plain', missing.map(({ address, name }) => formatAddress(address, name)).join(', '));
      combobox.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      if (!(await until(all, TAKEN_MS))) continue;
      await pause(KEPT_MS);
      if (all()) return true;
    }
    return false;
  }

  /** Takes one chip away by its own button; the page draws all chips afresh each time. */
  private async take(field: FieldName, address: string): Promise<boolean> {
    const chip = this.chip(field, address);
    const button = chip?.querySelector(this.spec.remove);
    if (!button) return !chip;
    press(button);
    return until(() => !this.chip(field, address), TAKEN_MS);
  }

  private chip(field: FieldName, address: string): Element | undefined {
    const key = sameAddress(address);
    for (const read of this.surface.fields[field] ?? []) {
      if (read.read !== 'chips') continue;
      const found = locateAll(this.root(), read.at, this.site).find((chip) => sameAddress(chip.getAttribute(read.address) ?? '') === key);
      if (found) return found;
    }
    return undefined;
  }

  private has(field: FieldName, address: string): boolean {
    return this.chip(field, address) !== undefined;
  }

  private layout(): Layout | undefined {
    const mail = this.read();
    return mail && layoutOf(mail);
  }

  private async holds(wanted: Layout): Promise<boolean> {
    await pause(KEPT_MS);
    const now = this.layout();
    return now !== undefined && sameLayout(now, wanted);
  }

  /** Sees that these fields are open for chips and pasting. */
  private async open(fields: string[]): Promise<boolean> {
    const { spec, site } = this;
    const isOpen = (field: string): boolean => locate(this.root(), spec.combobox[field as FieldName], site) !== undefined;
    const others = fields.filter((field) => field !== 'bcc');
    if (!others.every(isOpen)) {
      const preview = locate(this.root(), spec.open, site);
      if (!preview) return false;
      preview.dispatchEvent(new FocusEvent('focus'));
      if (!(await until(() => others.every(isOpen), 300))) press(preview);
      if (!(await until(() => others.every(isOpen), OPEN_MS))) return false;
    }
    if (!locate(this.root(), spec.reveal.unless, site)) {
      const control = locate(this.root(), spec.reveal.press, site);
      if (control) press(control);
    }
    return until(() => isOpen('bcc'), OPEN_MS);
  }
}

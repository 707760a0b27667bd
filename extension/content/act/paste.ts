// Fields that are comboboxes which take pasted addresses (Gmail) and show each as a chip.

import { formatAddress, sameAddress } from '../observe/addresses';
import { locate, locateAll } from '../observe/locate';
import type { FieldName } from '../observe/recipients';
import type { Live } from '../observe/surfaces';
import { pause, until } from '../life/time';
import type { Move, SiteFile } from '../site';
import type { Fields } from './move';
import { press } from './press';

const TAKEN_MS = 1500;
/** A fresh field is wiped some 100 ms after the paste: what is still there after this stays. */
const KEPT_MS = 300;
const OPEN_MS = 1000;

export function pasteCombobox(spec: Move & { adapter: 'paste-combobox' }, live: Live, site: SiteFile): Fields {
  const find = (at: Parameters<typeof locate>[1]): Element | undefined => locate(live.root, at, site);
  const chip = (name: FieldName, address: string): Element | undefined => {
    for (const read of live.spec.fields[name] ?? []) {
      if (read.read !== 'chips') continue;
      return locateAll(live.root, read.at, site).find((one) => sameAddress(one.getAttribute(read.address ?? '') ?? '') === sameAddress(address));
    }
    return undefined;
  };
  return {
    // Chips cannot be put back as they were, only one by one.
    save: () => undefined,
    has: (name, address) => chip(name, address) !== undefined,
    async put(name, movers) {
      const missing = (): typeof movers => movers.filter(({ address }) => !chip(name, address));
      const all = (): boolean => missing().length === 0;
      for (let attempt = 0; attempt < 2; attempt++) {
        const combobox = find(spec.combobox[name]);
        if (!combobox) return false;
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', missing().map(({ address, name: called }) => formatAddress(address, called)).join(', '));
        combobox.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        if (await until(all, TAKEN_MS)) await pause(KEPT_MS);
        if (all()) return true;
      }
      return false;
    },
    // One chip after the other, by its own button: the page draws all of them afresh each time.
    async take(name, movers) {
      for (const { address } of movers) {
        const one = chip(name, address);
        const button = one?.querySelector(spec.remove);
        if (button) press(button);
        if (one && (!button || !(await until(() => !chip(name, address), TAKEN_MS)))) return false;
      }
      return true;
    },
    async open(names) {
      const isOpen = (): boolean => names.every((name) => find(spec.combobox[name]) !== undefined);
      const preview = isOpen() ? undefined : find(spec.open);
      if (preview) {
        preview.dispatchEvent(new FocusEvent('focus'));
        if (!(await until(isOpen, KEPT_MS))) press(preview);
        await until(isOpen, OPEN_MS);
      }
      const control = find(spec.reveal.unless) ? undefined : find(spec.reveal.press);
      if (control) press(control);
      return until(() => isOpen() && find(spec.combobox.bcc) !== undefined, OPEN_MS);
    },
  };
}

// Fields that are text fields holding the whole list (Roundcube): set the value, say that it changed.

import { parseList, sameAddress } from '../observe/addresses';
import { tidy } from '../observe/labels';
import { locate } from '../observe/locate';
import { valueOf } from '../observe/readers';
import { FIELDS, type FieldName } from '../observe/recipients';
import type { Live } from '../observe/surfaces';
import { pause, until } from '../life/time';
import type { Move, SiteFile } from '../site';
import type { Fields } from './move';
import { press } from './press';
import type { Mover } from './recipients';

const OPEN_MS = 500;
const KEPT_MS = 250;

/** The entries of a field as they are written, and what is being typed after them. */
interface Text {
  field: HTMLInputElement | HTMLTextAreaElement;
  entries: string[];
  typed: string;
}

export function fieldChange(spec: Move & { adapter: 'field-change' }, { root }: Live, site: SiteFile): Fields {
  const read = (name: FieldName): Text | undefined => {
    const field = root.querySelector(spec.fields[name]);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return undefined;
    const typing = spec.typing && root.querySelector(spec.typing[name]);
    const typed = typing ? tidy(valueOf(typing)) : '';
    const entries = parseList(field.value).map(({ raw }) => raw);
    // The list may hold a copy of what is being typed.
    if (typed && typed.startsWith(entries.at(-1) ?? ' ') && !/[,;]\s*$/.test(field.value)) entries.pop();
    return { field, entries, typed };
  };
  const write = ({ field, entries, typed }: Text): void => {
    // Roundcube goes on after the last comma; other webmail may take what follows one for an empty address.
    field.value = [...entries, ...(spec.typing ? [typed] : [])].join(', ');
    // Roundcube hears `change`; of other pages, those that keep a copy of a field's text hear `input`.
    for (const type of spec.typing ? ['change'] : ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const is = (address: string) => (raw: string): boolean => sameAddress(parseList(raw)[0]?.address ?? '') === sameAddress(address);
  const isSeen = (): boolean => !spec.reveal || locate(root, spec.reveal.unless, site) !== undefined;
  return {
    save() {
      const saved = FIELDS.map(read);
      return async () => {
        for (const text of saved) if (text) write(text);
        await pause(KEPT_MS);
      };
    },
    has: (name, address) => read(name)?.entries.some(is(address)) ?? false,
    async put(name, movers: Mover[]) {
      const text = read(name);
      if (!text) return false;
      // As it is written where it stands now, but for names whose quotes the page may not read back.
      const written = ({ address }: Mover): string | undefined =>
        FIELDS.flatMap((other) => read(other)?.entries ?? []).find((raw) => is(address)(raw) && !/\\|".*".*"|^[^"]+"/.test(raw));
      text.entries.push(...movers.map((mover) => written(mover) ?? mover.address));
      write(text);
      await pause(KEPT_MS);
      return movers.every(({ address }) => read(name)?.entries.some(is(address)));
    },
    async take(name, movers) {
      const text = read(name);
      if (!text) return false;
      for (const { address } of movers) {
        const at = text.entries.findIndex(is(address));
        if (at >= 0) text.entries.splice(at, 1);
      }
      write(text);
      return true;
    },
    async open(_, off) {
      const { reveal } = spec;
      if (!reveal || isSeen() || (off && !spec.typing)) return true;
      const control = locate(root, reveal.press, site);
      if (control) press(control);
      await until(isSeen, OPEN_MS);
      // Roundcube shows the field once somebody is in it. Elsewhere nobody is moved where the person does not see them.
      return spec.typing ? read('bcc') !== undefined : isSeen();
    },
  };
}

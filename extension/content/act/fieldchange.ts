// Moves recipients where each field is a text field that holds the whole list (Roundcube).

import { parseList, sameAddress } from '../observe/addresses';
import { tidy } from '../observe/labels';
import { locate } from '../observe/locate';
import { valueOf } from '../observe/readers';
import type { FieldName } from '../observe/recipients';
import { FIELDS } from '../observe/recipients';
import type { Move, SiteFile } from '../site';
import type { ComposeMail } from '../types/protocol';
import type { Moved } from './move';
import { press } from './press';
import { type Layout, type Mover, expected, layoutOf, nobodyLost, sameLayout } from './recipients';
import { pause, until } from './wait';

const SETTLED_MS = 300;

type Spec = Move & { adapter: 'field-change' };
/** The entries of each field as they are written, without what is being typed. */
type Lists = Record<FieldName, string[]>;

export class FieldChange {
  constructor(private spec: Spec, private root: Element, private site: SiteFile, private read: () => ComposeMail | undefined) {}

  /** Bcc is filled first, so that at no moment anybody is missing. */
  async move(movers: Mover[]): Promise<Moved> {
    const mail = this.read();
    const before = this.lists();
    if (!mail || !before) return { ok: false, safe: true };
    const layout = layoutOf(mail);
    const after: Lists = { to: [...before.to], cc: [...before.cc], bcc: [...before.bcc] };
    for (const { address, from } of movers) {
      const at = indexOf(after[from], address);
      if (at < 0) return { ok: false, safe: true };
      const [entry = address] = after[from].splice(at, 1);
      if (indexOf(after.bcc, address) < 0) after.bcc.push(entry);
    }
    await this.reveal();
    this.write(after);
    const wanted = expected(layout, movers);
    if (await this.holds(wanted)) return { ok: true, undo: () => this.undo(movers, before, layout, wanted) };
    this.write(before);
    return { ok: false, safe: await this.holds(layout) };
  }

  /** Back to what it was; what was changed since is left alone. */
  private async undo(movers: Mover[], before: Lists, layout: Layout, wanted: Layout): Promise<boolean> {
    const mail = this.read();
    const now = this.lists();
    if (!mail || !now) return false;
    const current = layoutOf(mail);
    if (sameLayout(current, wanted)) {
      this.write(before);
      return this.holds(layout);
    }
    const back: Lists = { to: [...now.to], cc: [...now.cc], bcc: [...now.bcc] };
    for (const { address, from } of movers) {
      const at = indexOf(back.bcc, address);
      // Taken off the message by hand meanwhile: not ours to put back.
      if (at < 0) continue;
      const [entry = address] = indexOf(before.bcc, address) < 0 ? back.bcc.splice(at, 1) : [back.bcc[at]];
      if (indexOf(back[from], address) < 0) back[from].push(entry);
    }
    this.write(back);
    await pause(SETTLED_MS);
    const then = this.read();
    return then !== undefined && nobodyLost(current, layoutOf(then));
  }

  private async holds(layout: Layout): Promise<boolean> {
    await pause(SETTLED_MS);
    const mail = this.read();
    return mail !== undefined && sameLayout(layoutOf(mail), layout);
  }

  private async reveal(): Promise<void> {
    const { reveal } = this.spec;
    if (!reveal || locate(this.root, reveal.unless, this.site)) return;
    const control = locate(this.root, reveal.press, this.site);
    if (control) press(control);
    await until(() => locate(this.root, reveal.unless, this.site) !== undefined, 500);
  }

  private field(name: FieldName): HTMLInputElement | HTMLTextAreaElement | undefined {
    const element = this.root.querySelector(this.spec.fields[name]);
    return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element : undefined;
  }

  private typed(name: FieldName): string {
    const css = this.spec.typing?.[name];
    const element = css && this.root.querySelector(css);
    return element ? tidy(valueOf(element)) : '';
  }

  private lists(): Lists | undefined {
    const lists: Lists = { to: [], cc: [], bcc: [] };
    for (const name of FIELDS) {
      const field = this.field(name);
      if (!field) return undefined;
      const entries = parseList(field.value);
      const typed = this.typed(name);
      const last = entries.at(-1);
      if (typed && last && typed.startsWith(last.raw) && !/[,;]\s*$/.test(field.value)) entries.pop();
      lists[name] = entries.map(({ raw }) => raw);
    }
    return lists;
  }

  /** Writes the lists; what is being typed stays being typed. */
  private write(lists: Lists): void {
    for (const name of ['bcc', 'cc', 'to'] as const) {
      const field = this.field(name);
      if (!field) continue;
      const typed = this.typed(name);
      const text = [...lists[name], typed].join(', ');
      if (tidy(field.value).replace(/[,;\s]+$/, '') === tidy(text).replace(/[,;\s]+$/, '')) continue;
      field.value = text;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }
}

function indexOf(entries: string[], address: string): number {
  const key = sameAddress(address);
  return entries.findIndex((raw) => {
    const found = parseList(raw)[0]?.address;
    return found !== undefined && sameAddress(found) === key;
  });
}

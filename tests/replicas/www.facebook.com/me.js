import { h } from '/shared/dom.js';
import { param } from '/shared/page.js';

export const me = { name: 'Miriam Hartley', first: 'Miriam' };

/** Blocks of data as the page carries them: one that only names the module, then the one that says who is signed in. */
export function tellWho() {
  const id = param('account', '100000000000900');
  const data = [
    { deps: ['Cookie', 'CurrentUserInitialData'], USER_ID: '1' },
    { define: [['SiteData', [], { client_revision: 1 }], ['CurrentUserInitialData', [], { ACCOUNT_ID: '100000000000900', USER_ID: id, NAME: me.name }]] },
  ];
  const ours = trustedTypes.createPolicy('data', { createScript: (text) => text });
  for (const each of data) {
    const block = h('script', { type: 'application/json' });
    block.text = ours.createScript(JSON.stringify(each));
    document.head.append(block);
  }
}

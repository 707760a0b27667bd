// Frame and addresses of the work site.

import { avatar, h, icon } from '/shared/dom.js';
import { styles } from '/shared/hashed.js';
import { router } from '/shared/page.js';
import { feed } from './composer.js';
import { grow, profile, received } from './people.js';

async function start() {
  const c = await styles('/site.css');
  const main = h('main', { id: 'workspace', class: c('main') });
  const link = (href, label, name) => h('a', { href, class: c('top-link') }, icon(name, 22), h('span', {}, label));
  document.body.append(
    h(
      'header',
      { class: c('top') },
      h(
        'div',
        { class: c('top-inner') },
        h('a', { href: '/feed/', class: c('brand') }, 'Work site'),
        h('div', { class: c('search') }, icon('search', 18), h('input', { placeholder: 'Search', 'aria-label': 'Search' })),
        h(
          'nav',
          { 'aria-label': 'Primary', class: c('top-links') },
          link('/feed/', 'Home', 'home'),
          link('/mynetwork/grow/', 'My network', 'people'),
          link('/mynetwork/invitation-manager/received/', 'Invitations', 'mail'),
        ),
        avatar('Miriam Hartley', 34),
      ),
    ),
    main,
  );
  const { show, go } = router(main, [
    [/^\/mynetwork\/invitation-manager(\/received)?\/?$/, () => received(c)],
    [/^\/feed\/?$/, () => feed(c)],
    [/^\/in\/([^/]+)\/?$/, (match) => profile(c, match)],
    [/./, () => grow(c)],
  ]);
  await show();
  return { go };
}

const ready = start();
window.__replica = { ready };
Object.assign(window.__replica, await ready);

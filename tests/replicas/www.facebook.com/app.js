// Frame and addresses of the friends site.

import { avatar, h, icon } from '/shared/dom.js';
import { styles } from '/shared/hashed.js';
import { router } from '/shared/page.js';
import { home } from './composer.js';
import { me, tellWho } from './me.js';
import { profile, requests, suggestions } from './people.js';
import { settings } from './settings.js';

async function start() {
  tellWho();
  const c = await styles('/site.css');
  const main = h('div', { role: 'main', class: c('main') });
  const link = (href, label, name) => h('a', { href, 'aria-label': label, class: c('top-link') }, icon(name, 24));
  document.body.append(
    h(
      'div',
      { role: 'banner', class: c('top') },
      h('a', { href: '/', class: c('brand') }, 'Friends site'),
      h('div', { class: c('search') }, icon('search', 18), h('input', { type: 'search', placeholder: 'Search', 'aria-label': 'Search' })),
      h(
        'div',
        { role: 'navigation', 'aria-label': 'Site', class: c('top-links') },
        link('/', 'Home', 'home'),
        link('/friends/requests/', 'Friends', 'people'),
        link('/friends/suggestions/', 'Suggestions', 'plus'),
        link('/settings/?tab=posts', 'Settings', 'settings'),
      ),
      avatar(me.name, 36),
    ),
    main,
  );
  const { show, go } = router(main, [
    [/^\/$/, () => home(c)],
    [/^\/friends\/requests\/?$/, () => requests(c)],
    [/^\/friends\/suggestions\/?$/, () => suggestions(c)],
    [/^\/settings\/?$/, () => settings(c)],
    [/^\/([^/]+)\/?$/, (match) => profile(c, match)],
    [/./, () => home(c)],
  ]);
  await show();
  return { go };
}

const ready = start();
window.__replica = { ready };
Object.assign(window.__replica, await ready);

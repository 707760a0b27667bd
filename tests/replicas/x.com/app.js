// Frame and addresses of the posts site.

import { avatar, h, icon } from '/shared/dom.js';
import { styles } from '/shared/hashed.js';
import { router } from '/shared/page.js';
import { audienceAndTagging } from './settings.js';
import { followerRequests, profile } from './people.js';
import { composeOver, home, me } from './posts.js';

async function start() {
  const c = await styles('/site.css');
  const column = h('div', { 'data-testid': 'primaryColumn', class: c('column') });
  const link = (href, label, name, id) =>
    h('a', { href, role: 'link', 'data-testid': id, 'aria-label': label, class: c('nav-link') }, icon(name, 26), h('span', {}, label));
  document.body.append(
    h(
      'div',
      { id: 'react-root' },
      h(
        'div',
        { class: c('app') },
        h(
          'header',
          { role: 'banner', class: c('nav') },
          h('a', { href: '/home', class: c('brand') }, 'Posts site'),
          h(
            'nav',
            { role: 'navigation', 'aria-label': 'Primary' },
            link('/home', 'Home', 'home', 'AppTabBar_Home_Link'),
            link('/follower_requests', 'Follower requests', 'people'),
            link('/m_hartley', 'Profile', 'person', 'AppTabBar_Profile_Link'),
            link('/settings/audience_and_tagging', 'Settings', 'settings'),
          ),
          h(
            'a',
            {
              href: '/compose/post',
              role: 'link',
              'aria-label': 'Post',
              'data-testid': 'SideNav_NewTweet_Button',
              class: c('post-button'),
            },
            'Post',
          ),
          h(
            'div',
            { 'data-testid': 'SideNav_AccountSwitcher_Button', class: c('account') },
            avatar(me.name, 40),
            h('div', {}, h('b', {}, me.name), h('div', { class: c('quiet') }, `@${me.handle}`)),
          ),
        ),
        h(
          'main',
          { role: 'main', class: c('main') },
          column,
          h(
            'div',
            { 'data-testid': 'sidebarColumn', class: c('aside') },
            h(
              'div',
              { class: c('search') },
              icon('search', 18),
              h('input', { placeholder: 'Search', 'aria-label': 'Search', 'data-testid': 'SearchBox_Search_Input' }),
            ),
            h(
              'div',
              { class: c('card') },
              h('b', {}, 'What people talk about'),
              h('p', { class: c('quiet') }, 'Half-term walks'),
              h('p', { class: c('quiet') }, 'Choirs of the county'),
              h('p', { class: c('quiet') }, 'Allotment news'),
            ),
          ),
        ),
      ),
    ),
  );
  const { show, go } = router(column, [
    [/^\/follower_requests\/?$/, () => followerRequests(c)],
    [/^\/settings\/audience_and_tagging\/?$/, () => audienceAndTagging(c)],
    [
      /^\/compose\/post\/?$/,
      () => {
        composeOver(c, () => go('/home'));
        return home(c);
      },
    ],
    [/^\/(|home)\/?$/, () => home(c)],
    [/^\/([A-Za-z0-9_]+)\/?$/, (match) => profile(c, match)],
    [/./, () => home(c)],
  ]);
  await show();
  return { go };
}

const ready = start();
window.__replica = { ready };
Object.assign(window.__replica, await ready);

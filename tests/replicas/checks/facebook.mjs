// The friends site: requests, the post's audience, settings, and beginning a friendship.

const SITE = 'https://www.facebook.com';
const actions = (page) => page.evaluate(() => window.__actions);

/** The card as the anchors table describes it: up from Confirm to the first box with a profile link. */
const cards = (page) =>
  page.$$eval('[role=button][aria-label^="Confirm"], [role=button][aria-label^="Accept"]', (all) =>
    all.map((button) => {
      let box = button.parentElement;
      while (!box.querySelector('a[href]')) box = box.parentElement;
      return {
        link: box.querySelector('a[href]').getAttribute('href'),
        name: box.querySelector('a[href]').textContent,
        deletes: box.querySelectorAll('[aria-label^="Delete"]').length,
        text: box.textContent,
      };
    }),
  );

export const facebook = {
  async 'a request card has its profile link, Confirm and Delete'({ open, assert }) {
    const page = await open(`${SITE}/friends/requests/`);
    await page.waitForSelector('[aria-label="Confirm"]');
    const all = await cards(page);
    assert.equal(all.length, 9);
    assert.deepEqual(
      all.slice(0, 3).map(({ name, link, deletes }) => [name, link, deletes]),
      [
        ['Sam Okoro', '/oakfield.sam', 1],
        ['Freya Pemberton', '/freyap.draws', 1],
        ['Idris Vaughan', '/profile.php?id=100000000000103', 1],
      ],
    );
    assert.match(all[0].text, /3 mutual friends/);
  },

  async 'Confirm makes friends, Delete takes the card away, both are recorded'({ open, assert }) {
    const page = await open(`${SITE}/friends/requests/?people=pupil-listed,parent`);
    await page.click('[aria-label="Confirm"] >> nth=0');
    assert.match(await page.textContent('[role=listitem] >> nth=0'), /Friends$/);
    await page.click('[aria-label="Delete"]');
    assert.equal((await page.$$('[role=listitem]')).length, 1);
    assert.deepEqual(
      (await actions(page)).map(({ action, name, handle }) => [action, name, handle]),
      [
        ['confirm', 'Sam Okoro', 'oakfield.sam'],
        ['delete', 'Dana Whitfield', 'dana.whitfield'],
      ],
    );
    await page.click('a[aria-label=Home]');
    await page.click('a[aria-label=Friends]');
    await page.waitForSelector('[role=listitem]');
    assert.equal((await page.$$('[role=listitem]')).length, 1, 'answers hold through single-page navigation');
  },

  async 'a card selects its profile in the address; other labels; other people; a slow list'({ open, assert }) {
    const page = await open(`${SITE}/friends/requests/?labels=named&lines=school`);
    await page.click('[role=listitem] a >> text=Idris Vaughan');
    assert.match(page.url(), /profile_id=100000000000103/);
    assert.ok(await page.$('[aria-label="Confirm Idris Vaughan"]'));
    assert.match((await cards(page))[1].text, /Studies at Oakfield School/);
    const accept = await open(`${SITE}/friends/requests/?labels=accept&late=3000`, {
      people: [{ id: 'one', name: 'One Person', facebook: { id: '7', handle: 'one.person', line: '' } }],
    });
    assert.equal((await cards(accept)).length, 0);
    await accept.waitForSelector('[aria-label^="Accept"]');
    assert.deepEqual(
      (await cards(accept)).map(({ name }) => name),
      ['One Person'],
    );
  },

  async 'the post box says who will see the post, and asks before changing it'({ open, assert }) {
    const page = await open(`${SITE}/?audience=Public`);
    await page.click('[role=button]:has-text("on your mind")');
    const dialog = '[role=dialog][aria-label="Create post" i]';
    const label = () =>
      page.$eval(`${dialog} [role=button][aria-label^="Edit privacy. Sharing with "]`, (button) => button.getAttribute('aria-label'));
    assert.equal(await label(), 'Edit privacy. Sharing with Public');
    for (const name of ['Photo/video', 'Tag people', 'Check in', 'Post']) assert.ok(await page.$(`${dialog} [aria-label="${name}"]`), name);
    await page.click(`${dialog} [aria-label^="Edit privacy"]`);
    assert.equal(await page.textContent('[role=radio][aria-checked=true] b'), 'Public');
    await page.click('[role=radio]:has-text("Your friends here")');
    await page.click('[aria-label="Done with privacy audience selection and close dialog"]');
    assert.equal(await label(), 'Edit privacy. Sharing with Friends');
    await page.click(`${dialog} [contenteditable=true][role=textbox]`);
    await page.keyboard.type('Off to the coast');
    await page.click(`${dialog} [aria-label=Post]`);
    assert.deepEqual((await actions(page)).at(-1), { action: 'post', audience: 'Friends', text: 'Off to the coast' });
    assert.equal(await page.$(dialog), null);
  },

  async 'a block of data says whose account it is, behind one that only names the module'({ open, assert }) {
    const page = await open(`${SITE}/?account=61550000000001&csp=strict`);
    const told = await page.$$eval('script:not([src])', (all) => all.map(({ text }) => text));
    assert.match(told[0], /"CurrentUserInitialData"/);
    assert.doesNotMatch(told[0], /"CurrentUserInitialData",\[\],\{/);
    assert.match(told[1], /"CurrentUserInitialData",\[\],\{"ACCOUNT_ID":"100000000000900","USER_ID":"61550000000001","NAME":"Miriam Hartley"\}/);
  },

  async 'a picture in the post box has a button that takes it out again'({ open, assert }) {
    const page = await open(`${SITE}/?open=composer`);
    const remove = '[role=dialog] [aria-label="Remove post attachment"]';
    assert.equal(await page.$(remove), null);
    await page.click('[role=dialog] [aria-label="Photo/video"]');
    await page.click(remove);
    assert.equal(await page.$(remove), null);
  },

  async 'the accounts centre has a field for each part of the name'({ open, assert }) {
    const page = await open('https://accountscenter.facebook.com/profiles/100000000000900/name/?name=Col||League');
    assert.deepEqual(await page.$$eval('[role=dialog] input', (all) => all.map(({ value }) => value)), ['Col', '', 'League']);
    await page.fill('[role=dialog] input >> nth=1', 'James');
    await page.click('[role=button]:text-is("Review change")');
    assert.deepEqual((await actions(page)).at(-1).parts, ['Col', 'James', 'League']);
  },

  async 'settings rows repeat the words, with a space more; radios may be real ones'({ open, assert }) {
    const page = await open(`${SITE}/settings/?tab=posts&audience=${encodeURIComponent('Friends except: Robin')}&radio=input&csp=strict`);
    const first = '[role=main] [role=button][aria-label^="Edit privacy. Sharing with "]';
    assert.equal(
      await page.$eval(first, (button) => button.getAttribute('aria-label')),
      'Edit privacy. Sharing with Friends except: Robin ',
    );
    await page.click(first);
    assert.equal(await page.$eval('[role=dialog] input[type=radio]:checked', (radio) => radio.value), 'Friends except: Robin');
    await page.click('[role=dialog] input[type=radio][value="Only me"]');
    await page.click('[aria-label="Save privacy audience selection and close dialog"]');
    assert.equal(await page.$eval(first, (button) => button.getAttribute('aria-label')), 'Edit privacy. Sharing with Only me ');
    await page.click('a[href="/settings/?tab=how_people_find_and_contact_you"]');
    await page.waitForSelector('[role=main] [role=switch]');
    assert.equal(await page.getAttribute('[role=switch]', 'aria-checked'), 'true');
    await page.click('[role=switch]');
    assert.equal(await page.getAttribute('[role=switch]', 'aria-checked'), 'false');
  },

  async 'a profile begins a friendship'({ open, assert }) {
    const page = await open(`${SITE}/oakfield.sam`);
    assert.equal(await page.textContent('h1'), 'Sam Okoro');
    await page.click('[role=button][aria-label="Add friend"]');
    assert.deepEqual(
      (await actions(page)).map(({ action, handle }) => [action, handle]),
      [['add', 'oakfield.sam']],
    );
    assert.ok(await page.$('[aria-label="Cancel request"]'));
    const byId = await open(`${SITE}/profile.php?id=100000000000103&labels=named`);
    assert.ok(await byId.$('[aria-label="Add friend Idris Vaughan"]'));
  },
};

// The posts site: follower requests, protected posts, Follow, two post boxes.

const SITE = 'https://x.com';
const actions = (page) => page.evaluate(() => window.__actions.map(({ action, handle, to, text }) => [action, handle ?? to ?? text]));

export const x = {
  async 'requests are user cells with Accept and Decline by their text alone'({ open, assert }) {
    const page = await open(`${SITE}/follower_requests?people=pupil-listed,stranger`);
    await page.waitForSelector('[data-testid=cellInnerDiv] [data-testid=UserCell]');
    const cells = await page.$$eval('[data-testid=cellInnerDiv] [data-testid=UserCell]', (all) =>
      all.map((cell) => [
        cell.querySelector('a').getAttribute('href'),
        [...cell.querySelectorAll('button')].map((one) => one.textContent).join(),
      ]),
    );
    assert.deepEqual(cells, [
      ['/samoak', 'Accept,Decline'],
      ['/petralindqvist', 'Accept,Decline'],
    ]);
    assert.equal(await page.$('button[data-testid*=ccept], button[aria-label*=ccept]'), null);
    await page.click('button:has-text("Accept") >> nth=0');
    await page.click('button:has-text("Decline")');
    assert.deepEqual(await actions(page), [
      ['accept', 'samoak'],
      ['decline', 'petralindqvist'],
    ]);
    assert.equal((await page.$$('[data-testid=UserCell]')).length, 1);
  },

  async 'the first box protects the posts, after a sheet'({ open, assert }) {
    const page = await open(`${SITE}/settings/audience_and_tagging?csp=strict`);
    const checked = () => page.$eval('input[type=checkbox]', (box) => box.checked);
    assert.equal(await checked(), false);
    await page.click('input[type=checkbox] >> nth=0');
    assert.equal(await checked(), false, 'not before the sheet says so');
    await page.click('button[data-testid=confirmationSheetCancel]');
    assert.equal(await checked(), false);
    await page.click('input[type=checkbox] >> nth=0');
    await page.click('button[data-testid=confirmationSheetConfirm]');
    assert.equal(await checked(), true);
    assert.deepEqual(await actions(page), [['protected', 'on']]);
    const old = await open(`${SITE}/settings/audience_and_tagging?protected=on&wording=old`);
    assert.equal(await old.$eval('input[type=checkbox]', (box) => box.checked), true);
    assert.match(await old.textContent('main'), /Protect your Tweets/);
  },

  async 'Follow on a profile'({ open, assert }) {
    const page = await open(`${SITE}/samoak`);
    await page.click('[data-testid$="-follow"]');
    assert.deepEqual(await actions(page), [['follow', 'samoak']]);
    assert.equal(await page.$('[data-testid$="-follow"]'), null);
  },

  async 'the box on the home page and the one over it'({ open, assert }) {
    const page = await open(`${SITE}/compose/post`);
    await page.waitForSelector('[role=dialog] [data-testid=tweetButton]');
    assert.equal((await page.$$('[data-testid^=tweetTextarea]')).length, 2);
    assert.ok(await page.$('[data-testid=tweetButtonInline]'));
    assert.ok(await page.$('[data-testid=User-Name]'));
    await page.click('[role=dialog] [data-testid^=tweetTextarea]');
    await page.keyboard.type('Hello');
    assert.equal(await page.$('[data-testid=attachments]'), null);
    await page.click('[role=dialog] [aria-label="Add photos or video"]');
    assert.equal((await page.$$('[role=dialog] [data-testid=attachments]')).length, 1);
    await page.click('[data-testid=tweetButton]');
    assert.deepEqual(await actions(page), [['post', 'Hello']]);
    await page.waitForURL(`${SITE}/home`);
    assert.equal(await page.$('[role=dialog]'), null);
  },
};

// Replica pages answer under their real names, over HTTPS, and nothing else does.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../harness/chromium.mjs';
import { removeDir, scratchDir } from '../harness/processes.mjs';
import { startReplicas } from './replicas.mjs';

let root, replicas, chrome;

before(async () => {
  root = scratchDir('replica-pages');
  const put = (name, text) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  put('www.social.example/index.html', '<title>home</title>');
  put('www.social.example/requests.html', '<title>requests</title><link rel=stylesheet href=/style/a.css>');
  put('www.social.example/style/a.css', 'body { color: rgb(1, 2, 3) }');
  put('www.social.example/routes.json', JSON.stringify({ '/friends/requests/': 'requests.html' }));
  put('mail.example/index.html', '<title>mail</title>');
  put('secret.txt', 'not for serving');
  replicas = await startReplicas({
    root,
    extra: { 'strict.example/': { body: '<title>strict</title>', headers: { 'content-security-policy': "default-src 'self'" } } },
  });
  chrome = await launch({ extension: 'none', replicas });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
  removeDir(root);
});

test('hosts, routes, files and pages of our own', async () => {
  const page = await chrome.newPage();
  const titleAt = async (url) => {
    const response = await page.goto(url);
    return `${response.status()} ${await page.title()}`;
  };
  assert.equal(await titleAt('https://www.social.example/'), '200 home');
  assert.equal(await titleAt('https://www.social.example/friends/requests/?sort=new'), '200 requests');
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), 'rgb(1, 2, 3)');
  assert.equal(await page.evaluate(() => location.origin + isSecureContext), 'https://www.social.exampletrue');
  assert.equal(await titleAt('https://www.social.example/a/deep/page'), '200 home', 'a single-page site answers everywhere');
  assert.equal(await titleAt('https://mail.example/'), '200 mail');
  const strict = await page.goto('https://strict.example/');
  assert.match(strict.headers()['content-security-policy'], /self/);
  assert.equal((await page.goto('https://other.example/')).status(), 404);
  assert.doesNotMatch(await (await page.goto('https://www.social.example/..%2fsecret.txt')).text(), /not for serving/);
  assert.equal((await page.goto('https://www.social.example/missing.css')).status(), 404);
  assert.ok(replicas.requests.some(({ url }) => url === 'https://www.social.example/friends/requests/?sort=new'));
});

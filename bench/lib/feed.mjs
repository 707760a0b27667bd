// A long page of a social site: 700 posts in the markup, and 600 more nodes on demand. And what else is opened.
export const POSTS = 700;
export const CHURN = 600;

const names = ['Asha', 'Bram', 'Cerys', 'Dov', 'Elin', 'Femi', 'Greta', 'Hari', 'Isla', 'Jonas'];
const post = (n) => `<article class="post" role="article" aria-label="Post ${n}"><header><a href="/people/${n}">${names[n % names.length]} ${n}</a>
<time>${n % 24} h</time></header><p>The recorder group met for the ${n}th time. Thank you to everyone who came and to those who carried the chairs back.</p>
<footer><span role="button" tabindex="0" aria-label="Like">Like</span><span role="button" tabindex="0" aria-label="Comment">Comment</span></footer></article>`;

// Marks in the trace say where loading ends and churning begins; the page does it by itself, so
// that no debugger's script is counted. The churn is posts of three elements each, ten a frame, as
// a feed grows. `?still` leaves it out.
const script = `
const wait = (ms) => new Promise((then) => setTimeout(then, ms));
function article(n) {
  const one = document.createElement('article');
  one.className = 'post';
  one.setAttribute('role', 'article');
  const head = document.createElement('header');
  head.textContent = 'Churn ' + n;
  const text = document.createElement('p');
  text.textContent = 'One more thing about the fair.';
  one.append(head, text);
  return one;
}
async function churn() {
  performance.mark('bench-churn');
  const feed = document.querySelector('main');
  for (let n = 0; n < ${CHURN} / 3;) {
    await new Promise(requestAnimationFrame);
    for (let end = n + 10; n < end; n++) feed.prepend(article(n));
  }
  await wait(400);
}
performance.mark('bench-start');
addEventListener('load', async () => {
  await wait(900);
  console.log('bench-churn');
  await wait(200);
  if (!location.search.includes('still')) await churn();
  performance.mark('bench-end');
  console.log('bench-end');
});
`;

const feedOf = (posts) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Feed</title><link rel="icon" href="data:,">
<style>body{font:14px sans-serif;max-width:640px;margin:auto}.post{border:1px solid #ddd;margin:8px;padding:8px;content-visibility:auto;contain-intrinsic-size:auto 90px}</style>
<script>${script}</script></head><body><main role="main">${Array.from({ length: posts }, (_, n) => post(n)).join('\n')}</main></body></html>`;

export const blank = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blank</title><link rel="icon" href="data:,">
<script>performance.mark("bench-start"); setTimeout(() => { console.log("bench-churn"); console.log("bench-end"); }, 700);</script></head><body><p>Nothing.</p></body></html>`;

/** Feeds of other lengths, in posts, for how things grow. */
export const FEED_SIZES = [175, 350, 700, 1400, 2800];
const sized = (posts) => `www.facebook.com/bench/feed-${posts}`;
export const sizedFeed = (posts) => `https://${sized(posts)}`;

const write = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Write</title><link rel="icon" href="data:,">
</head><body><textarea rows="12" cols="80"></textarea></body></html>`;

/** A thread of 100 KB, as it hangs below an answer. */
export const QUOTED = Array.from({ length: 1500 }, (_, n) => `> ${n}: the recorder group met in the small hall, and thanks all who came.`.slice(0, 66)).join('\n');

const feed = feedOf(POSTS);

/** Pages of the replica server, by address. */
export const pages = {
  ...Object.fromEntries(FEED_SIZES.map((posts) => [sized(posts), feedOf(posts)])),
  'uncovered.bench.example/write': write,
  'www.facebook.com/bench/feed': feed,
  'uncovered.bench.example/feed': feed,
  'burn.bench.example/': blank,
  'www.facebook.com/bench/blank': blank,
  'mail.google.com/bench/blank': blank,
};

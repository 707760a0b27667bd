// A long page of a social site: 700 posts in the markup, and 600 more nodes on demand.
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

export const feed = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Feed</title><link rel="icon" href="data:,">
<style>body{font:14px sans-serif;max-width:640px;margin:auto}.post{border:1px solid #ddd;margin:8px;padding:8px;content-visibility:auto;contain-intrinsic-size:auto 90px}</style>
<script>${script}</script></head><body><main role="main">${Array.from({ length: POSTS }, (_, n) => post(n)).join('\n')}</main></body></html>`;

export const blank = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blank</title><link rel="icon" href="data:,">
<script>performance.mark("bench-start"); setTimeout(() => { console.log("bench-churn"); console.log("bench-end"); }, 700);</script></head><body><p>Nothing.</p></body></html>`;

/** Pages of the replica server, by address. */
export const pages = {
  'www.facebook.com/bench/feed': feed,
  'uncovered.bench.example/feed': feed,
  'burn.bench.example/': blank,
  'www.facebook.com/bench/blank': blank,
  'mail.google.com/bench/blank': blank,
};

// A curve as SVG, both axes logarithmic: there a straight line at 45° is "twice as much takes twice as long". Colours that can be
// seen on white and on black, and follow what the reader's system prefers.
const [WIDTH, HEIGHT] = [420, 300];
const BOX = { left: 58, right: 14, top: 34, bottom: 46 };

const plain = (value) => (value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(2))));
const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Round values of a logarithmic axis: 1, 2 and 5 of each power of ten, or the powers alone where that is too many. */
function ticks(from, to) {
  for (const steps of [[1, 2, 5], [1]]) {
    const found = [];
    for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) found.push(...steps.map((step) => step * 10 ** power));
    const within = found.filter((one) => one >= from * 0.999 && one <= to * 1.001);
    if (within.length <= 7) return within;
  }
  return [from, to];
}

/** @param {{title: string, x: string, y: string, exponent: number, points: {x: number, y: number, p95: number}[]}} series */
export function plot({ title, x, y, exponent, points }) {
  const xs = points.map((one) => one.x);
  const lows = points.map((one) => one.y);
  const spread = { x: [Math.min(...xs), Math.max(...xs)], y: [Math.min(...lows) / 1.6, Math.max(...points.map((one) => Math.max(one.p95, one.y))) * 1.6] };
  // The line of comparison begins at the first point; where it leaves the picture it is cut.
  const [first] = points;
  const scale = ([from, to], start, end) => (value) => start + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from) || 1)) * (end - start);
  const px = scale(spread.x, BOX.left + 12, WIDTH - BOX.right - 12);
  const py = scale(spread.y, HEIGHT - BOX.bottom, BOX.top);
  const at = (one) => `${px(one.x).toFixed(1)},${py(one.y).toFixed(1)}`;
  const right = Math.min(spread.x[1], (first.x * spread.y[1]) / first.y);
  const grid = ticks(...spread.y).map((value) => `<path class="grid" d="M${BOX.left} ${py(value).toFixed(1)}H${WIDTH - BOX.right}"/><text x="${BOX.left - 6}" y="${(py(value) + 4).toFixed(1)}" text-anchor="end">${plain(value)}</text>`);
  const below = xs.map((value) => `<text x="${px(value).toFixed(1)}" y="${HEIGHT - BOX.bottom + 17}" text-anchor="middle">${plain(value)}</text>`);
  const bars = points.map((one) => `<path class="p95" d="M${px(one.x).toFixed(1)} ${py(one.y).toFixed(1)}V${py(Math.max(one.p95, one.y)).toFixed(1)}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escape(title)}">
<style>text{font:12px system-ui,sans-serif;fill:#59636e}.title{font-weight:600}.grid{stroke:#8c959f;stroke-opacity:.3}.axis{stroke:#8c959f}.p95{stroke:#2f6feb;stroke-opacity:.5;stroke-width:2}
.line{fill:none;stroke:#2f6feb;stroke-width:2}.dot{fill:#2f6feb}.linear{stroke:#8c959f;stroke-dasharray:4 4}
@media (prefers-color-scheme:dark){text{fill:#9da7b3}.line,.p95{stroke:#6ca4f8}.dot{fill:#6ca4f8}}</style>
<text class="title" x="${BOX.left}" y="18">${escape(title)}</text>
${grid.join('\n')}
<path class="axis" d="M${BOX.left} ${HEIGHT - BOX.bottom}H${WIDTH - BOX.right}"/>
${below.join('')}
<text x="${(BOX.left + WIDTH - BOX.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escape(x)}</text>
<text transform="translate(14 ${(HEIGHT - BOX.bottom + BOX.top) / 2}) rotate(-90)" text-anchor="middle">${escape(y)}, p50 with p95</text>
<path class="linear" d="M${at(first)}L${at({ x: right, y: (first.y * right) / first.x })}"/>
${bars.join('')}
<polyline class="line" points="${points.map(at).join(' ')}"/>
${points.map((one) => `<circle class="dot" cx="${px(one.x).toFixed(1)}" cy="${py(one.y).toFixed(1)}" r="3.5"/>`).join('')}
<text x="${WIDTH - BOX.right - 4}" y="${HEIGHT - BOX.bottom - 8}" text-anchor="end">exponent ${exponent}; dashed: linear</text>
</svg>
`;
}

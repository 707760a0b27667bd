// How a time grows with a size: the exponent p of time ~ size^p, as the slope of a straight line through the logarithms.

/** Slope of the least squares through (log x, log y). */
export function exponent(points) {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(Math.max(y, 1e-6))]);
  const mean = (at) => logs.reduce((sum, one) => sum + one[at], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const top = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return top / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/**
 * What is judged: the slope through the three largest sizes. What is paid whatever the size makes a whole curve look flat,
 * and would hide a square that begins late.
 */
export const lateExponent = (points) => exponent([...points].sort((a, b) => a.x - b.x).slice(-3));

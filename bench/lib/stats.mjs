// Medians and p95: a shared machine has no use for means.
export const round = (value, digits = 2) => (value === undefined ? undefined : Number(value.toFixed(digits)));

/** The value below which a share of the samples lies (nearest rank). */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

/** {n, p50, p95, min, max} */
export function summary(samples) {
  if (samples.length === 0 || !samples.every(Number.isFinite)) throw new Error(`not a sample: ${JSON.stringify(samples)}`);
  return {
    n: samples.length, p50: round(median(samples), 3), p95: round(quantile(samples, 0.95), 3),
    min: round(Math.min(...samples), 3), max: round(Math.max(...samples), 3),
  };
}

// What each figure may be. A budget in milliseconds was set on one machine: it fails only where
// the figure is also further above the reference, measured in the same run, than the budget is
// above what an extension without Wasm took there. `ratio` is that. Bytes and memory do not
// depend on the machine's speed: they have no ratio and no mercy.

/** By id of figure: {at: which statistic, budget, ratio?}, or {times: of the reference}. */
export const budgets = {
  // uBlock Origin Lite took 1.1 ms where the budget was set.
  'covered-load': { at: 'p50', budget: 1.5, ratio: 1.4 },
  // Nothing that watches a page was measured there: the same share above the reference as at load.
  'covered-churn': { at: 'p50', budget: 1, ratio: 1.4 },
  // The reference took 0.25 ms at p95 on a machine at rest.
  'verdict-node-500': { at: 'p95', budget: 5, ratio: 20 },
  'verdict-trip-500': { at: 'p95', budget: 5, ratio: 2 },
  // A worker without Wasm took 44 ms where the budget was set.
  wake: { at: 'p50', budget: 120, ratio: 2.7 },
  popup: { at: 'p50', times: 1.5 },
  memory: { at: 'p50', budget: 40 },
  'size-core-wasm': { at: 'p50', budget: 450 },
  // Issue: 1 s and 64 MB for 20 MB. The reference has nothing like it.
  'file-20mb': { at: 'p50', budget: 1000 },
  'file-memory': { at: 'p50', budget: 64 },
  'size-reader-wasm': { at: 'p50', budget: 1200 },
  'size-content': { at: 'p50', budget: 60 },
};

/**
 * Whether a figure keeps its budget.
 * @param {{reference?: object, lanyard: object}} measured summaries
 * @returns {{ok: boolean, allowed: number, budget: number, mercy: boolean} | undefined} `mercy`: above the
 *   budget, but no further above the reference than it may be
 */
export function verdictOn(id, { reference, lanyard }) {
  const rule = budgets[id];
  if (!rule) return undefined;
  const value = lanyard[rule.at];
  const beside = reference?.[rule.at];
  const budget = rule.budget ?? rule.times * beside;
  const allowed = rule.ratio ? Math.max(budget, rule.ratio * beside) : budget;
  return { at: rule.at, ok: value <= allowed, budget, allowed, mercy: value > budget && value <= allowed };
}

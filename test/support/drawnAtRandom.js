const fc = require('fast-check');

/**
 * What properties draw is the same at every run, so that a change is not refused for a rare case that it has nothing to do
 * with. SEED draws other cases; the nightly run gives it another number each time.
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });

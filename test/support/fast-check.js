// Property tests draw the same values on every run, so that a commit's tests pass or fail the same way everywhere.
// `make fuzz` uses a new seed for each run instead, to explore further; fast-check prints the seed of a failure.
// By its path, since the name leads here.
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check.js');

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_124) });
module.exports = fc;

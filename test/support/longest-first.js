const { default: Sequencer } = require('@jest/test-sequencer');

// Each of these takes long, most of them minutes. Without timings of earlier runs, Jest sorts by file size and starts them
// last, so that one worker waits for the other.
const longest = [
  'e2e/fleet/small-fleet.test.ts',
  'e2e/flows/flows.test.ts',
  'e2e/fleet/rollout.test.ts',
  'e2e/local/terraform.test.ts',
  'e2e/cognito/cognito.test.ts',
  'e2e/federation/federation.test.ts',
  'e2e/local/local.test.ts',
  'invariants/tenant-change.test.ts',
  'stacks/policies/isolation.test.ts',
  'rollout/schedule/simulation.test.ts',
];
const place = ({ path }) => longest.findIndex((name) => path.endsWith(name));

/** Starts the longest tests first, the others in Jest's order. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const slow = [...tests].filter((test) => place(test) >= 0).sort((a, b) => place(a) - place(b));
    const rest = super.sort(tests).filter((test) => place(test) < 0);
    return [...slow, ...rest];
  }
};

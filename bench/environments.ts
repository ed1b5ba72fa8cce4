/**
 * How loading and checking scale with the number of tenants: milliseconds per tenant for 100, 1,000 and 5,000 tenants,
 * and their ratio, which stays near 1 as long as nothing is quadratic.
 * Run it with `node --require ./bin/typescript.js bench/environments.ts`.
 */
import { loadEnvironments } from '../environments/load';
import { writeFleet } from './support/fleet';
import { inFolder } from './support/measure';
import { check } from './support/ratios';

const rounds = 5;

/** Best of several rounds, in milliseconds per tenant. */
const measure = (tenants: number): number =>
  inFolder((root) => {
    writeFleet(root, tenants);
    const times = Array.from({ length: rounds }, () => {
      const start = performance.now();
      const { environments, problems } = loadEnvironments(root);
      if (problems.length > 0 || environments[0]?.tenants.length !== tenants)
        throw new Error(`the generated fleet is not valid: ${JSON.stringify(problems[0])}`);
      return performance.now() - start;
    });
    return Math.min(...times) / tenants;
  });

const sizes = [100, 1000, 5000];
measure(sizes[0] as number); // Warm-up, so that the measured rounds run compiled code.
const results = sizes.map((tenants) => ({ tenants, each: measure(tenants) }));
const base = results[0]?.each ?? Number.NaN;
for (const { tenants, each } of results)
  console.log(
    `${String(tenants).padStart(5)} tenants: ${each.toFixed(3)} ms a tenant, ${(each * tenants).toFixed(0)} ms in all, ratio ${(each / base).toFixed(2)}`,
  );
check('loading a tenant of 5,000 to one of 100', (results.at(-1)?.each ?? Number.NaN) / base);

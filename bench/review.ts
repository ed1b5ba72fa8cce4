/**
 * What `fleet review` costs for a plan set of 300 stacks with 40 changes in each cell, compared with reading and
 * writing its model as JSON.
 * Run it with `node --require ./bin/typescript.js bench/review.ts`.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../scripts/cli/errors';
import { writePlanSet } from '../scripts/plan-set/folder';
import { changesOf } from '../scripts/review/model';
import { inFolder, leastOf, usageOf } from './support/measure';
import { check } from './support/ratios';
import { reviewFixture } from './support/review-fixture';

/** Documented limits: seconds and megabytes. */
const budget = { seconds: 5, megabytes: 500 };

const copy =
  'const fs=require("fs"),[f,t]=process.argv.slice(-2);fs.writeFileSync(t,JSON.stringify(JSON.parse(fs.readFileSync(f)),null,2))';

inFolder((folder) => {
  const { model, facts } = reviewFixture({ stacks: 300, quiet: 0 });
  const set = join(folder, 'set');
  mkdirSync(set);
  writePlanSet(set, model, facts);
  const out = join(folder, 'out');
  const review = () => usageOf(['bin/fleet.js', 'review', set, '--out', out], {}, exitCodes.blocked);
  // The first run compiles what has changed.
  review();
  const least = leastOf(3, {
    review,
    copied: () => usageOf(['-e', copy, join(set, 'model.json'), join(folder, 'copy.json')]),
  });
  const size = (name: string) => `${name} ${(statSync(join(out, name)).size / 1e3).toFixed(0)} kB`;
  console.log(
    `${model.stacks.length} stacks, ${changesOf(model).length} changes: ${least.review.seconds.toFixed(1)} s of CPU and ${least.review.megabytes.toFixed(0)} MB; read and written as JSON ${least.copied.seconds.toFixed(1)} s and ${least.copied.megabytes.toFixed(0)} MB; ${['review.md', 'review.json', 'review.sarif', 'review.html'].map(size).join(', ')}`,
  );
  check('review of 300 stacks to JSON of them', least.review.seconds / least.copied.seconds);
  check('seconds of a review of 300 stacks to 5', least.review.seconds / budget.seconds);
  check('memory of a review of 300 stacks to 500 MB', least.review.megabytes / budget.megabytes);
});

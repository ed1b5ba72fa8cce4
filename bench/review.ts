/**
 * What the outputs of a review of 300 stacks cost, with 40 changes in each cell, from the model to five files on disk,
 * beside reading and writing the same review as JSON. Run it with `node --require ./bin/typescript.js bench/review.ts`.
 */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesOf } from '../scripts/review/model';
import { inFolder, leastOf, usageOf } from './support/measure';
import { check } from './support/ratios';
import { reviewFixture } from './support/review-fixture';

/** What a whole review may cost, its plans included: seconds and megabytes. */
const budget = { seconds: 5, megabytes: 500 };

const copy =
  'const fs=require("fs"),[f,t]=process.argv.slice(-2);fs.writeFileSync(t,JSON.stringify(JSON.parse(fs.readFileSync(f)),null,2))';

inFolder((folder) => {
  const review = reviewFixture({ stacks: 300, quiet: 0 });
  const source = join(folder, 'source.json');
  writeFileSync(source, JSON.stringify(review));
  const outputs = () => usageOf([join(__dirname, 'support/render.cjs'), source, folder]);
  // Compiles what has changed.
  outputs();
  const least = leastOf(3, {
    outputs,
    copied: () => usageOf(['-e', copy, source, join(folder, 'copy.json')]),
  });
  const size = (name: string) => `${name} ${(statSync(join(folder, name)).size / 1e3).toFixed(0)} kB`;
  console.log(
    `${review.model.stacks.length} stacks, ${changesOf(review.model).length} changes: ${least.outputs.seconds.toFixed(1)} s of CPU and ${least.outputs.megabytes.toFixed(0)} MB; read and written as JSON ${least.copied.seconds.toFixed(1)} s and ${least.copied.megabytes.toFixed(0)} MB; ${['review.md', 'review.json', 'review.sarif', 'review.html', 'review.txt'].map(size).join(', ')}`,
  );
  check('outputs of 300 stacks to JSON of them', least.outputs.seconds / least.copied.seconds);
  check('seconds of 300 stacks’ outputs to 5', least.outputs.seconds / budget.seconds);
  check('memory of 300 stacks’ outputs to 500 MB', least.outputs.megabytes / budget.megabytes);
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { privateFolder } from '../cli/workspace';
import { html } from './render/html/page';
import { documentOf, json } from './render/json';
import { markdown } from './render/markdown/markdown';
import { sarif } from './render/sarif';
import { terminal } from './render/terminal';
import type { Review } from './report';

/** Reports by their file names. */
const reports: Readonly<Record<string, (review: Review) => string>> = {
  'review.md': (review) => markdown(review),
  'review.html': html,
  'review.json': json,
  'review.sarif': sarif,
};

/**
 * Writes the reports of a plan set's review, readable only by their owner.
 * @param set folder of the plan set; the reports go beside it unless `out` is given
 */
export function writeReports(review: Review, set: string, out?: string) {
  const to = out ? resolve(out) : privateFolder(`${resolve(set)}.review`);
  mkdirSync(to, { recursive: true });
  for (const [name, render] of Object.entries(reports))
    writeFileSync(join(to, name), render(review), { mode: 0o600 });
  const files = Object.keys(reports).map((name) => join(to, name));
  return { data: { ...documentOf(review), files }, text: [terminal(review), ...files].join('\n') };
}

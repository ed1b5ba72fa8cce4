// Every output of the review in one file, as `fleet review` writes them: render.cjs <review.json> <folder>
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
require('../../bin/typescript.js');

const render = '../../scripts/review/render';
const { html } = require(`${render}/html/page`);
const { json } = require(`${render}/json`);
const { markdown } = require(`${render}/markdown/markdown`);
const { sarif } = require(`${render}/sarif`);
const { terminal } = require(`${render}/terminal`);

const [source, folder] = process.argv.slice(2);
const review = JSON.parse(readFileSync(source, 'utf8'));
const outputs = {
  'review.md': markdown,
  'review.json': json,
  'review.sarif': sarif,
  'review.html': html,
  'review.txt': terminal,
};
for (const [name, output] of Object.entries(outputs)) writeFileSync(join(folder, name), output(review));

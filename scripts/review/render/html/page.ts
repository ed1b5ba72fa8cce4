/** The review as one HTML page. Its content is data, never HTML. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { escaped, htmlDocument } from '../../../cli/html-document';
import type { Review } from '../../report';
import { reachOf } from '../reach';
import { visible } from '../text';
import { findingsIn, headOf, titleOf, verdictOf } from '../words';
import { pageDataOf } from './data';

/** The page's script, in one piece. */
function script(): string {
  const [file] = buildSync({
    entryPoints: [join(__dirname, 'page', 'main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    // ASCII only, so that a wrong encoding cannot change what is hashed.
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'error',
  }).outputFiles;
  return file?.text ?? '';
}

/** JSON for a script element, which must not contain `</script>` or `<!--`. */
export const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The whole document. */
export function html(review: Review): string {
  const title = visible(`${headOf(review)}: ${titleOf(review)}`);
  const verdict = escaped(visible(`${findingsIn(reachOf(review))}. ${verdictOf(review)}`));
  return htmlDocument({
    title,
    style: readFileSync(join(__dirname, 'style.css'), 'utf8'),
    script: script(),
    body: `<noscript><main class="noscript"><h1>${escaped(title)}</h1><p>${verdict}</p><p>Details need JavaScript, which is part of this file.</p></main></noscript>
<script type="application/json" id="data">${embedded(pageDataOf(review))}</script>`,
  });
}

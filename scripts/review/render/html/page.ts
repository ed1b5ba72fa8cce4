/**
 * The review as one HTML page that needs nothing else: opened from a disk or a pipeline's artifacts, it makes no request.
 * What it shows is data, never mark-up, and its policy lets nothing run but its own script.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
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
    // No letter beyond ASCII, so that no wrong encoding changes what is hashed.
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'error',
  }).outputFiles;
  return file?.text ?? '';
}

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** JSON inside of a script element: `</script>` and `<!--` cannot be in it. */
export const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => visible(text).replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

/** The whole document. */
export function html(review: Review): string {
  const [code, style] = [script(), readFileSync(join(__dirname, 'style.css'), 'utf8')];
  const policy = [
    "default-src 'none'",
    `script-src ${hash(code)}`,
    `style-src ${hash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const title = escaped(`${headOf(review)}: ${titleOf(review)}`);
  const verdict = escaped(`${findingsIn(reachOf(review))}. ${verdictOf(review)}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<noscript><main class="noscript"><h1>${title}</h1><p>${verdict}</p><p>Details need JavaScript, which is part of this file.</p></main></noscript>
<script type="application/json" id="data">${embedded(pageDataOf(review))}</script>
<script>${code}</script>
</body>
</html>
`;
}

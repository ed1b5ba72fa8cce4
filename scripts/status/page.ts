/** The status as one HTML page without a script: it opens from a disk, and makes no request. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { age, countsOf, type FleetStatus, matrixOf, shortCommit } from './describe';
import type { Parity } from './parity';
import { type StackStatus, stackStates } from './stack-status';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

const className = (state: string) => state.replace(' ', '-');

function cell(status: StackStatus | undefined): string {
  if (!status) return '<td class="none"></td>';
  const { id, state, why, applied } = status;
  const detail = [
    id,
    ...(why ? [why] : []),
    ...(applied
      ? [
          `${applied.at} by ${applied.by}`,
          `run ${applied.run}`,
          `${applied.tools.terraform}, provider ${applied.tools.provider}`,
        ]
      : []),
  ].join('\n');
  const version = applied
    ? `<span class="version">${escaped(shortCommit(applied.commit))}, ${age(applied.age)}</span>`
    : '';
  return `<td class="state ${className(state)}" title="${escaped(detail)}"><b>${state}</b>${version}</td>`;
}

/** Shows only stacks of one state, or all: chosen without a script. */
const filter = (state: string, text: string, checked = false) =>
  `<label class="${className(state)}"><input type="radio" name="only" value="${className(state)}"${checked ? ' checked' : ''}> ${text}</label>`;

const parityRow = ({ store, state, places }: Parity) =>
  `<tr class="${state}"><th scope="row">${escaped(store)}</th><td>${state}</td><td>${Object.entries(places)
    .map(([place, content]) => `${escaped(place)} <code>${escaped(content.slice(0, 12))}</code>`)
    .join('<br>')}</td></tr>`;

/** The whole document. */
export function statusPage(status: FleetStatus): string {
  const { environment, at, regions, stacks, parity } = status;
  const style = readFileSync(join(__dirname, 'style.css'), 'utf8');
  const hash = createHash('sha256').update(style).digest('base64');
  const counts = countsOf(stacks);
  const current = counts.find(([state]) => state === 'current')?.[1] ?? 0;
  const rows = matrixOf(status).map(
    ({ account, stack, ring, cells }) =>
      `<tr><th scope="row">${escaped(stack)}<span class="account">${escaped(account)}${ring ? `, ${ring}` : ''}</span></th>${cells.map(cell).join('')}</tr>`,
  );
  const apart = parity.filter(({ state }) => state !== 'same');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${current} of ${stacks.length} current: status of ${escaped(environment)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p>Status of <b>${escaped(environment)}</b>, ${escaped(at)}</p>
<h1>${current} of ${stacks.length} stacks are as configured</h1>
</header>
<form>
<fieldset>
<legend>Show</legend>
${[filter('all', `all ${stacks.length}`, true), ...counts.map(([state, found]) => filter(state, `${found} ${state}`))].join('\n')}
</fieldset>
<div class="wide">
<table class="matrix">
<thead><tr><th scope="col">stack</th>${regions.map((region) => `<th scope="col">${escaped(region)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
</form>
<h2>Policies across regions</h2>
${
  apart.length === 0
    ? `<p>${parity.length === 0 ? 'No policy store stands in two places.' : `All ${parity.length} owners have the same policies in each of their regions.`}</p>`
    : `<div class="wide"><table><thead><tr><th scope="col">store</th><th scope="col">policies</th><th scope="col">where</th></tr></thead><tbody>${apart.map(parityRow).join('')}</tbody></table></div>`
}
</body>
</html>
`;
}

/** What the style sheet has to know. */
export const stateClasses: readonly string[] = stackStates.map(className);

/** The status as an HTML page without a script. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { duration } from '../cli/duration';
import { escaped, htmlDocument } from '../cli/html-document';
import { countsOf, type FleetStatus, matrixOf, shortCommit } from './describe';
import type { Parity } from './parity';
import { type StackStatus, stackStates } from './stack-status';

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
    ? `<span class="version">${escaped(shortCommit(applied.commit))}, ${duration(applied.age)}</span>`
    : '';
  return `<td class="state ${className(state)}" title="${escaped(detail)}"><b>${state}</b>${version}</td>`;
}

/** A radio button that shows only stacks of one state, or all, without a script. */
const filter = (state: string, text: string, checked = false) =>
  `<label class="${className(state)}"><input type="radio" name="only" value="${className(state)}"${checked ? ' checked' : ''}> ${text}</label>`;

const parityRow = ({ store, state, places }: Parity) =>
  `<tr class="${state}"><th scope="row">${escaped(store)}</th><td>${state}</td><td>${Object.entries(places)
    .map(([place, content]) => `${escaped(place)} <code>${escaped(content.slice(0, 12))}</code>`)
    .join('<br>')}</td></tr>`;

/** Hides all stacks except those of the chosen state, and rows that then have none. */
const filterRules = stackStates
  .map(className)
  .map(
    (name) => `form:has([value="${name}"]:checked) td.state:not(.${name}) { visibility: hidden; }
form:has([value="${name}"]:checked) tbody tr:not(:has(.${name})) { display: none; }`,
  )
  .join('\n');

/** The whole document. */
export function statusPage(status: FleetStatus): string {
  const { environment, at, regions, stacks, parity } = status;
  const counts = countsOf(stacks);
  const current = counts.find(([state]) => state === 'current')?.[1] ?? 0;
  const rows = matrixOf(status).map(
    ({ account, stack, ring, cells }) =>
      `<tr><th scope="row">${escaped(stack)}<span class="account">${escaped(account)}${ring ? `, ${ring}` : ''}</span></th>${cells.map(cell).join('')}</tr>`,
  );
  const apart = parity.filter(({ state }) => state !== 'same');
  return htmlDocument({
    title: `${current} of ${stacks.length} current: status of ${environment}`,
    style: `${readFileSync(join(__dirname, 'style.css'), 'utf8')}${filterRules}\n`,
    body: `<header>
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
    ? `<p>${parity.length === 0 ? 'No owner has policy stores in several places.' : `All ${parity.length} owners have the same policies in each of their regions.`}</p>`
    : `<div class="wide"><table><thead><tr><th scope="col">store</th><th scope="col">policies</th><th scope="col">where</th></tr></thead><tbody>${apart.map(parityRow).join('')}</tbody></table></div>`
}`,
  });
}

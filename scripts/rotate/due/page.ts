/** The due list as one HTML page, without scripts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escaped, htmlDocument } from '../../cli/html-document';
import { calendar, type Day, type Month } from './calendar';
import { isDue, type Judged } from './judge';

/** How many months the calendar covers: longer than most secrets may live. */
const months = 12;

const className = (state: string) => state.replace(' ', '-');
const dateCell = (date: Date | undefined) =>
  `<td class="date">${date ? date.toISOString().slice(0, 10) : '–'}</td>`;
const nameOf = ({ kind, name, account, region }: Judged) => `${kind} ${name} (${account}, ${region})`;

function dayCell(cell: Day | undefined, today: boolean): string {
  if (!cell) return '<td></td>';
  const { day, items } = cell;
  const marks = items.length > 0 ? `<b>${items.length}</b>` : '';
  const title = items.length > 0 ? ` title="${escaped(items.map(nameOf).join('\n'))}"` : '';
  const worst = items[0] ? ` ${className(items[0].state)}` : '';
  return `<td class="day${worst}${today ? ' today' : ''}"${title}><span>${day}</span>${marks}</td>`;
}

const weekdays = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

const monthTable = ({ month, weeks }: Month, today: string): string => `<table class="month">
<caption>${month}</caption>
<thead><tr>${weekdays.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>${weeks
  .map(
    (week) =>
      `<tr>${week.map((cell) => dayCell(cell, cell !== undefined && `${month}-${String(cell.day).padStart(2, '0')}` === today)).join('')}</tr>`,
  )
  .join('')}</tbody>
</table>`;

const row = (item: Judged): string => {
  const { state, due, kind, name, account, region, owner, created, expires, last, why } = item;
  const proof = last ? `${last.at.slice(0, 10)} by ${last.by}: ${last.proof}` : '–';
  return `<tr class="${className(state)}"><td><b>${state}</b></td>${dateCell(due)}<th scope="row">${escaped(name)}<small>${kind}</small></th><td>${escaped(account)}<small>${escaped(region)}</small></td><td>${escaped(owner)}</td>${dateCell(created)}${dateCell(expires)}<td class="proof">${escaped(proof)}</td><td>${escaped(why)}</td></tr>`;
};

const heads = ['state', 'due', 'what', 'where', 'owner', 'since', 'expires', 'last rotated', 'why'];

/** The whole document. @param items most urgent first */
export function duePage({
  environment,
  at,
  items,
}: {
  environment: string;
  at: Date;
  items: readonly Judged[];
}): string {
  const due = items.filter(isDue).length;
  const today = at.toISOString().slice(0, 10);
  return htmlDocument({
    title: `${due} of ${items.length} due: secrets of ${environment}`,
    style: readFileSync(join(__dirname, 'style.css'), 'utf8'),
    body: `<header>
<p>Secrets and certificates of <b>${escaped(environment)}</b>, ${escaped(at.toISOString())}</p>
<h1>${due} of ${items.length} are due</h1>
</header>
<div class="wide">
<table class="items">
<thead><tr>${heads.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>
${items.map(row).join('\n')}
</tbody>
</table>
</div>
<h2>When the next rotations are due</h2>
<p>Each day shows how many are due; overdue items are shown on today's date.</p>
<div class="months">
${calendar(items, at, months)
  .map((month) => monthTable(month, today))
  .join('\n')}
</div>`,
  });
}

/** Capacity as one HTML page, without scripts. */
import { escaped, htmlDocument } from '../cli/html-document';
import { dateText, groundsOf, type Shown } from './describe';
import { plot } from './plot';

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
section { margin: 2rem 0; }
svg { max-width: 100%; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border-bottom: 1px solid #8886; padding: .2rem .8rem .2rem 0; text-align: left; }
.full { color: #b00020; font-weight: bold; }
`;

function section(shown: Shown, now: Date): string {
  const { region, arrivals, tenants, free, spare, growth, cells } = shown;
  const rows = cells.map(
    ({ account, cell, ring, tenants, capacity, free }) =>
      `<tr><th scope="row">${escaped(cell)}</th><td>${escaped(account)}</td><td>${ring}</td><td${free === 0 ? ' class="full"' : ''}>${tenants} of ${capacity}</td></tr>`,
  );
  return `<section>
${plot({
  region,
  arrivals,
  tenants,
  now,
  cellsHold: tenants + free,
  accountsHold: tenants + free + spare,
  perDay: growth?.perDay,
})}
<p>Next cell by <b>${dateText(shown.nextCell, now)}</b>, next account by <b>${dateText(shown.nextAccount, now)}</b>: ${escaped(groundsOf(shown))}.</p>
<table><thead><tr><th>cell</th><th>account</th><th>ring</th><th>tenants</th></tr></thead><tbody>${rows.join('')}</tbody></table>
</section>`;
}

/** The whole document. */
export const capacityPage = (environment: string, regions: readonly Shown[], now: Date): string =>
  htmlDocument({
    title: `Capacity of ${environment}`,
    style,
    body: `<h1>Capacity of ${escaped(environment)}</h1>
<p>${now.toISOString()}. Tenants come from their files, and when they arrived from git's history.</p>
${regions.map((shown) => section(shown, now)).join('\n')}`,
  });

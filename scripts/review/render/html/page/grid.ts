import { heaviest } from '../../risk';
import { count, number } from '../../text';
import { type AccountMatrix, type Cell, matrixOf } from '../matrix';
import type { Item, View } from '../view';
import { button, type Child, el } from './dom';
import { icon, type Mark, markMeans, markWords } from './marks';

/** Opens a cell's stack, or the reason why it has no plan. */
type Open = (cell: Cell) => void;

/** Appearance of a stack while a filter is active. */
function lookOf({ state, id }: Cell, view: View, wanted: ReadonlySet<Item>, filtered: boolean) {
  if (state !== 'planned') return { mark: state as Mark, found: 0, dim: filtered };
  const items = (view.byStack.get(id) ?? []).filter((item) => wanted.has(item));
  const findings = filtered ? [] : view.index.ofStack(id).map(({ severity }) => severity);
  return {
    mark: heaviest([...items.map(({ risk }) => risk), ...findings]) as Mark,
    found: items.length,
    dim: filtered && items.length === 0,
  };
}

function cellButton(
  cell: Cell,
  view: View,
  wanted: ReadonlySet<Item>,
  filtered: boolean,
  open: Open,
): HTMLElement {
  const { mark, found, dim } = lookOf(cell, view, wanted, filtered);
  const planned = cell.state === 'planned';
  const word = planned && found === 0 ? (filtered ? 'no match' : 'unchanged') : markWords[mark];
  const label = `${cell.id}: ${word}${planned ? `, ${count(found, 'change')}` : ''}`;
  return button(
    {
      class: `cell ${mark}${dim ? ' dim' : ''}`,
      tabindex: '-1',
      'aria-label': label,
      title: `${label}. ${markMeans[mark]}`,
      'data-stack': cell.id,
    },
    () => open(cell),
    icon(mark),
    el('span', { class: 'word' }, word),
    found > 0 && el('span', { class: 'found' }, number(found)),
  );
}

/** Arrow keys move within one account's grid, which is a single tab stop (ARIA's grid pattern). */
function withArrows(table: HTMLTableElement): HTMLTableElement {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const grid = rows.map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector('button')));
  const all = grid.flat().filter((cell) => cell !== null);
  const focus = (cell: HTMLButtonElement) => {
    for (const other of all) other.tabIndex = other === cell ? 0 : -1;
    cell.focus();
  };
  if (all[0]) all[0].tabIndex = 0;
  table.addEventListener('focusin', ({ target }) => {
    for (const cell of all) cell.tabIndex = cell === target ? 0 : -1;
  });
  table.addEventListener('keydown', (event) => {
    const row = grid.findIndex((cells) => cells.includes(document.activeElement as HTMLButtonElement));
    const column = grid[row]?.indexOf(document.activeElement as HTMLButtonElement) ?? -1;
    const next = target(grid, row, column, event.key);
    if (!next) return;
    event.preventDefault();
    focus(next);
  });
  return table;
}

type Grid = readonly (readonly (HTMLButtonElement | null)[])[];

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The next cell in a direction, skipping gaps; the first and last of a row for Home and End. */
function target(grid: Grid, row: number, column: number, key: string): HTMLButtonElement | null | undefined {
  if (row < 0) return undefined;
  const line = grid[row] ?? [];
  if (key === 'Home') return line.find((cell) => cell !== null);
  if (key === 'End') return [...line].reverse().find((cell) => cell !== null);
  const [down, right] = steps[key] ?? [0, 0];
  if (down === 0 && right === 0) return undefined;
  let [r, c] = [row + down, column + right];
  while (grid[r] && c >= 0 && c < line.length) {
    const found = grid[r]?.[c];
    if (found) return found;
    r += down;
    c += right;
  }
  return undefined;
}

function accountTable(
  { account, accountId, regions, rows }: AccountMatrix,
  cell: (cell: Cell) => HTMLElement,
): HTMLElement {
  const label = `${account} (${accountId})`;
  const table = el(
    'table',
    { role: 'grid', 'aria-label': `Stacks of ${label}` },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'stack'),
        ...regions.map((region) => el('th', { scope: 'col' }, region)),
      ),
    ),
    el(
      'tbody',
      {},
      ...rows.map(({ name, cells }) =>
        el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((one) => el('td', {}, one && cell(one)))),
      ),
    ),
  );
  return el(
    'section',
    { class: 'account' },
    el('h3', {}, account, ' ', el('small', {}, accountId)),
    el('div', { class: 'scroll' }, withArrows(table)),
  );
}

/** Every stack by account, name and region, with its heaviest change. */
export function grid(view: View, wanted: ReadonlySet<Item>, filtered: boolean, open: Open): Child[] {
  const { accounts, elsewhere } = matrixOf(view.review.model);
  const cell = (one: Cell) => cellButton(one, view, wanted, filtered, open);
  return [
    ...accounts.map((account) => accountTable(account, cell)),
    elsewhere.length > 0 &&
      el(
        'section',
        { class: 'account' },
        el('h3', {}, 'Elsewhere'),
        el(
          'ul',
          { class: 'plain' },
          ...elsewhere.map((one) => {
            const made = cell(one);
            made.tabIndex = 0;
            return el('li', {}, el('code', {}, one.id), ' ', made);
          }),
        ),
      ),
  ];
}

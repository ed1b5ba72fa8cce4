/** The page's script: renders the data in the document. */
import { count } from '../../text';
import type { PageData } from '../data';
import { type Filter, type Item, isFiltered, matches, noFilter, viewOf } from '../view';
import { facts, unplanned } from './bottom';
import { el, replace } from './dom';
import { filters } from './filters';
import { grid } from './grid';
import { changesBySection, type Look } from './groups';
import { chip, type Mark } from './marks';
import { StackDialog } from './stack';
import { approvals, findings, verdict } from './top';

const view = viewOf(JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData);
const dialog = new StackDialog(view);
let wanted: ReadonlySet<Item> = new Set(view.items);

const look: Look = {
  view,
  open: (stack, change) => dialog.show({ id: stack, state: 'planned' }, wanted, change),
};

const matrix = el('div', { class: 'accounts' });
const changes = el('div', {});

function apply(filter: Filter): void {
  const filtered = isFiltered(filter);
  const found = view.items.filter(matches(filter));
  wanted = new Set(found);
  const stacks = new Set(found.map(({ stack }) => stack.id));
  const all = count(view.items.length, 'change');
  result.textContent = filtered
    ? `${count(found.length, 'change')} in ${count(stacks.size, 'stack')} match, of ${all}`
    : `${all} in ${count(stacks.size, 'stack')}`;
  replace(matrix, ...grid(view, wanted, filtered, (cell) => dialog.show(cell, wanted)));
  const sections = changesBySection(look, wanted);
  replace(changes, ...(sections.length > 0 ? sections : [el('p', { class: 'muted' }, 'No change matches.')]));
}

const { form, result } = filters(view, apply);
const legend: Mark[] = [
  'blocked',
  'flagged',
  'approved',
  'noted',
  'destroys',
  'changes',
  'quiet',
  'failed',
  'skipped',
];
const parts = [
  findings(look),
  approvals(view),
  el(
    'section',
    { id: 'matrix', 'aria-labelledby': 'matrix-title' },
    el('h2', { id: 'matrix-title', class: 'part' }, 'Stacks'),
    form,
    el('p', { class: 'legend' }, ...legend.map((mark) => chip(mark))),
    el(
      'p',
      { class: 'muted' },
      'The most severe change of each stack. Arrow keys move, Enter opens, Escape closes.',
    ),
    matrix,
  ),
  el(
    'section',
    { id: 'changes', 'aria-labelledby': 'changes-title' },
    el('h2', { id: 'changes-title', class: 'part' }, 'Changes'),
    changes,
  ),
  unplanned(view),
  facts(view),
].filter((part) => part !== undefined);

const names = parts.map((part) => ({ id: part.id, name: part.querySelector('h2')?.textContent ?? part.id }));
document.body.append(
  el('a', { class: 'skip', href: '#matrix' }, 'Skip to the stacks'),
  verdict(view),
  el(
    'nav',
    { 'aria-label': 'Parts of this review' },
    ...names.map(({ id, name }) => el('a', { href: `#${id}` }, name)),
  ),
  el('main', {}, ...parts),
  dialog.element,
);
apply(noFilter);

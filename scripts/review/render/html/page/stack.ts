import { ringOf } from '../../reach';
import { risks } from '../../risk';
import { count, few } from '../../text';
import { sectionsInOrder, sectionTitles } from '../../words';
import type { Cell } from '../matrix';
import type { Item, View } from '../view';
import { changeBody, findingNote } from './change';
import { button, type Child, disclosure, el, listed, replace } from './dom';
import { actionTag, chip } from './marks';

/** Changes shown at a time. */
const step = 50;

const line = (item: Item, open: boolean): HTMLElement =>
  disclosure(
    { class: 'group' },
    [
      chip(item.risk),
      actionTag(item.change.action),
      el('code', { class: 'address' }, item.change.address),
      item.change.owner !== undefined && el('span', { class: 'note' }, item.change.owner),
    ],
    () => changeBody(item.change, item.findings),
    open,
  );

const byRisk = (a: Item, b: Item) => risks.indexOf(a.risk) - risks.indexOf(b.risk);

function sections(items: readonly Item[], opened: Item | undefined): Child[] {
  return sectionsInOrder.flatMap((section) => {
    const own = items.filter(({ change }) => change.section === section).sort(byRisk);
    if (own.length === 0) return [];
    // The requested change must be among those shown.
    const sorted = opened && own.includes(opened) ? [opened, ...own.filter((item) => item !== opened)] : own;
    return [
      el(
        'section',
        { class: 'section' },
        el('h3', {}, `${sectionTitles[section].title} `, el('span', { class: 'count' }, String(own.length))),
        listed(sorted, step, (item) => line(item, item === opened || items.length === 1)),
      ),
    ];
  });
}

const pair = (name: string, ...text: Child[]) => el('div', {}, el('dt', {}, name), el('dd', {}, ...text));

function body(view: View, cell: Cell, wanted: ReadonlySet<Item>, opened: Item | undefined): Child[] {
  const stack = view.stacks.get(cell.id);
  const facts = view.review.facts.stacks[cell.id];
  if (!stack || cell.state !== 'planned')
    return [el('p', {}, chip(cell.state === 'failed' ? 'failed' : 'skipped'), ' ', cell.reason ?? '')];
  const all = view.byStack.get(cell.id) ?? [];
  const items = all.filter((item) => wanted.has(item) || item === opened);
  const changes = new Set(all.flatMap(({ findings }) => findings));
  const others = view.index.ofStack(cell.id).filter((finding) => !changes.has(finding));
  return [
    el(
      'dl',
      { class: 'inline' },
      pair('account', el('code', {}, `${stack.account} ${stack.accountId}`)),
      pair('region', el('code', {}, stack.region)),
      pair('ring', ringOf(stack)),
      pair('wave', String(stack.wave)),
      stack.tenants.length > 0 && pair('tenants', few(stack.tenants, 12)),
      facts &&
        pair(
          'last applied',
          facts.base ? `${facts.base.commit?.slice(0, 10) ?? 'no commit'}, ${facts.base.at}` : 'not known',
        ),
    ),
    ...others.map(findingNote),
    items.length < all.length &&
      el('p', { class: 'muted' }, `${count(all.length - items.length, 'change')} do not match the filter.`),
    all.length === 0 && el('p', { class: 'muted' }, 'Nothing changes here.'),
    ...sections(items, opened),
  ];
}

/** The page's dialog: the browser traps focus, closes it on Escape, and restores the focus. */
export class StackDialog {
  private readonly title = el('h2', { id: 'dialog-title', class: 'stack-name', tabindex: '-1' });
  private readonly inside = el('div', { class: 'inside' });
  readonly element = el(
    'dialog',
    { 'aria-labelledby': 'dialog-title' },
    el(
      'header',
      {},
      this.title,
      button({ class: 'close', 'aria-label': 'Close' }, () => this.element.close(), '×'),
    ),
    this.inside,
  );

  constructor(private readonly view: View) {
    // A click outside closes it.
    this.element.addEventListener('click', ({ target }) => target === this.element && this.element.close());
  }

  show(cell: Cell, wanted: ReadonlySet<Item>, opened?: Item): void {
    replace(this.title, cell.id);
    replace(this.inside, ...body(this.view, cell, wanted, opened));
    if (!this.element.open) this.element.showModal();
    this.inside.scrollTop = 0;
    this.title.focus();
  }
}

import { count, few } from '../../text';
import type { View } from '../view';
import { type Child, disclosure, el, listed } from './dom';
import { chip } from './marks';

/** Stacks without a plan, and why. */
export function unplanned({ review }: View): HTMLElement | undefined {
  const { failed, skipped } = review.model;
  if (failed.length + skipped.length === 0) return undefined;
  const reasons = [...new Set(skipped.map(({ why }) => why))];
  return el(
    'section',
    { id: 'unplanned', 'aria-labelledby': 'unplanned-title' },
    el('h2', { id: 'unplanned-title', class: 'part' }, 'Without a plan'),
    failed.length > 0 &&
      listed(failed, 50, ({ id, reason }) =>
        el(
          'div',
          { class: 'lines' },
          chip('failed'),
          ' ',
          el('code', {}, id),
          el('p', { class: 'reason' }, reason),
        ),
      ),
    ...reasons.map((why) => {
      const ids = skipped.filter((stack) => stack.why === why).map(({ id }) => id);
      return disclosure(
        { class: 'places' },
        [chip('skipped'), ` ${why}: ${count(ids.length, 'stack')}`],
        () => [listed(ids, 50, (id) => el('code', {}, id))],
      );
    }),
  );
}

/** The facts under which the plans were made. */
export function facts({ review }: View): HTMLElement {
  const { facts, verdict } = review;
  const own = Object.values(facts.stacks);
  const bases = [...new Set(own.map(({ base }) => base?.commit ?? 'not known'))].sort();
  const accounts = [...new Set(own.map(({ accountId }) => accountId))].sort();
  const tree =
    facts.clean === null ? '' : facts.clean ? ', nothing else changed' : ', with uncommitted changes';
  const rows: [string, Child][] = [
    ['Commit', el('span', {}, el('code', {}, facts.commit ?? 'none'), tree)],
    ['Compared with', el('code', {}, few(bases, 6))],
    ['Planned', el('time', { datetime: facts.createdAt }, facts.createdAt)],
    ['By', el('span', {}, el('code', {}, facts.by), `, as the ${facts.role} role`)],
    ['Accounts', el('code', {}, few(accounts, 12))],
    ['Terraform', el('code', {}, facts.tools.terraform)],
    ['AWS provider', el('code', {}, facts.tools.provider)],
    [
      'Authors',
      facts.authors?.length ? el('span', {}, facts.authors.join(', ')) : 'nobody since the last apply',
    ],
    ['Model', el('code', {}, verdict.model)],
  ];
  return el(
    'section',
    { id: 'facts', 'aria-labelledby': 'facts-title' },
    el('h2', { id: 'facts-title', class: 'part' }, 'Facts'),
    el(
      'dl',
      { class: 'facts' },
      ...rows.map(([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, text))),
    ),
  );
}

import type { Finding } from '../../../../guard/verdict';
import type { ReviewAction } from '../../../model';
import type { FindingGroup } from '../../findings';
import { ringsInOrder } from '../../reach';
import { count, few, number } from '../../text';
import { actionWords, findingsIn, headOf, verdictOf } from '../../words';
import type { View } from '../view';
import { button, type Child, disclosure, el, listed, prose } from './dom';
import type { Look } from './groups';
import { actionTag, chip, icon, type Mark } from './marks';

const marks: Record<string, Mark> = {
  blocked: 'blocked',
  incomplete: 'failed',
  flagged: 'flagged',
  clear: 'approved',
};

const tile = (name: string, figure: string, caption: string): HTMLElement =>
  el(
    'div',
    { class: 'tile' },
    el('dt', { class: 'tile-name' }, name),
    el('dd', {}, el('b', { class: 'figure' }, figure), el('span', { class: 'caption' }, caption)),
  );

/** `3.21M`, since AWS's number is an estimate. */
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** The verdict and who is affected. */
export function verdict({ review, reach }: View): HTMLElement {
  const { environment, production } = review.model;
  const quiet = review.facts.driftOnly && reach.stacks.changed > 0 && review.verdict.outcome === 'clear';
  const mark = (quiet ? 'flagged' : marks[review.verdict.outcome]) ?? 'failed';
  const actions = (Object.keys(actionWords) as ReviewAction[]).flatMap((action) =>
    reach.actions[action] ? [`${number(reach.actions[action] ?? 0)} ${actionWords[action]}`] : [],
  );
  const changes = Object.values(reach.actions).reduce((sum, found) => sum + found, 0);
  return el(
    'header',
    { class: `verdict ${mark}`, id: 'verdict' },
    el(
      'p',
      { class: 'where' },
      review.facts.driftOnly ? 'Drift of ' : 'Plan review of ',
      el('b', {}, environment),
      production && el('span', { class: 'badge' }, 'production'),
    ),
    el('h1', { class: 'verdict-icon' }, icon(mark), headOf(review)),
    el('p', { class: 'sentence' }, el('b', {}, `${findingsIn(reach)}.`), ` ${verdictOf(review)}`),
    el(
      'dl',
      { class: 'tiles' },
      tile('Stacks that change', number(reach.stacks.changed), `of ${number(reach.stacks.planned)} planned`),
      tile('Changes in AWS', number(changes), actions.join(', ') || 'none'),
      tile(
        'Tenants affected',
        number(reach.tenants.length),
        reach.shared.length > 0 ? `and ${reach.shared.join(', ')}` : '',
      ),
      tile(
        'Users affected',
        reach.users === undefined ? '?' : `≈ ${compact.format(reach.users)}`,
        reach.users === undefined ? 'not known' : 'estimated by AWS',
      ),
      tile('Rings', `${reach.rings.length}`, reach.rings.join(', ') || `none of ${ringsInOrder.length}`),
      tile(
        'Without a plan',
        number(reach.stacks.failed + reach.stacks.skipped),
        `${number(reach.stacks.failed)} failed, ${number(reach.stacks.skipped)} skipped`,
      ),
    ),
  );
}

function findingCard(
  { finding, address, effects, findings, tenants }: FindingGroup,
  look: Look,
): HTMLElement {
  const place = (one: Finding): Child =>
    look.view.stacks.has(one.stack)
      ? button(
          { class: 'link' },
          () =>
            look.open(
              one.stack,
              look.view.byStack.get(one.stack)?.find(({ findings }) => findings.includes(one)),
            ),
          `${one.stack}: ${one.address}`,
        )
      : `${one.stack}: ${one.address}`;
  return el(
    'article',
    { class: `card ${finding.severity}` },
    el(
      'h3',
      {},
      chip(finding.severity),
      el('code', {}, finding.rule),
      el('span', { class: 'count' }, number(findings.length)),
    ),
    el('p', { class: 'what' }, actionTag(finding.action), ' ', el('code', { class: 'address' }, address)),
    el('p', {}, ...prose(finding.why)),
    effects.length > 0 &&
      el('ul', { class: 'effects' }, ...effects.map((effect) => el('li', {}, ...prose(effect)))),
    el('p', {}, el('b', {}, 'To proceed: '), ...prose(finding.proceed)),
    finding.approval !== undefined &&
      el('p', {}, el('b', {}, 'Approved by '), el('code', {}, finding.approval)),
    tenants.length > 0 &&
      el('p', {}, el('b', {}, `Users of ${count(tenants.length, 'tenant')}: `), few(tenants, 12)),
    disclosure({ class: 'places' }, [`In ${count(findings.length, 'place')}`], () => [
      listed(findings, 50, place),
    ]),
  );
}

export function findings(look: Look): HTMLElement {
  const { findings } = look.view;
  return el(
    'section',
    { id: 'findings', 'aria-labelledby': 'findings-title' },
    el('h2', { id: 'findings-title', class: 'part' }, 'Findings'),
    findings.length === 0
      ? el('p', { class: 'muted' }, 'No guard rule matches.')
      : el('div', { class: 'cards' }, ...findings.map((group) => findingCard(group, look))),
  );
}

const approvalMarks: Record<string, Mark> = {
  used: 'approved',
  unused: 'quiet',
  expired: 'flagged',
  mismatched: 'flagged',
};

export function approvals({ review }: View): HTMLElement | undefined {
  const { approvals } = review.verdict;
  if (approvals.length === 0) return undefined;
  return el(
    'section',
    { id: 'approvals', 'aria-labelledby': 'approvals-title' },
    el('h2', { id: 'approvals-title', class: 'part' }, 'Approvals'),
    el(
      'ul',
      { class: 'plain lines' },
      ...approvals.map(({ file, state, why }) =>
        el('li', {}, chip(approvalMarks[state] ?? 'flagged', state), ' ', el('code', {}, file), ` ${why}`),
      ),
    ),
  );
}

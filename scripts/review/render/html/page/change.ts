import type { Finding } from '../../../../guard/verdict';
import { effects as reasons } from '../../../effects/catalogue';
import type { AttributeChange, ReviewedChange } from '../../../model';
import { count } from '../../text';
import { diffLines, type Shown, sidesOf } from '../../values';
import { type Child, el, prose } from './dom';
import { chip } from './marks';

const value = ({ text, mark }: Shown): HTMLElement =>
  mark ? el('em', { class: 'mark' }, text) : el('code', {}, text);

/** Before and after side by side; if both are long, line by line. */
function attribute(change: AttributeChange): HTMLElement {
  const { before, after } = sidesOf(change);
  const long = !before.mark && !after.mark && `${before.text}${after.text}`.includes('\n');
  return el(
    'div',
    { class: 'attribute' },
    el(
      'h5',
      {},
      el('code', {}, change.path),
      change.replaces && el('span', { class: 'note' }, ' forces replacement'),
      change.secret && el('span', { class: 'note' }, ' secret'),
    ),
    long ? lines(before.text, after.text) : sides(before, after),
  );
}

const sides = (before: Shown, after: Shown): HTMLElement =>
  el(
    'dl',
    { class: 'sides' },
    el('div', { class: 'before' }, el('dt', {}, 'before'), el('dd', {}, value(before))),
    el('div', { class: 'after' }, el('dt', {}, 'after'), el('dd', {}, value(after))),
  );

const names = { ' ': 'same', '-': 'removed', '+': 'added' };

const lines = (before: string, after: string): HTMLElement =>
  el(
    'pre',
    { class: 'diff', tabindex: '0', role: 'group', 'aria-label': 'before and after, line by line' },
    ...diffLines(before, after).map(({ kind, text }) =>
      el('span', { class: names[kind] }, el('span', { class: 'sign' }, kind), text),
    ),
  );

export const findingNote = ({ rule, severity, why, proceed, approval }: Finding): HTMLElement =>
  el(
    'div',
    { class: `finding ${severity}` },
    el('p', {}, chip(severity), ' ', el('code', {}, rule)),
    el('p', {}, ...prose(why)),
    el('p', {}, el('b', {}, 'To proceed: '), ...prose(proceed)),
    approval !== undefined && el('p', {}, el('b', {}, 'Approved by '), el('code', {}, approval)),
  );

/** A change with all its details. */
export function changeBody(change: ReviewedChange, findings: readonly Finding[]): Child[] {
  const { id, previousAddress, owner, attributes, effects, type } = change;
  const facts: [string, string | undefined][] = [
    ['type', type],
    ['belongs to', owner],
    // Each place of a group has its own id.
    ['id in AWS', id === '{id}' ? undefined : id],
    ['was', previousAddress],
  ];
  return [
    ...findings.map(findingNote),
    effects.length > 0 &&
      el(
        'ul',
        { class: 'effects' },
        ...effects.map(({ id, what }) =>
          el(
            'li',
            {},
            chip('noted', id),
            ' ',
            el('b', {}, ...prose(what)),
            el('span', { class: 'why' }, ` ${reasons[id] ?? ''}`),
          ),
        ),
      ),
    el(
      'dl',
      { class: 'inline' },
      ...facts.flatMap(([name, text]) =>
        text === undefined ? [] : [el('div', {}, el('dt', {}, name), el('dd', {}, el('code', {}, text)))],
      ),
    ),
    attributes.length > 0
      ? el('div', { class: 'attributes' }, ...attributes.map(attribute))
      : el('p', { class: 'muted' }, noAttributes(change)),
  ];
}

const noAttributes = ({ action }: ReviewedChange) =>
  action === 'create' || action === 'delete'
    ? `The resource is ${action === 'create' ? 'created' : 'destroyed'} as a whole.`
    : `${count(0, 'attribute')} would differ.`;

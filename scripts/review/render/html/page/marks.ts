import type { ReviewAction } from '../../../model';
import type { Risk } from '../../risk';
import { actionWords } from '../../words';
import { el } from './dom';

export type Mark = Risk | 'failed' | 'skipped';

/** Each has its own shape, so that colours are not needed to tell them apart. Stroked paths in a 16 × 16 field. */
const shapes: Readonly<Record<Mark, string>> = {
  blocked: 'M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM4.5 8h7',
  flagged: 'M8 2 15 14H1zM8 6.5v3.2M8 11.7v.3',
  approved: 'M8 1.5 14 4v4c0 3.5-2.5 5.5-6 6.5C4.500 13.500 2 11.500 2 8V4zM5.300 8l2 2 3.500-4',
  noted:
    'M1 8s2.500-4.500 7-4.500S15 8 15 8s-2.500 4.500-7 4.500S1 8 1 8zM8 6.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3z',
  destroys: 'M2.500 4h11M6 4V2.500h4V4M4 4l.7 10h6.600L12 4M6.700 7v4.500M9.300 7v4.500',
  changes: 'M2 11.500V14h2.500L13 5.500 10.500 3zM8.800 4.700l2.500 2.500',
  quiet: 'M4 8h8',
  failed: 'M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM5.500 5.500l5 5M10.500 5.500l-5 5',
  skipped: 'M3 4l5 4-5 4zM8.500 4l5 4-5 4z',
};

export const markWords: Readonly<Record<Mark, string>> = {
  blocked: 'blocked',
  flagged: 'flagged',
  approved: 'approved',
  noted: 'of note',
  destroys: 'destroys',
  changes: 'changes',
  quiet: 'quiet',
  failed: 'failed',
  skipped: 'skipped',
};

export const markMeans: Readonly<Record<Mark, string>> = {
  blocked: 'a rule forbids it, and no approval covers it',
  flagged: 'a rule would forbid it in production',
  approved: 'a rule forbids it, and an approval covers it',
  noted: 'it has an effect on identity, but no rule matches',
  destroys: 'something is destroyed or replaced',
  changes: 'something is created or updated',
  quiet: 'nothing changes in AWS',
  failed: 'it could not be planned, so its changes are unknown',
  skipped: 'it was not planned',
};

const namespace = 'http://www.w3.org/2000/svg';

export function icon(mark: Mark): SVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', shapes[mark]);
  svg.append(path);
  return svg;
}

/** Colour, icon and word of a risk. */
export const chip = (mark: Mark, word = markWords[mark]): HTMLElement =>
  el('span', { class: `chip ${mark}`, title: markMeans[mark] }, icon(mark), word);

/** `update`, `destroy`, with Terraform's own signs. */
const signs: Readonly<Record<ReviewAction, string>> = {
  create: '+',
  update: '~',
  replace: '±',
  delete: '−',
  forget: '⊘',
  move: '→',
  import: '⇣',
  none: '=',
};

export const actionTag = (action: ReviewAction): HTMLElement =>
  el(
    'span',
    { class: `action ${action}` },
    el('span', { 'aria-hidden': 'true' }, signs[action]),
    ' ',
    actionWords[action],
  );

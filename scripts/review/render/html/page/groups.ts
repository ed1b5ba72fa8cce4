import { type Absence, type Alike, type Place, shown } from '../../../groups';
import type { Ranked } from '../../ranked';
import { count, number } from '../../text';
import { sameIn, sectionsInOrder, sectionTitles } from '../../words';
import { type Item, isFiltered, itemsOf, type View } from '../view';
import { changeBody } from './change';
import { button, type Child, disclosure, el, listed } from './dom';
import { actionTag, chip } from './marks';

/** As many groups or places as are shown at once. */
const step = 50;

export interface Look {
  view: View;
  /** Shows a stack, with one of its changes open. */
  open(stack: string, change?: Item): void;
}

/** One group, as a line that opens. */
function groupLine({ group, risk }: Ranked, matching: number, filtered: boolean, look: Look): HTMLElement {
  const { view } = look;
  const change = shown(group, view.stacks);
  const others = group.exceptions.reduce((sum, { places }) => sum + places.length, 0);
  const all = group.places.length + others;
  const notes = [
    others > 0 && `otherwise in ${count(others, 'place')}`,
    group.without.length > 0 && `not in ${count(group.without.length, 'place')}`,
    filtered && matching < all && `${number(matching)} of ${number(all)} match`,
  ].filter((note) => note !== false);
  return disclosure(
    { class: 'group' },
    [
      chip(risk),
      actionTag(change.action),
      el('code', { class: 'address' }, change.address),
      el('span', { class: 'same' }, sameIn(group, view.stacks)),
      ...notes.map((note) => el('span', { class: 'note' }, note)),
    ],
    () => groupBody(group, look),
  );
}

function groupBody(group: Ranked['group'], look: Look): Child[] {
  const { view } = look;
  return [
    ...alikeBody(group, look),
    group.exceptions.length > 0 &&
      el(
        'section',
        { class: 'exceptions' },
        el('h4', {}, 'Otherwise'),
        ...group.exceptions.map((alike) =>
          disclosure({ class: 'exception' }, [sameIn(alike, view.stacks)], () => alikeBody(alike, look)),
        ),
      ),
    group.without.length > 0 &&
      disclosure({ class: 'places' }, [`Not in ${count(group.without.length, 'place')}`], () => [
        listed(group.without, step, (place) => placeText(place)),
      ]),
  ];
}

function alikeBody(alike: Alike, look: Look): Child[] {
  const { view } = look;
  const first = view.items[alike.places[0]?.at ?? -1];
  // Findings of alike changes say the same: one of each rule.
  const rules = new Map(
    itemsOf({ ...alike, exceptions: [], without: [] }, view.items)
      .flatMap(({ findings }) => findings)
      .map((finding) => [`${finding.rule} ${finding.severity}`, finding]),
  );
  const change = alike.places.length === 1 && first ? first.change : shown(alike, view.stacks);
  return [
    ...changeBody(change, [...rules.values()]),
    disclosure(
      { class: 'places' },
      [`In ${count(alike.places.length, 'place')}`],
      () => [listed(alike.places, step, (place) => placeButton(place, look))],
      alike.places.length <= 3,
    ),
  ];
}

const placeText = ({ stack, owner }: Absence) => (owner === undefined ? stack : `${owner} in ${stack}`);

const placeButton = (place: Place, look: Look): Child =>
  button({ class: 'link' }, () => look.open(place.stack, look.view.items[place.at]), placeText(place));

/** All groups with a change that is looked for, by section. */
export function changesBySection(
  look: Look,
  filter: Parameters<typeof isFiltered>[0],
  wanted: ReadonlySet<Item>,
): Child[] {
  const filtered = isFiltered(filter);
  return sectionsInOrder.flatMap((section) => {
    const all = look.view.groups.filter(({ group }) => group.shape.section === section);
    const groups = all
      .map((ranked) => ({
        ranked,
        matching: itemsOf(ranked.group, look.view.items).filter((item) => wanted.has(item)).length,
      }))
      .filter(({ matching }) => matching > 0);
    if (groups.length === 0) return [];
    const changes = groups.reduce((sum, { matching }) => sum + matching, 0);
    const { title, means } = sectionTitles[section];
    return [
      el(
        'section',
        { class: 'section', 'data-section': section },
        el('h3', {}, `${title} `, el('span', { class: 'count' }, number(changes))),
        el('p', { class: 'muted' }, `${means}. ${count(groups.length, 'group')} of alike changes.`),
        listed(groups, step, ({ ranked, matching }) => groupLine(ranked, matching, filtered, look)),
      ),
    ];
  });
}

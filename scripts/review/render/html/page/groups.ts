import { type Absence, type Alike, type Group, type Place, shown } from '../../../groups';
import { heaviest, type Risk } from '../../risk';
import { count, number } from '../../text';
import { sameIn, sectionsInOrder, sectionTitles } from '../../words';
import { type Item, itemsOf, type View } from '../view';
import { changeBody } from './change';
import { button, type Child, disclosure, el, listed } from './dom';
import { actionTag, chip } from './marks';

/** Groups or places shown at a time. */
const step = 50;

export interface Look {
  view: View;
  /** Shows a stack with one of its changes expanded. */
  open(stack: string, change?: Item): void;
}

/** The matching part of a group; if its main part does not match, the first exception replaces it. */
function narrowed(group: Group, items: readonly Item[], wanted: ReadonlySet<Item>): Group | undefined {
  const alikes = [group, ...group.exceptions].flatMap((alike): Alike[] => {
    const places = alike.places.filter(({ at }) => {
      const item = items[at];
      return item !== undefined && wanted.has(item);
    });
    return places.length > 0 ? [{ ...alike, places }] : [];
  });
  const [first, ...exceptions] = alikes;
  return first && { ...first, exceptions, without: group.without };
}

const sizeOf = (group: Group) => itemCount([group, ...group.exceptions]);
const itemCount = (alikes: readonly Alike[]) => alikes.reduce((sum, { places }) => sum + places.length, 0);

/** One group as an expandable line. */
function groupLine(group: Group, all: number, risk: Risk, look: Look): HTMLElement {
  const { view } = look;
  const change = shown(group, view.stacks);
  const others = itemCount(group.exceptions);
  const matching = sizeOf(group);
  const notes = [
    others > 0 && `different in ${count(others, 'place')}`,
    group.without.length > 0 && `not in ${count(group.without.length, 'place')}`,
    matching < all && `${number(matching)} of ${number(all)} match`,
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

function groupBody(group: Group, look: Look): Child[] {
  const { view } = look;
  return [
    ...alikeBody(group, look),
    group.exceptions.length > 0 &&
      el(
        'section',
        { class: 'exceptions' },
        el('h4', {}, 'Different'),
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
  // Equal changes have identical findings: show one per rule.
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

/** All groups with a matching change, by section. */
export function changesBySection(look: Look, wanted: ReadonlySet<Item>): Child[] {
  const { groups, items } = look.view;
  return sectionsInOrder.flatMap((section) => {
    const found = groups.flatMap(({ group, risk }) => {
      const part = group.shape.section === section ? narrowed(group, items, wanted) : undefined;
      if (!part) return [];
      const all = sizeOf(group);
      // For a part of a group, use that part's risk.
      const own = sizeOf(part) === all ? risk : heaviest(itemsOf(part, items).map((item) => item.risk));
      return [{ part, all, risk: own }];
    });
    if (found.length === 0) return [];
    const { title, means } = sectionTitles[section];
    const changes = found.reduce((sum, { part }) => sum + sizeOf(part), 0);
    return [
      el(
        'section',
        { class: 'section', 'data-section': section },
        el('h3', {}, `${title} `, el('span', { class: 'count' }, number(changes))),
        el('p', { class: 'muted' }, `${means}. ${count(found.length, 'group')} of identical changes.`),
        listed(found, step, ({ part, all, risk }) => groupLine(part, all, risk, look)),
      ),
    ];
  });
}

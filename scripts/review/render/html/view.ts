/** The review as the page needs it: expanded, ranked and searchable. No I/O, and no browser APIs. */
import type { Finding } from '../../../guard/verdict';
import { expand, type Group } from '../../groups';
import type { ReviewedChange, ReviewedStack, Section } from '../../model';
import type { Review } from '../../report';
import { type FindingGroup, findingGroups } from '../findings';
import { type Ranked, ranked } from '../ranked';
import { type Reach, type RingName, reachOf, ringOf, tenantsOf } from '../reach';
import { FindingIndex, type Risk } from '../risk';
import { type PageData, stacksOf } from './data';

/** One change and its stack. */
export interface Item {
  stack: ReviewedStack;
  change: ReviewedChange;
  risk: Risk;
  findings: readonly Finding[];
  /** Tenants whose users it affects. */
  tenants: readonly string[];
}

export interface View {
  review: Review;
  reach: Reach;
  stacks: ReadonlyMap<string, ReviewedStack>;
  /** In the model's order: a group's `at` is an index into this. */
  items: readonly Item[];
  byStack: ReadonlyMap<string, readonly Item[]>;
  groups: readonly Ranked[];
  findings: readonly FindingGroup[];
  /** Every tenant with a change, sorted. */
  tenants: readonly string[];
  index: FindingIndex;
}

export function viewOf(data: PageData): View {
  const all = stacksOf(data);
  const stacks = new Map(all.map((stack) => [stack.id, stack]));
  const changes = new Map<string, ReviewedChange[]>(all.map(({ id }) => [id, []]));
  for (const { stack, change } of expand(data.groups, all)) changes.get(stack)?.push(change);
  const model = {
    ...data.model,
    stacks: data.model.stacks.map((one) => ({ ...one, changes: changes.get(one.stack.id) ?? [] })),
  };
  const review: Review = { model, verdict: data.verdict, facts: data.facts };
  const index = new FindingIndex(data.verdict);
  const items = model.stacks.flatMap(({ stack, changes }) =>
    changes.map((change): Item => {
      const findings = index.of(stack.id, change);
      const tenants = [
        ...new Set([...tenantsOf(change, stack), ...findings.flatMap(({ tenants }) => tenants)]),
      ];
      return { stack, change, risk: index.riskOf(stack.id, change), findings, tenants };
    }),
  );
  const byStack = new Map<string, Item[]>(all.map(({ id }) => [id, []]));
  for (const item of items) byStack.get(item.stack.id)?.push(item);
  return {
    review,
    reach: reachOf(review),
    stacks,
    items,
    byStack,
    groups: ranked(data.groups, stacks, index),
    findings: findingGroups(review),
    tenants: [...new Set(items.flatMap(({ tenants }) => tenants))].sort(),
    index,
  };
}

/** A reader's filter; an empty string matches everything. */
export interface Filter {
  /** All words must occur, in any case, in address, owner, id, attributes, values or effects. */
  text: string;
  tenant: string;
  ring: RingName | '';
  risk: Risk | '';
  section: Section | '';
}

export const noFilter: Filter = { text: '', tenant: '', ring: '', risk: '', section: '' };

export const isFiltered = (filter: Filter): boolean => Object.values(filter).some((wish) => wish !== '');

const haystacks = new WeakMap<Item, string>();

function haystackOf(item: Item): string {
  const known = haystacks.get(item);
  if (known !== undefined) return known;
  const rules = item.findings.map(({ rule }) => rule).join(' ');
  const made = `${item.stack.id} ${rules} ${JSON.stringify(item.change)}`.toLowerCase();
  haystacks.set(item, made);
  return made;
}

/** Whether a change matches the filter. */
export function matches(filter: Filter): (item: Item) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const tenant = filter.tenant.trim().toLowerCase();
  return (item) =>
    (filter.section === '' || item.change.section === filter.section) &&
    (filter.risk === '' || item.risk === filter.risk) &&
    (filter.ring === '' || ringOf(item.stack) === filter.ring) &&
    (tenant === '' || item.tenants.some((name) => name.toLowerCase() === tenant)) &&
    words.every((word) => haystackOf(item).includes(word));
}

/** The changes of a group, including its exceptions. */
export const itemsOf = (group: Group, items: readonly Item[]): Item[] =>
  [group, ...group.exceptions].flatMap(({ places }) =>
    places.flatMap(({ at }) => {
      const item = items[at];
      return item ? [item] : [];
    }),
  );

import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import { poolPlaceholder } from '../../stacks/policies/source';
import type { Asked } from './difference';
import type { Answer } from './engine';
import type { EntityData, Request, Uid, Values } from './request';

const shortType = (type: string) => type.split('::').at(-1) as string;

/** An entity as `User "ada"`, without the pool prefix of the id. */
const uidText = ({ type, id }: Uid) =>
  `${shortType(type)} ${JSON.stringify(id.replace(`${poolPlaceholder}|`, ''))}`;

function valueText(value: CedarValueJson): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('__entity' in value) return uidText(value.__entity as Uid);
  if ('__extn' in value) {
    const { fn, arg } = value.__extn as { fn: string; arg: CedarValueJson };
    return `${fn}(${JSON.stringify(arg)})`;
  }
  return recordText(value as Values);
}

const recordText = (values: Values) => {
  const members = Object.entries(values).map(([name, value]) => `${name}: ${valueText(value)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
};

function entityText({ uid, attrs, parents, tags }: EntityData): string {
  return [
    uidText(uid),
    ...(parents.length > 0 ? [`in ${parents.map(uidText).join(', ')}`] : []),
    ...(Object.keys(attrs).length > 0 ? [recordText(attrs)] : []),
    ...(tags && Object.keys(tags).length > 0 ? [`tags ${recordText(tags)}`] : []),
  ].join(' ');
}

/** A decision as `ALLOW by viewers-view`. */
export function answerText({ decision, by, refused }: Answer): string {
  if (refused) return `DENY, refused: ${refused}`;
  if (by.length === 0) return `${decision}, nothing permits it`;
  return `${decision} by ${by.join(', ')}`;
}

/** Principal, resource, and other entities with attributes, parents or tags. */
function entitiesOf(request: Request) {
  const same = (a: Uid, b: Uid) => a.type === b.type && a.id === b.id;
  const find = (uid: Uid): EntityData =>
    request.entities.find((entity) => same(entity.uid, uid)) ?? { uid, attrs: {}, parents: [] };
  const others = request.entities.filter(
    ({ uid, attrs, parents }) =>
      ![request.principal, request.resource].some((own) => same(own, uid)) &&
      Object.keys(attrs).length + parents.length > 0,
  );
  return { principal: find(request.principal), resource: find(request.resource), others };
}

/** A request in one line: `User "ada" in Group "operators" approvePayment Payment "p1" { amount: 7 }`. */
export function requestText(request: Request): string {
  const { principal, resource, others } = entitiesOf(request);
  return [
    `${entityText(principal)} ${request.action.id} ${entityText(resource)}`,
    ...others.map((entity) => `with ${entityText(entity)}`),
    ...(Object.keys(request.context).length > 0 ? [`context ${recordText(request.context)}`] : []),
  ].join(', ');
}

/** A request and both decisions, on several lines. */
export function askedText({ request, before, after }: Asked): string[] {
  const { principal, resource, others } = entitiesOf(request);
  return [
    `principal ${entityText(principal)}`,
    `resource  ${entityText(resource)}`,
    ...others.map((entity) => `          ${entityText(entity)}`),
    ...(Object.keys(request.context).length > 0 ? [`context   ${recordText(request.context)}`] : []),
    `before    ${answerText(before)}`,
    `after     ${answerText(after)}`,
  ];
}

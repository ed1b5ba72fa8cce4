import { failure } from '../../cli/errors';
import { ownerOf } from '../../removal/owner';

/** The fields used here of a resource in a state's JSON; all others are kept. */
interface RawResource {
  mode: string;
  type: string;
  name: string;
  instances: { attributes?: { id?: unknown } }[];
}

/** A state's JSON, format version 4. */
interface RawState {
  version: number;
  serial: number;
  resources: RawResource[];
}

/** A tenant being moved from one stack to another. */
export interface Moving {
  tenant: string;
  /** Names of the stacks inside their target: `cell-01`. */
  from: string;
  to: string;
  /** The cell's functions by name, in the old cell and in the new. */
  functions: readonly (readonly [from: string, to: string])[];
}

/** Both states after the move; undefined if a state needs no write. */
export interface MovedStates {
  source: string | undefined;
  target: string | undefined;
  /** Addresses of the tenant's resources in the target's state. */
  addresses: string[];
}

const addressOf = ({ type, name }: RawResource) => `${type}.${name}`;
const idOf = ({ instances }: RawResource) => instances[0]?.attributes?.id;

function parse(stack: string, text: string): RawState {
  const state: RawState = JSON.parse(text);
  if (state.version !== 4 || !Array.isArray(state.resources))
    throw failure(`the state of ${stack} is not in format version 4`, 'restore its last good version');
  return state;
}

/** Whole names only: the function `dev-cell-01-hook` is not part of `dev-cell-01-hook-2`. */
const mention = (name: string) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g');

/**
 * A resource adapted to the other cell. Aliases and permissions belong to the cell's functions, whose names differ there;
 * everything else is the tenant's own and stays unchanged.
 */
function inOtherCell(resource: RawResource, { functions }: Moving): RawResource {
  if (!resource.type.startsWith('aws_lambda_')) return resource;
  const text = functions.reduce(
    (moved, [from, to]) => moved.replace(mention(from), to),
    JSON.stringify(resource),
  );
  return JSON.parse(text);
}

const withResources = (state: RawState, resources: RawResource[]): string =>
  `${JSON.stringify({ ...state, serial: state.serial + 1, resources }, null, 2)}\n`;

/**
 * Moves every resource of a tenant from one state to the other. Whatever is already done, as after a kill between the two
 * writes, is not repeated. Throws if the other state has different resources of that tenant.
 */
export function movedStates(source: string, target: string, moving: Moving): MovedStates {
  const { tenant, from, to } = moving;
  const [old, other] = [parse(from, source), parse(to, target)];
  const isOwn = (stack: string) => (resource: RawResource) =>
    resource.mode === 'managed' && ownerOf(stack, resource.name)?.id === tenant;
  const leaving = old.resources.filter(isOwn(from)).map((resource) => inOtherCell(resource, moving));
  const there = new Map(other.resources.filter(isOwn(to)).map((one) => [addressOf(one), one]));
  const clash = leaving.find((one) => {
    const known = there.get(addressOf(one));
    return known && idOf(known) !== idOf(one);
  });
  if (clash)
    throw failure(
      `${to} has a different ${addressOf(clash)} from ${from}: ${idOf(there.get(addressOf(clash)) as RawResource)}, not ${idOf(clash)}`,
      `find out which of them is in use; ${tenant} was not moved`,
    );
  const added = leaving.filter((one) => !there.has(addressOf(one)));
  return {
    source:
      leaving.length > 0
        ? withResources(
            old,
            old.resources.filter((one) => !isOwn(from)(one)),
          )
        : undefined,
    target: added.length > 0 ? withResources(other, [...other.resources, ...added]) : undefined,
    addresses: [...there.values(), ...added].map(addressOf).sort(),
  };
}

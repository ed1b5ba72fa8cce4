import { placementOf } from '../../environments/placement';
import { kindOf } from '../../environments/placement/kinds';
import type { LoadedEnvironment } from '../../environments/schema';
import { regionSchema } from '../../environments/schema/values';
import { usageError } from '../cli/errors';
import { removeForms } from '../cli/flags';
import type { StackInfo } from '../selection/stacks';

/** Stacks that a rollout never removes: the reason, and what to do instead. */
const never: Readonly<Record<string, string>> = {
  foundation: 'it contains the states of its account; destroy it by hand, as the last stack of the account',
  okta: 'its provider needs settings that were removed; restore internal.okta.app and run: terraform destroy',
};

/** Parses the id of a stack that is no longer configured. */
function parseStack(id: string, { environment }: LoadedEnvironment): StackInfo {
  for (const [account, { id: accountId }] of Object.entries(environment.accounts)) {
    const prefix = `${environment.name}-${account}-`;
    const [, region = '', stack = ''] = id.startsWith(prefix)
      ? (/^([a-z]+-[a-z]+-\d)-(.+)$/.exec(id.slice(prefix.length)) ?? [])
      : [];
    const kind = kindOf(stack);
    if (!regionSchema.safeParse(region).success || !kind) continue;
    const why = never[stack];
    if (why) throw usageError(`--remove stack:${id}: a rollout never removes it`, why);
    return {
      id,
      kind,
      environment: environment.name,
      account,
      accountId,
      region,
      stack,
      ring: undefined,
      wave: 0,
      tenants: [],
      needs: [],
      dependencies: [],
      removed: true,
    };
  }
  throw usageError(
    `--remove stack:${id}: this is not a stack of environment ${environment.name}`,
    'use its full id, <environment>-<account>-<region>-<stack>, and keep its account in the environment file until it is removed',
  );
}

/** What the command line allows to remove. */
export interface Removals {
  /** As written: `tenant:initech`. */
  keys: ReadonlySet<string>;
  /** Stacks to destroy, those named in `keys`. Tables are last, since the other stacks have entries in them. */
  stacks: StackInfo[];
}

/** Parses the values of `--remove`. Throws a usage error for an invalid value. */
export function parseRemovals(values: readonly string[], loaded: LoadedEnvironment): Removals {
  const configured = new Set(placementOf(loaded).map(({ id }) => id));
  const stacks: StackInfo[] = [];
  const keys = new Set(values);
  for (const value of keys) {
    const [, kind = '', id = ''] = /^(tenant|service|stack|account):(.+)$/.exec(value) ?? [];
    if (!kind && value !== 'production')
      throw usageError(`--remove ${value}: not a valid form`, `use one of: ${removeForms}`);
    if (kind !== 'stack') continue;
    if (configured.has(id))
      throw usageError(
        `stack ${id} cannot be removed: it is still configured`,
        'remove its cell, flow or region first',
      );
    stacks.push(parseStack(id, loaded));
  }
  const others = ({ account }: StackInfo) =>
    stacks.filter((stack) => stack.stack !== 'data' && stack.account === account).map(({ id }) => id);
  return {
    keys,
    stacks: stacks.map((stack) =>
      stack.stack === 'data' ? { ...stack, dependencies: others(stack) } : stack,
    ),
  };
}

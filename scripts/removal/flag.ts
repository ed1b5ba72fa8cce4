import { placementOf } from '../../environments/placement';
import { kindOf } from '../../environments/placement/kinds';
import type { LoadedEnvironment } from '../../environments/schema';
import { regionSchema } from '../../environments/schema/values';
import { usageError } from '../cli/errors';
import { removeForms } from '../cli/flags';
import type { StackInfo } from '../selection/stacks';

/** Never emptied by a rollout: why not, and what to do instead. */
const never: Readonly<Record<string, string>> = {
  foundation: 'it holds the states of its account; destroy it by hand, as the last stack of the account',
  okta: 'its provider needs settings that are gone; put internal.okta.app back and run: terraform destroy',
};

/** A stack that configuration no longer has, by the parts of its id. */
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
    `--remove stack:${id}: this is no stack of environment ${environment.name}`,
    'write its whole id, <environment>-<account>-<region>-<stack>, and keep its account in the environment file until it is gone',
  );
}

/** What a command line says may be removed. */
export interface Removals {
  /** As written: `tenant:initech`. */
  keys: ReadonlySet<string>;
  /** Stacks to destroy, each as it stands in `keys`. Tables go last: the others keep their entries in them. */
  stacks: StackInfo[];
}

/**
 * Reads the values of `--remove`. Throws a usage error for what has no such form.
 */
export function parseRemovals(values: readonly string[], loaded: LoadedEnvironment): Removals {
  const configured = new Set(placementOf(loaded).map(({ id }) => id));
  const stacks: StackInfo[] = [];
  for (const value of values) {
    const [, kind = '', id = ''] = /^(tenant|service|stack|account):(.+)$/.exec(value) ?? [];
    if (!kind && value !== 'production')
      throw usageError(`--remove ${value}: this cannot be removed`, `write one of: ${removeForms}`);
    if (kind !== 'stack') continue;
    if (configured.has(id))
      throw usageError(
        `stack ${id} cannot be removed: configuration still has it`,
        'take its cell, flow or region out first',
      );
    stacks.push(parseStack(id, loaded));
  }
  const others = ({ account }: StackInfo) =>
    stacks.filter((stack) => stack.stack !== 'data' && stack.account === account).map(({ id }) => id);
  return {
    keys: new Set(values),
    stacks: stacks.map((stack) =>
      stack.stack === 'data' ? { ...stack, dependencies: others(stack) } : stack,
    ),
  };
}

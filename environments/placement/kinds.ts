/** Every kind of stack, in one table: where its stacks are, what they need, and when they are rolled out. */
import { emailOf } from '../mailing';
import type { Environment } from '../schema';
import { cellNameSchema } from '../schema/values';
import { edgeOf } from './edge';
import { cellsIn, flowsIn } from './flows';
import { tablesOf } from './tables';

export type StackKind =
  | 'foundation'
  | 'data'
  | 'email'
  | 'customer'
  | 'internal'
  | 'machine'
  | 'cell'
  | 'edge'
  | 'okta';

/** One row of the table. */
interface Kind {
  /** `account`: once in each account, in the environment's home region. `target`: in each account and region. */
  per: 'account' | 'target';
  /** Names of the stacks of this kind in one account and region. */
  stacks(environment: Environment, account: string, region: string): readonly string[];
  /** Kinds in the same account that it depends on: CDKTF's dependencies. */
  needs: readonly StackKind[];
  /** Kinds of the same target that are rolled out first although Terraform does not need them. */
  asks?: readonly StackKind[];
  /**
   * When it is rolled out: before every ring, with the ring of its cell, or with the last ring, since stacks that serve
   * everyone wait until the canary and early cells have succeeded.
   */
  ring: 'before all' | 'of its cell' | 'general';
}

const once = (name: string, exists: boolean) => (exists ? [name] : []);

export const stackKinds: Readonly<Record<StackKind, Kind>> = {
  foundation: {
    per: 'account',
    stacks: () => ['foundation'],
    needs: [],
    ring: 'before all',
  },
  data: {
    per: 'account',
    stacks: (environment, account) => once('data', tablesOf(environment, account).size > 0),
    needs: ['foundation'],
    ring: 'before all',
  },
  email: {
    per: 'target',
    stacks: (environment, account, region) => {
      const { identity, configurationSet } = emailOf(environment, account, region);
      return once('email', Boolean(identity || configurationSet));
    },
    needs: ['foundation'],
    ring: 'before all',
  },
  // Terraform does not need the e-mail identity first, but Cognito does: it refuses one that does not exist.
  customer: {
    per: 'target',
    stacks: (environment, account, region) =>
      once('customer', flowsIn(environment, account, region).has('customer')),
    needs: ['data', 'email'],
    ring: 'general',
  },
  internal: {
    per: 'target',
    stacks: (environment, account, region) =>
      once(
        'internal',
        Boolean(environment.internal) && flowsIn(environment, account, region).has('internal'),
      ),
    needs: ['data'],
    ring: 'general',
  },
  machine: {
    per: 'target',
    stacks: (environment, account, region) =>
      once('machine', Boolean(environment.machine) && flowsIn(environment, account, region).has('machine')),
    needs: ['data'],
    ring: 'general',
  },
  cell: {
    per: 'target',
    stacks: cellsIn,
    needs: ['data', 'email'],
    ring: 'of its cell',
  },
  edge: {
    per: 'target',
    stacks: (environment, account, region) =>
      once('edge', edgeOf(environment, account, region) !== undefined),
    needs: ['data'],
    asks: ['customer', 'internal', 'machine', 'cell'],
    ring: 'general',
  },
  okta: {
    per: 'account',
    stacks: ({ accounts, internal }, account) =>
      once('okta', Boolean(accounts[account]?.flows.includes('internal') && internal?.okta.app)),
    needs: ['foundation'],
    ring: 'general',
  },
};

/** The table's rows, with their names. */
export const kindEntries = Object.entries(stackKinds) as [StackKind, Kind][];

/** The kind of a stack by its name inside its target, such as `cell-01`; undefined if there is no such kind. */
export function kindOf(stack: string): StackKind | undefined {
  if (cellNameSchema.safeParse(stack).success) return 'cell';
  return stack !== 'cell' && Object.hasOwn(stackKinds, stack) ? (stack as StackKind) : undefined;
}

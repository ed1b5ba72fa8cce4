import type { Ring, Tenant } from '../../../environments/schema';
import { table } from '../../cli/table';
import { shortCommit } from '../../status/describe';
import { type Leaving, leavingText } from '../offboard/tombstone';
import type { Endpoints } from './endpoints';
import type { LiveTenant } from './live';
import type { RotationDates } from './rotation';

/** A tenant in one of its regions. */
export interface ShownRegion {
  account: string;
  region: string;
  cell: string;
  /** Id of the cell's stack there. */
  stack: string;
  ring: Ring | null;
  /** The last rollout applied to that stack, if known. */
  applied: { commit: string | null; at: string } | null;
  /** Tenants of the cell there, and its capacity. */
  held: number;
  capacity: number;
  /** User pools of the account there. */
  pools: { used: number; quota: number };
  /** Null if not rolled out. */
  live: (LiveTenant & { endpoints: Endpoints }) | null;
  /** Rotation of its server client's secret, if it has one; null if it was never rotated. */
  rotation?: RotationDates | null;
  /** `sub` of the requested user. */
  subs?: string[];
}

const dated = (rotation: RotationDates | null) =>
  rotation
    ? `changed ${rotation.last.slice(0, 10)}, due ${rotation.due.slice(0, 10)}`
    : "the one in Terraform's state; continue its bootstrap";

const rowsOf = ({
  live,
  rotation,
  held,
  capacity,
  pools,
  cell,
  account,
  subs,
}: ShownRegion): [string, string][] => [
  ...(live
    ? ([
        ['user pool', live.userPoolId],
        ['issuer', live.endpoints.issuer],
        ['keys', live.endpoints.keys],
        ['discovery', live.endpoints.discovery],
        ['authorize', live.endpoints.authorize],
        ['token', live.endpoints.token],
        ['user info', live.endpoints.userInfo],
        ['logout', live.endpoints.logout],
        ['client id', `${live.webClientId} (public, PKCE)`],
        ...(live.serverClientId
          ? [['client id', `${live.serverClientId} (with a secret)`] as [string, string]]
          : []),
        ['policy store', live.policyStoreId],
        ['users', `about ${live.users}, by Cognito's estimate`],
      ] as [string, string][])
    : ([['', 'not rolled out']] as [string, string][])),
  ...(live?.suspendedSince
    ? ([['suspended', `by its mark, since ${live.suspendedSince}: it gets no tokens`]] as [string, string][])
    : []),
  ...(rotation === undefined ? [] : ([['secret', dated(rotation)]] as [string, string][])),
  ['room', `${cell} holds ${held} of ${capacity}, ${account} ${pools.used} of ${pools.quota} user pools`],
  ...(subs ? ([['sub', subs.join(', ') || 'no such user']] as [string, string][]) : []),
];

/** Describes a tenant, region by region, as text. */
export function describeTenant(
  { id, name, status, leaving }: Pick<Tenant, 'id' | 'name' | 'status'> & { leaving: Leaving | null },
  regions: readonly ShownRegion[],
  user: string | undefined,
): string {
  const overview = table(
    ['region', 'account', 'cell', 'ring', 'applied', 'at', 'in the registry'],
    regions.map(({ region, account, cell, ring, applied, live }) => [
      region,
      account,
      cell,
      ring ?? '',
      applied ? shortCommit(applied.commit) : '',
      applied?.at ?? '',
      live?.status ?? 'no',
    ]),
  );
  const details = regions.flatMap((shown) => [
    `${shown.region}:`,
    ...rowsOf(shown).map(([title, value]) => `  ${title.padEnd(12)} ${value}`),
  ]);
  const of = user === undefined ? [] : [`sub is that of ${user}; each region has users of its own`];
  const stands = [status, ...(leaving ? [leavingText(leaving)] : [])].join(', ');
  return [`${id} (${name}): ${stands}`, overview, ...details, ...of].join('\n');
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { accountId, stateBucket, stateKey } from '../../../environments/names';
import type { AdoptionInput } from '../../../scripts/adoption/types';
import { assumeRole } from '../../../scripts/aws/credentials';
import { type AddressedEntry, withEntries } from '../../../scripts/rollout/state-entries';
import type { StackInfo } from '../../../scripts/selection/stacks';
import { access } from '../fleet/cloud';
import type { Applied } from './applied';

interface StateResource {
  mode: string;
  type: string;
  name: string;
  provider: string;
  instances: { schema_version: number; attributes: Record<string, unknown> }[];
}

/** A state's JSON, format version 4. */
export interface State {
  version: number;
  serial: number;
  lineage: string;
  resources: StateResource[];
}

export const addressOf = ({ type, name }: Pick<StateResource, 'type' | 'name'>) => `${type}.${name}`;

const place = ({ loaded, endpoint, region }: Applied, { account }: StackInfo) => ({
  endpoint,
  region,
  accountId: accountId(loaded.environment, account),
});

const stateAt = ({ loaded, region }: Applied, { account, stack }: StackInfo) => ({
  Bucket: stateBucket(loaded.environment, account),
  Key: stateKey(region, stack),
});

export async function stateOf(applied: Applied, stack: StackInfo): Promise<State> {
  const client = new S3Client(access(place(applied, stack)));
  try {
    const { Body } = await client.send(new GetObjectCommand(stateAt(applied, stack)));
    return JSON.parse((await Body?.transformToString()) ?? '');
  } finally {
    client.destroy();
  }
}

/** Removes a stack's state; items adopted without an import are written to an empty state, as a rollout does. */
export async function forget(
  applied: Applied,
  stack: StackInfo,
  { state, entries }: { state: State; entries: readonly AddressedEntry[] },
): Promise<void> {
  const empty = JSON.stringify({ ...state, resources: [], outputs: {} });
  const provider = /"(.*)"/.exec(state.resources[0]?.provider ?? '')?.[1] ?? '';
  const { configuration } = forgotten(applied, stack);
  const Body = withEntries(empty, entries, { configuration, provider, version: '' });
  const at = stateAt(applied, stack);
  const client = new S3Client(access(place(applied, stack)));
  await client.send(entries.length > 0 ? new PutObjectCommand({ ...at, Body }) : new DeleteObjectCommand(at));
  client.destroy();
}

/** The adoption input for a stack without a saved state: everything is missing. */
export function forgotten(applied: Applied, { id, account, region }: StackInfo): AdoptionInput {
  const configuration = JSON.parse(readFileSync(join(applied.state, 'work', id, 'cdk.tf.json'), 'utf8'));
  const missing = Object.entries<object>(configuration.resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => addressOf({ type, name })),
  );
  const role = configuration.variable.role_arn.default;
  return {
    configuration,
    missing,
    known: new Map(),
    created: new Map(),
    role,
    access: (where) => assumeRole(role, where),
    region,
    accountId: accountId(applied.loaded.environment, account),
  };
}

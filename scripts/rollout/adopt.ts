import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployRole, roleArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { planAdoption } from '../adoption/plan';
import type { AdoptionPlan, StackConfiguration } from '../adoption/types';
import type { StateInBucket } from '../applied/state';
import { assumeRole } from '../aws/credentials';
import { failure } from '../cli/errors';
import type { StackInfo } from '../selection/stacks';
import { forgetAddresses, type StackSession } from '../terraform/session';
import type { Attempt } from './attempt';
import { missingAfter } from './missing';
import { addToState } from './state-entries';

/** File for import blocks, beside the synthesized stack, for this run only. */
const importsFile = 'adopt.tf.json';

/** The error for cases that a person has to decide. */
function undecided(stack: string, { ambiguous }: AdoptionPlan) {
  const lines = ambiguous.map(
    ({ address, candidates, why }) => `  ${address}: ${why}: ${candidates.join(', ')}`,
  );
  return failure(
    `an earlier apply of ${stack} was interrupted, and what it created cannot be identified with certainty:\n${lines.join('\n')}`,
    'find out which of them is in use, delete the other by hand, and run the same command again',
  );
}

const configurationIn = (folder: string): StackConfiguration =>
  JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));

const addressesOf = ({ resource = {} }: StackConfiguration): Set<string> =>
  new Set(
    Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)),
  );

/**
 * Finds what broken-off attempts created but is in no state, and makes the next plan import it. If that cannot be
 * decided, throws before anything is changed.
 * @param state the stack's state
 */
export async function adopt(
  session: StackSession,
  {
    environment,
    stack,
    attempts,
    state,
  }: {
    environment: Environment;
    stack: StackInfo;
    attempts: readonly (Attempt | undefined)[];
    state: StateInBucket | undefined;
  },
): Promise<void> {
  const configuration = configurationIn(session.folder);
  const ids = new Map([...(state?.resources ?? [])].map(([address, { id }]) => [address, id]));
  const missing = missingAfter(attempts, addressesOf(configuration), ids);
  if (missing.unnamed.length > 0)
    throw failure(
      `an earlier apply of ${stack.id} was interrupted; it may have created ${missing.unnamed.join(', ')}, which is in no state and no longer in the configuration`,
      'put it back into the configuration and run this again; then remove it as usual',
    );
  if (missing.addresses.length === 0) return;
  session.report('looking for what an earlier apply created');
  const role = roleArn(
    environment,
    stack.account,
    stack.stack === 'foundation' ? environment.bootstrapRole : deployRole(environment),
  );
  const known = new Map(state?.resources ?? []);
  for (const address of missing.replaced) known.delete(address);
  const plan = await planAdoption({
    configuration,
    missing: missing.addresses,
    known,
    created: missing.created,
    role,
    access: (region) => assumeRole(role, region),
    region: stack.region,
    accountId: stack.accountId,
  });
  if (plan.ambiguous.length > 0) throw undecided(stack.id, plan);
  await forgetAddresses(session, missing.replaced);
  const entries = plan.notImported.flatMap((found) =>
    found.instead === 'state' ? [{ address: found.address, ...found.state }] : [],
  );
  await addToState(session, configuration, entries);
  if (plan.imports.length > 0)
    writeFileSync(join(session.folder, importsFile), JSON.stringify({ import: plan.imports }));
}

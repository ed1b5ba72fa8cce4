import { planRole, roleArn, stateBucket } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { bucketExists, foundationState } from '../aws/state-bucket';
import { FleetError, failure } from '../cli/errors';
import type { StackInfo } from '../selection/stacks';
import { migrateState, type StackSession } from '../terraform/session';
import {
  bootstrapState,
  dropBootstrapState,
  localStateDigest,
  openStateAs,
  type Purpose,
  useLocalState,
  useOwnBackend,
} from '../terraform/work-folder';
import { locateFoundationState, type StateLocation } from './state-location';

/**
 * Finds the foundation's state and points its work folder there. Throws if no choice is safe.
 * @param begunHere a run on this machine broke off while it created the foundation
 */
export async function openFoundation(
  environment: Environment,
  { account }: Pick<StackInfo, 'account'>,
  { folder, purpose, begunHere }: { folder: string; purpose: Purpose; begunHere: boolean },
): Promise<StateLocation['kind']> {
  const exists = await bucketExists(environment, account, purpose);
  const facts = {
    bucketExists: exists,
    remote: exists ? await foundationState(environment, account, purpose) : undefined,
    local: localStateDigest(folder),
    begunHere,
  };
  const location = locateFoundationState(facts, { bucket: stateBucket(environment, account), folder });
  if (location instanceof FleetError) throw location;
  if (location.kind === 'bootstrap') useLocalState(folder, bootstrapState);
  else if (location.forgetLocal) dropBootstrapState(folder);
  return location.kind;
}

/**
 * Moves a newly created foundation's state into its own bucket. The local copy is deleted only once the bucket
 * has the same state, so an interruption at any point leaves a complete one.
 */
export async function moveStateToBucket(
  session: StackSession,
  environment: Environment,
  { account }: Pick<StackInfo, 'account'>,
): Promise<void> {
  const local = localStateDigest(session.folder);
  useOwnBackend(session.folder);
  await migrateState(session);
  const remote = await foundationState(environment, account, 'change');
  if (!local || remote !== local)
    throw failure(
      `the state of ${session.id} did not arrive in ${stateBucket(environment, account)}; the local copy is kept`,
      'run the same command again',
    );
  dropBootstrapState(session.folder);
}

/**
 * Makes Terraform plan a stack as the plan role, for both its state and its provider.
 * @returns environment variables for Terraform
 */
export function planAsPlanRole(
  environment: Environment,
  { account }: Pick<StackInfo, 'account'>,
  folder: string,
): NodeJS.ProcessEnv {
  const role = roleArn(environment, account, planRole(environment));
  openStateAs(folder, role);
  return { TF_VAR_role_arn: role };
}

/**
 * Makes Terraform plan a stack before its account is bootstrapped: against an empty local state, and with the
 * bootstrap role, since the deploy role does not exist yet.
 * @returns environment variables for Terraform
 */
export function planUnbootstrapped(
  environment: Environment,
  { account }: Pick<StackInfo, 'account'>,
  folder: string,
): NodeJS.ProcessEnv {
  useLocalState(folder, 'not-bootstrapped.tfstate');
  return { TF_VAR_role_arn: roleArn(environment, account, environment.bootstrapRole) };
}

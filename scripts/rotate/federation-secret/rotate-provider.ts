import { failure } from '../../cli/errors';
import { attempt, step, stepsOf } from '../../ledger/steps';
import { claimOf, type LastRotation, withClaim } from '../record';
import type { RotationRun } from '../run';
import { hidingValues, SecretValue } from '../secret-value';
import { type Details, exchangeAt, proofOf } from './exchange';
import { type CognitoProvider, openProvider, readSecret, type Stored } from './provider';
import { providerName, type SecretHolder } from './secret-holders';
import { SecretRefused } from './secret-refused';
import { secretText } from './secret-text';
import { stateOf } from './state';

/** The outcome for one provider. */
export type FederationEnd =
  | { outcome: 'pushed' | 'unchanged' | 'interrupted' }
  /** `refused`: the value in Secrets Manager is not the provider's secret. Nothing was changed. */
  | { outcome: 'refused' | 'no secret' | 'no provider'; reason: string; remedy: string };

/** How a provider's secret is rotated. */
export interface PushOptions {
  /** Gives Cognito the secret without first asking the provider whether it accepts it. */
  unproven: boolean;
}

const noProvider = (holder: SecretHolder, reason: string): FederationEnd => {
  const { environment, account, region, flow, tenant } = holder;
  const only = tenant ? `--tenant ${tenant}` : `--stack ${flow}`;
  const remedy = `roll out its stack first: npx fleet rollout --env ${environment} --account ${account} --region ${region} ${only}`;
  return { outcome: 'no provider', reason, remedy };
};

const noSecret = ({ account, accountId, region, secretName }: SecretHolder): FederationEnd => ({
  outcome: 'no secret',
  reason: `account ${account} (${accountId}) has no secret ${secretName} in ${region}`,
  remedy:
    `with credentials of that account: aws secretsmanager create-secret --region ${region} ` +
    `--name ${secretName} --secret-string file://<file with the secret alone>`,
});

/** A provider and its secret, and access to them. */
interface Reached {
  holder: SecretHolder;
  provider: CognitoProvider;
  details: Details;
  stored: Stored;
  secret: SecretValue;
  /** Values that no message may repeat. */
  values: ReadonlySet<SecretValue>;
}

/** Proves and pushes a secret, as far as that is left to do, and records how. */
async function push(
  run: RotationRun,
  { holder, provider, details, stored: { version }, secret, values }: Reached,
  { unproven }: PushOptions,
  last: LastRotation | undefined,
): Promise<{ end: FederationEnd; rotated?: LastRotation }> {
  const { ledger, now, by } = run;
  // A new version is a new rotation, even within the same run.
  const name = `${providerName(holder)} ${version}`;
  const earlier = stepsOf(ledger.entries).get(`${name} push`);
  const shown = details[holder.detail];
  const state = stateOf({
    has: shown === undefined ? undefined : shown === secret.reveal(),
    version,
    recorded: last?.version,
    pushed: earlier?.end?.outcome === 'done',
  });
  const end: FederationEnd = { outcome: earlier || state === 'waiting' ? 'pushed' : 'unchanged' };
  if (state === 'done') return { end };

  const { proof } = unproven
    ? { proof: 'none: skipped with --unproven' }
    : await step(ledger, `${name} prove`, {}, () =>
        hidingValues(values, async () => ({
          proof: await proofOf(holder, secret, exchangeAt(holder, details, run)),
        })),
      );
  if (run.signal.aborted) return { end: { outcome: 'interrupted' } };
  if (state === 'waiting')
    await attempt(ledger, `${name} push`, {}, () =>
      hidingValues(values, async () => {
        await provider.write(secret);
        return {};
      }),
    );
  return { end, rotated: { at: now().toISOString(), by, run: ledger.run, proof, version } };
}

/**
 * Copies a provider's secret from Secrets Manager to Cognito once the provider has accepted it. Resumes wherever an earlier
 * run stopped, judging by what Cognito shows and the record says. Throws on failure, leaving everything as it is; no
 * message, outcome or step contains any part of the secret.
 */
export async function rotateProvider(
  run: RotationRun,
  holder: SecretHolder,
  options: PushOptions,
): Promise<FederationEnd> {
  const { pools, stores } = run;
  const userPoolId = await pools.poolId(holder);
  if (!userPoolId) return noProvider(holder, `there is no user pool ${holder.pool}`);
  const store = await stores.of({ account: holder.account, stack: '' });
  if (!store) throw failure(`account ${holder.account} has no state bucket`, 'roll out its foundation first');
  const config = await pools.access(holder);
  const values = new Set<SecretValue>();
  const { region, pool } = holder;
  const path = `${pool}/${holder.provider}`;
  const claim = claimOf(run, store, { kind: 'federation-secret', region, path, name: providerName(holder) });
  const provider = await openProvider(config, userPoolId, holder);
  try {
    return await hidingValues(values, () =>
      withClaim(claim, async (rotated, last): Promise<FederationEnd> => {
        const stored = await readSecret(config, holder.secretName);
        if (!stored) return noSecret(holder);
        values.add(stored.text);
        const secret = new SecretValue(secretText(holder, stored.text.reveal()));
        values.add(secret);
        const details = await provider.details();
        if (!details) return noProvider(holder, `${holder.pool} has no identity provider ${holder.provider}`);
        const done = await push(run, { holder, provider, details, stored, secret, values }, options, last);
        if (done.rotated) rotated(done.rotated);
        return done.end;
      }),
    );
  } catch (error) {
    if (!(error instanceof SecretRefused)) throw error;
    return { outcome: 'refused', reason: error.message, remedy: error.remedy as string };
  } finally {
    provider.close();
  }
}

import { someUnsent } from '../mailing';
import type { Environment } from '../schema';
import type { EnvironmentCheck, EnvironmentFile } from './check';
import { needsCallbackUrls } from './production-urls';

type Relaxation = Environment['relaxations'][number];

/** Why no pool needs Cognito's own sender; undefined if one does. */
function needlessSender({ accounts, cells, regions, email }: Partial<Environment>): string | undefined {
  if (!accounts || !cells || !regions || someUnsent({ accounts, cells, regions, email })) return undefined;
  return 'every user pool that sends mail has its own sender';
}

/** Why a relaxation has no effect today; undefined if it has one. */
function idle({ protection }: Relaxation, file: EnvironmentFile): string | undefined {
  const { production, customer, tenants } = file.environment;
  if (protection === 'point-in-time-recovery') return undefined;
  if (production === false) return 'only production environments have this protection';
  if (protection === 'email-sender') return needlessSender(file.environment);
  if (protection === 'callback-urls')
    return needsCallbackUrls(file) === false
      ? 'every URL is https:// and leads to no local address'
      : undefined;
  if (protection !== 'mfa' || !customer || !tenants) return undefined;
  const pools = [customer, tenants, ...file.tenants.map(({ tenant }) => tenant)];
  if (pools.every(({ mfa }) => mfa !== 'OFF')) return 'every pool has MFA';
  return undefined;
}

/** A relaxation without effect is a hole waiting to open. */
export const relaxations: EnvironmentCheck = (environment) =>
  (environment.environment.relaxations ?? []).flatMap((relaxation, index) => {
    const reason = idle(relaxation, environment);
    if (reason === undefined) return [];
    return [
      {
        file: environment.file,
        path: ['relaxations', index, 'protection'],
        message: `this relaxation has no effect: ${reason}`,
        remedy: 'remove it',
      },
    ];
  });

import type { Environment } from '../environments/schema';

/** Which protections the resources of an environment get. */
export interface Protections {
  /** AWS refuses to delete pools, tables and policy stores. */
  deletionProtection: boolean;
  /** Terraform refuses any plan that would destroy a pool of either kind, a table, a policy store, a key, the state bucket or the trust in the CI system. */
  preventDestroy: boolean;
  /** A pool may not have MFA `OFF`. */
  mfaRequired: boolean;
  /** A pool that mails never does so from Cognito's own sender. */
  ownEmailSender: boolean;
  /** Tables can be restored to any second of the last 35 days. */
  pointInTimeRecovery: boolean;
}

type Protected = Pick<Environment, 'production'> & {
  relaxations: readonly Pick<Environment['relaxations'][number], 'protection'>[];
};

/**
 * A `production` environment has every protection, any other only point-in-time recovery, which costs
 * nothing to keep and cannot stand in the way. A relaxation gives up exactly the protection that it names.
 */
export function protections({ production, relaxations }: Protected): Protections {
  const kept = (protection: Environment['relaxations'][number]['protection']) =>
    !relaxations.some((relaxation) => relaxation.protection === protection);
  return {
    deletionProtection: production && kept('deletion-protection'),
    preventDestroy: production && kept('prevent-destroy'),
    mfaRequired: production && kept('mfa'),
    ownEmailSender: production && kept('email-sender'),
    pointInTimeRecovery: kept('point-in-time-recovery'),
  };
}

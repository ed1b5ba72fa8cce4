import type { Environment } from '../environments/schema';

/** The protections of an environment's resources. */
export interface Protections {
  /** AWS refuses to delete pools, tables and policy stores. */
  deletionProtection: boolean;
  /** Terraform refuses to destroy pools of either kind, tables, policy stores, keys, the state bucket and the CI trust. */
  preventDestroy: boolean;
  /** A pool may not have MFA `OFF`. */
  mfaRequired: boolean;
  /** A pool never sends mail from Cognito's own sender. */
  ownEmailSender: boolean;
  /** Tables can be restored to any second of the last 35 days. */
  pointInTimeRecovery: boolean;
}

type Protected = Pick<Environment, 'production'> & {
  relaxations: readonly Pick<Environment['relaxations'][number], 'protection'>[];
};

/**
 * A `production` environment has every protection, any other only point-in-time recovery, which costs
 * nothing to keep and never gets in the way. A relaxation gives up exactly the protection that it names.
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

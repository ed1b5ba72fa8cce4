/**
 * Every reason why a function refuses, as logged. A refusal means that the function works as intended; a fault is
 * something for the operator to fix.
 */
export const reasons = {
  'malformed-event': 'fault',
  'alias-missing': 'fault',
  'tenant-attribute-missing': 'refusal',
  'user-not-mapped': 'refusal',
  'user-of-another-tenant': 'refusal',
  'tenant-unknown': 'refusal',
  'tenant-suspended': 'refusal',
  'pool-not-registered': 'refusal',
  'user-not-from-okta': 'refusal',
  'user-ambiguous': 'refusal',
  'user-unknown': 'refusal',
  'user-suspended': 'refusal',
  'service-unknown': 'refusal',
  'service-suspended': 'refusal',
  'service-of-another-pool': 'refusal',
  'customer-unknown': 'refusal',
  'customer-suspended': 'refusal',
  'token-missing': 'refusal',
  'token-malformed': 'refusal',
  'token-of-another-issuer': 'refusal',
  'token-of-another-client': 'refusal',
  'token-of-another-kind': 'refusal',
  'token-forged': 'refusal',
  'token-key-unknown': 'refusal',
  'token-expired': 'refusal',
  'token-not-yet-valid': 'refusal',
  'token-refused': 'refusal',
  'tenant-claim-missing': 'refusal',
  'route-unknown': 'refusal',
  'request-unmapped': 'refusal',
  'policy-denied': 'refusal',
  'caller-differs': 'refusal',
  'record-of-another-tenant': 'refusal',
  'request-judged-otherwise': 'refusal',
  'email-missing': 'refusal',
  'email-unverified': 'refusal',
  'email-ambiguous': 'refusal',
  'email-of-disabled-user': 'refusal',
  'provider-renamed': 'fault',
  'provider-refused': 'fault',
  'flow-unknown': 'fault',
  'decision-uncertain': 'fault',
  'store-refused': 'fault',
  'store-malformed': 'fault',
  'store-throttled': 'fault',
  'store-timeout': 'fault',
  'store-unavailable': 'fault',
  'reserved-claim': 'fault',
  'claims-too-large': 'fault',
  misconfigured: 'fault',
  internal: 'fault',
} as const satisfies Record<string, 'refusal' | 'fault'>;

export type Reason = keyof typeof reasons;

/** What is logged besides the reason: names of fields, variables, tables and errors, never a user's values. */
export type Detail = Record<string, string | number | readonly string[] | undefined>;

/** No token, or no access, for this reason, which appears only in the log; see `trigger`. */
export class Denied extends Error {
  constructor(
    readonly reason: Reason,
    readonly detail: Detail = {},
  ) {
    super(reason);
    this.name = 'Denied';
  }
}

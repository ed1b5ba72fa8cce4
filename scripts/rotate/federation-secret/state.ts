/** What AWS and the records tell of a provider's secret. */
export interface Facts {
  /** Whether Cognito has what lies in Secrets Manager; undefined where it does not show what it has (Apple's key). */
  has: boolean | undefined;
  /** Current version in Secrets Manager. */
  version: string;
  /** Version that the provider's record names. */
  recorded: string | undefined;
  /** Whether this very run has given Cognito that version, as its ledger says. */
  pushed: boolean;
}

/** How far the current version of a provider's secret has come: docs/rotation.md. */
export type State =
  /** Cognito has not got it, as far as can be told. */
  | 'waiting'
  /** Cognito has it, and nobody has written down what proved it. */
  | 'unrecorded'
  | 'done';

/** Which state a provider's secret is in. */
export function stateOf({ has, version, recorded, pushed }: Facts): State {
  if (!(has ?? pushed)) return 'waiting';
  return recorded === version ? 'done' : 'unrecorded';
}

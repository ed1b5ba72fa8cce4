/** What AWS and the record say about a provider's secret. */
export interface Facts {
  /** Whether Cognito has the value in Secrets Manager; undefined where it does not show its own (Apple's key). */
  has: boolean | undefined;
  /** Current version in Secrets Manager. */
  version: string;
  /** Version that the provider's record names. */
  recorded: string | undefined;
  /** Whether this run's ledger says that it gave Cognito that version. */
  pushed: boolean;
}

/** How far the current version of a provider's secret has got: docs/rotation.md. */
export type State =
  /** As far as can be seen, Cognito does not have it. */
  | 'waiting'
  /** Cognito has it, but its proof is not recorded. */
  | 'unrecorded'
  | 'done';

/** Which state a provider's secret is in. */
export function stateOf({ has, version, recorded, pushed }: Facts): State {
  if (!(has ?? pushed)) return 'waiting';
  return recorded === version ? 'done' : 'unrecorded';
}

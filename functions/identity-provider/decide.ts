import { Denied } from '../shared/denied';
import type { ProviderRequest, WantedProvider } from './request';

/** The provider as Cognito returns it, including the secret. */
export interface CurrentProvider {
  type: string;
  details: Record<string, string>;
}

/** What to do. Omitted details stay as they are. */
export type Step =
  | { do: 'create'; details: Record<string, string> }
  | { do: 'update'; details: Record<string, string> | undefined; unshown: string[] };

const unset = ({ secretKeys, placeholder }: WantedProvider) =>
  Object.fromEntries(secretKeys.map((key) => [key, placeholder]));

/** Details for an update, which replaces them all, so the current secrets are sent again. */
function updated(wanted: WantedProvider, { details: current }: CurrentProvider): Step {
  const unshown = wanted.secretKeys.filter((key) => !current[key]);
  const shown = wanted.secretKeys.filter((key) => current[key]).map((key) => [key, current[key] as string]);
  // Cognito never returns Apple's key. It stays if no other detail changes; otherwise it must be pushed again.
  const same = Object.entries(wanted.details).every(([key, value]) => current[key] === value);
  if (unshown.length > 0 && same) return { do: 'update', details: undefined, unshown: [] };
  return {
    do: 'update',
    details: { ...wanted.details, ...unset(wanted), ...Object.fromEntries(shown) },
    unshown,
  };
}

/**
 * Brings a provider to the desired state, whether it exists (an apply may have been interrupted) or not. Throws
 * Denied (`provider-renamed`) rather than change its name or type: its name prefixes its users' names.
 */
export function decide({ wanted, previous }: ProviderRequest, current: CurrentProvider | undefined): Step {
  if (current) {
    if (current.type !== wanted.providerType) throw new Denied('provider-renamed');
    return updated(wanted, current);
  }
  const renamed =
    previous?.userPoolId === wanted.userPoolId &&
    (previous.providerName !== wanted.providerName || previous.providerType !== wanted.providerType);
  if (renamed) throw new Denied('provider-renamed');
  return { do: 'create', details: { ...wanted.details, ...unset(wanted) } };
}

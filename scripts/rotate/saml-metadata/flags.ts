import type { CommonFlags } from '../../cli/flags';
import type { ProviderFlags } from './provider';

/** Flags of `fleet rotate saml-metadata`. */
export interface MetadataFlags extends CommonFlags, ProviderFlags {
  env?: string;
  /** File or URL of the provider's new document. */
  metadata?: string;
  /** File with the certificate that must have signed it. */
  signedBy?: string;
  /** File with a SAMLResponse from the provider. */
  assertion?: string;
  switched?: boolean;
  parallel: number;
  yes?: boolean;
}

import type { PoolLocation } from '../../selection/pools';

/** A confidential app client in one region, and where its secret lies. */
export interface ClientHolder extends PoolLocation {
  /** Its name in the pool; Cognito makes up its id. */
  client: string;
  /** Name of its secret in Secrets Manager, in the pool's account and region. */
  secretName: string;
  /** Host of the pool's sign-in domain. */
  host: string;
  /**
   * How it asks for tokens. One that signs people in gets none without a person: then it is the error of a made-up code
   * that tells whether the pool lets the client in.
   */
  grant: 'client_credentials' | 'authorization_code';
  /** Who answers for it. */
  owner: string;
  /** Its hook gives it no tokens, on purpose. */
  suspended: boolean;
}

/** A client in one region in a few words, for messages and as the name of its steps. */
export const holderName = ({ account, region, pool, client }: ClientHolder): string =>
  `${account}/${region}/${pool}/${client}`;

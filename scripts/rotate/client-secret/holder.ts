import type { PoolLocation } from '../../selection/pools';

/** A confidential app client in one region, and where its secret is kept. */
export interface ClientHolder extends PoolLocation {
  /** Its name in the pool; Cognito generates its id. */
  client: string;
  /** Name of its secret in Secrets Manager, in the pool's account and region. */
  secretName: string;
  /** Host of the pool's sign-in domain. */
  host: string;
  /**
   * How it requests tokens. A client that signs users in gets none without a user: the error for a made-up code then shows
   * whether the pool authenticated the client.
   */
  grant: 'client_credentials' | 'authorization_code';
  /** The owner. */
  owner: string;
  /** Its hook deliberately refuses it tokens. */
  suspended: boolean;
}

/** Short name of a client in one region, for messages and step names. */
export const holderName = ({ account, region, pool, client }: ClientHolder): string =>
  `${account}/${region}/${pool}/${client}`;

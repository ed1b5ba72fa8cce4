import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IdentityPool, RoleMapping } from '@aws-sdk/client-cognito-identity';
import type { SigningKey } from '../cognito/model';
import type { Place } from '../place';
import { missing } from './errors';

/** Session tags of one provider's users: tag → claim of the ID token. */
export interface TagMap {
  UseDefaults: boolean;
  PrincipalTags: Record<string, string>;
}

/** A pool and its settings. */
export interface Pool extends Place {
  id: string;
  /** As `DescribeIdentityPool` shows it. */
  settings: IdentityPool & { IdentityPoolId: string };
  /** Role by `authenticated` and `unauthenticated`. */
  roles: Record<string, string>;
  /** By `<provider>:<client>`. */
  mappings: Record<string, RoleMapping>;
  /** By provider. */
  tagMaps: Map<string, TagMap>;
  identities: Map<string, Identity>;
}

/** An identity in a pool: a user of a provider, or an unauthenticated one. */
export interface Identity {
  id: string;
  pool: Pool;
  /** Subject by provider; empty for an identity that has never signed in. */
  logins: Map<string, string>;
  /** Seconds since 1970. */
  created: number;
}

/** All data of the local identity pools; lost when the process ends. */
export class State {
  readonly pools = new Map<string, Pool>();
  private key?: SigningKey;

  /** The single key of all identity pools, as in AWS; generated at the first use. */
  signingKey(): SigningKey {
    if (!this.key) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const kid = randomBytes(16).toString('hex');
      this.key = { kid, privateKey, publicKey: createPublicKey(privateKey) };
    }
    return this.key;
  }

  /** The pool with that id in the account and region. Throws ResourceNotFoundException. */
  pool(id: string, { account, region }: Place): Pool {
    const pool = this.pools.get(id);
    if (!pool || pool.account !== account || pool.region !== region)
      throw missing(`IdentityPool '${id}' not found.`);
    return pool;
  }

  /** The pool with that id, for calls without credentials. Throws ResourceNotFoundException. */
  publicPool(id: string): Pool {
    const pool = this.pools.get(id);
    if (!pool) throw missing(`IdentityPool '${id}' not found.`);
    return pool;
  }

  /** Throws ResourceNotFoundException. */
  identity(id: string): Identity {
    for (const { identities } of this.pools.values()) {
      const identity = identities.get(id);
      if (identity) return identity;
    }
    throw missing(`Identity '${id}' not found.`);
  }
}

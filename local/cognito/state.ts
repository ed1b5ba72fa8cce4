import type { Place } from '../place';
import { missing } from './errors';
import type { PendingAuthorize } from './federation/model';
import type { Challenge, Client, Domain, Pool, UserSecrets } from './model';

/** All data of the local Cognito; lost when the process ends. */
export class State {
  readonly pools = new Map<string, Pool>();
  /** By region and name. */
  readonly domains = new Map<string, Domain>();
  /** By session token (or, for SRP, by secret block). */
  readonly challenges = new Map<string, Challenge>();
  /** Sign-ins whose users are at an identity provider, by the handle that the provider returns. */
  readonly pending = new Map<string, { pending: PendingAuthorize; browser: string; until: number }>();

  /** The pool with that id in the account and region. Throws ResourceNotFoundException. */
  pool(id: string, place: Place): Pool {
    const pool = this.pools.get(id);
    if (!pool || pool.account !== place.account || pool.region !== place.region)
      throw missing(`User pool ${id} does not exist.`);
    return pool;
  }

  /** The pool's client. Throws ResourceNotFoundException. */
  client(pool: Pool, id: string): Client {
    const client = pool.clients.get(id);
    if (!client) throw missing(`User pool client ${id} does not exist.`);
    return client;
  }

  /** Finds pool and client by the client's id alone, as end users' operations do. */
  byClient(id: string): { pool: Pool; client: Client } {
    for (const pool of this.pools.values()) {
      const client = pool.clients.get(id);
      if (client) return { pool, client };
    }
    throw missing(`User pool client ${id} does not exist.`);
  }

  /** Deletes the pool and everything that belongs to it. */
  deletePool(pool: Pool): void {
    this.pools.delete(pool.id);
    for (const [token, { poolId }] of this.challenges) if (poolId === pool.id) this.challenges.delete(token);
  }

  /** A pool has at most one prefix domain and one custom domain. */
  domainsOf(poolId: string): Domain[] {
    return [...this.domains.values()].filter((domain) => domain.poolId === poolId);
  }
}

/** The user's secrets; created empty if there are none yet. */
export function secretsOf(pool: Pool, username: string): UserSecrets {
  let secrets = pool.users.get(username);
  if (!secrets) {
    secrets = { earlier: [], codes: new Map(), softwareTokenEnabled: false, softwareTokenPreferred: false };
    pool.users.set(username, secrets);
  }
  return secrets;
}

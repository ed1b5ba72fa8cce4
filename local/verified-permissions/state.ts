import { randomInt } from 'node:crypto';
import type { PolicyJson, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Tags } from '../tags';
import { notFound } from './errors';
import type { Configuration } from './inputs';

/** Type and id of an entity, spelled as in the API. */
export interface Entity {
  entityType: string;
  entityId: string;
}

/** Common to everything stored. Dates are ISO 8601, as in the API. */
export interface Stored {
  /** Increases with every creation in the process: defines the order of listings, and what page tokens refer to. */
  sequence: number;
  createdDate: string;
  lastUpdatedDate: string;
}

/** A policy with slots, for linked policies. */
export interface Template extends Stored {
  policyTemplateId: string;
  statement: string;
  /** The statement as parsed by Cedar. */
  parsed: PolicyJson;
  description?: string;
  name?: string;
}

interface StaticPolicy extends Stored {
  policyType: 'STATIC';
  policyId: string;
  statement: string;
  parsed: PolicyJson;
  description?: string;
  name?: string;
}

/** A policy made of a template and values for its slots. */
export interface LinkedPolicy extends Stored {
  policyType: 'TEMPLATE_LINKED';
  policyId: string;
  policyTemplateId: string;
  principal?: Entity;
  resource?: Entity;
  name?: string;
}

export type Policy = StaticPolicy | LinkedPolicy;

interface StoredSchema {
  /** Exactly as it was put. */
  text: string;
  json: SchemaJson<string>;
  createdDate: string;
  lastUpdatedDate: string;
}

/** Which tokens a store accepts, and how they map to principals. */
export interface IdentitySource extends Stored {
  identitySourceId: string;
  principalEntityType: string;
  configuration: Configuration;
}

/** All data of one policy store. */
export interface PolicyStore extends Stored {
  policyStoreId: string;
  arn: string;
  description?: string;
  mode: 'OFF' | 'STRICT';
  deletionProtection: 'ENABLED' | 'DISABLED';
  encryption?: { key: string; encryptionContext: Record<string, string> };
  tags: Tags;
  schema?: StoredSchema;
  policies: Map<string, Policy>;
  templates: Map<string, Template>;
  identitySources: Map<string, IdentitySource>;
  /** Increases with every change that can affect a decision. */
  revision: number;
}

/** An alias of a policy store. */
export interface Alias extends Stored {
  aliasName: string;
  aliasArn: string;
  policyStoreId: string;
  state: 'Active' | 'PendingDeletion';
}

/** An earlier response, to be returned when its client token is repeated. */
export interface Remembered {
  request: string;
  answer: object;
  resource: { resourceType: 'IDENTITY_SOURCE' | 'POLICY' | 'POLICY_STORE' | 'POLICY_TEMPLATE'; id: string };
  /** Milliseconds since 1970. */
  at: number;
}

/** All data of one account in one region. */
export interface PlaceStores {
  account: string;
  region: string;
  stores: Map<string, PolicyStore>;
  aliases: Map<string, Alias>;
  remembered: Map<string, Remembered>;
}

/** All accounts and regions; none can reach another's resources. */
export class World {
  private readonly places = new Map<string, PlaceStores>();

  at(account: string, region: string): PlaceStores {
    const key = `${account}/${region}`;
    let place = this.places.get(key);
    if (!place) {
      place = { account, region, stores: new Map(), aliases: new Map(), remembered: new Map() };
      this.places.set(key, place);
    }
    return place;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A new resource id in AWS's format: 22 letters and digits. */
export const newId = () => Array.from({ length: 22 }, () => alphabet[randomInt(alphabet.length)]).join('');

let sequence = 0;

/** The common members of something created now. */
export function stored(now: Date): Stored {
  sequence += 1;
  return { sequence, createdDate: now.toISOString(), lastUpdatedDate: now.toISOString() };
}

const aliasPrefix = 'policy-store-alias/';

/** The store with that id or active alias. Throws ResourceNotFoundException. */
export function storeOf(place: PlaceStores, idOrAlias: string): PolicyStore {
  const alias = idOrAlias.startsWith(aliasPrefix) ? place.aliases.get(idOrAlias) : undefined;
  if (idOrAlias.startsWith(aliasPrefix) && alias?.state !== 'Active')
    throw notFound('POLICY_STORE_ALIAS', idOrAlias);
  const store = place.stores.get(alias?.policyStoreId ?? idOrAlias);
  if (!store) throw notFound('POLICY_STORE', idOrAlias);
  return store;
}

/** Marks a store as changed, so that its next decision doesn't use what the engine has parsed. */
export function changed(store: PolicyStore): void {
  store.revision += 1;
}

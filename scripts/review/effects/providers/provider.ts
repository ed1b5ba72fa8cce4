import type { Json } from '../../model';
import type { Attributes, PlannedResource } from '../../planned';
import { textMap, texts, unknownAt, valueAt } from '../values';

/** An identity provider of a pool, whichever way Terraform has it made. */
export interface Provider {
  pool: string | undefined;
  name: string;
  type: string;
  /** Never shown as a whole: Terraform's own resource may hold a secret among them. */
  details: Record<string, string>;
  /** Attribute of the pool → claim. */
  mapping: Record<string, string>;
  /** Domain hints. */
  domains: string[];
}

type Part = 'name' | 'type' | 'details' | 'mapping' | 'domains';

/** Where a part stands in the attributes of the resource. */
type Place = (part: Part, key?: string) => string;

const places: Readonly<Record<Part, string>> = {
  name: 'provider_name',
  type: 'provider_type',
  details: 'provider_details',
  mapping: 'attribute_mapping',
  domains: 'idp_identifiers',
};
const ofTerraform: Place = (part, key) => (key === undefined ? places[part] : `${places[part]}.${key}`);

/** All in one JSON text: what `stacks/constructs/managed-provider.ts` hands to the function. */
const ofFunction: Place = () => 'input';

const word = (value: Json | undefined) => (typeof value === 'string' ? value : '');

const fromTerraform = (attributes: Attributes): Provider => ({
  pool: word(valueAt(attributes, 'user_pool_id')) || undefined,
  name: word(valueAt(attributes, 'provider_name')),
  type: word(valueAt(attributes, 'provider_type')),
  details: textMap(valueAt(attributes, 'provider_details')),
  mapping: textMap(valueAt(attributes, 'attribute_mapping')),
  domains: texts(valueAt(attributes, 'idp_identifiers')),
});

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Undefined for what other functions are told. */
function fromInput(attributes: Attributes): Provider | undefined {
  const input = parsed(word(valueAt(attributes, 'input')));
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  if (typeof input.providerName !== 'string' || typeof input.details !== 'object') return undefined;
  return {
    pool: word(input.userPoolId) || undefined,
    name: input.providerName,
    type: word(input.providerType),
    details: textMap(input.details),
    mapping: textMap(input.attributeMapping),
    domains: texts(input.idpIdentifiers),
  };
}

const readers: Readonly<Record<string, { read: (of: Attributes) => Provider | undefined; path: Place }>> = {
  aws_cognito_identity_provider: { read: fromTerraform, path: ofTerraform },
  aws_lambda_invocation: { read: fromInput, path: ofFunction },
};

/** A provider before and after. */
export interface ProviderChange {
  before: Provider | undefined;
  after: Provider | undefined;
  /** Where a part of it stands; of the details, one key of them. */
  path: (part: Part, key?: string) => string;
  /** Whether what stands there will be known only once it is applied. */
  unknown: (part: Part, key?: string) => boolean;
}

/** A provider that is there before and after. */
export type BothSides = ProviderChange & { before: Provider; after: Provider };

/** Undefined for what is no provider, neither before nor after, and for one of which nothing is known yet. */
export function providerChange(change: PlannedResource): ProviderChange | undefined {
  const reader = readers[change.type];
  if (!reader) return undefined;
  const { read, path } = reader;
  const before = change.before && read(change.before);
  const after = change.after && read(change.after);
  if ((!before && !after) || (change.after && unknownAt(change, 'input'))) return undefined;
  return { before, after, path, unknown: (part, key) => unknownAt(change, path(part, key)) };
}

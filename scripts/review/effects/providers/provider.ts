import type { Json } from '../../model';
import type { Attributes, PlannedResource } from '../../planned';
import { textMap, texts, unknownAt, valueAt } from '../values';

/** An identity provider of a pool, whichever way Terraform manages it. */
export interface Provider {
  pool: string | undefined;
  name: string;
  type: string;
  /** Never shown in full: Terraform's own resource may have a secret among them. */
  details: Record<string, string>;
  /** Attribute of the pool → claim. */
  mapping: Record<string, string>;
  /** Domain hints. */
  domains: string[];
}

type Part = 'name' | 'type' | 'details' | 'mapping' | 'domains';

/** Path of a part in the resource's attributes. */
type Place = (part: Part, key?: string) => string;

const places: Readonly<Record<Part, string>> = {
  name: 'provider_name',
  type: 'provider_type',
  details: 'provider_details',
  mapping: 'attribute_mapping',
  domains: 'idp_identifiers',
};
const ofTerraform: Place = (part, key) => (key === undefined ? places[part] : `${places[part]}.${key}`);

/** Everything is in one JSON string, which `stacks/constructs/managed-provider.ts` passes to the function. */
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

/** Undefined for the input of other functions. */
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
  /** Path of a part, or of one key of the details. */
  path: (part: Part, key?: string) => string;
  /** Whether its value will only be known after the apply. */
  unknown: (part: Part, key?: string) => boolean;
}

/** A provider that exists before and after. */
export type BothSides = ProviderChange & { before: Provider; after: Provider };

/** Undefined if neither side is a provider, or if nothing is known about it yet. */
export function providerChange(change: PlannedResource): ProviderChange | undefined {
  const reader = readers[change.type];
  if (!reader) return undefined;
  const { read, path } = reader;
  const before = change.before && read(change.before);
  const after = change.after && read(change.after);
  if ((!before && !after) || (change.after && unknownAt(change, 'input'))) return undefined;
  return { before, after, path, unknown: (part, key) => unknownAt(change, path(part, key)) };
}

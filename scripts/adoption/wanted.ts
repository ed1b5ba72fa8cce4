import { failure } from '../cli/errors';
import type { AdoptionInput, StackConfiguration } from './types';

/** A resource that the broken-off apply was to create. */
export interface Wanted {
  address: string;
  type: string;
  /** Its block in `cdk.tf.json`. */
  block: Readonly<Record<string, unknown>>;
  region: string;
  /** Tags that identify our resources. The rest (`cost-center`, …) may have changed since the apply. */
  tags: Readonly<Record<string, string>>;
}

interface ProviderBlock {
  alias?: string;
  region?: string;
  default_tags?: { tags?: Record<string, string> }[];
}

/** Default tags that record what created a resource; `stacks/fleet-stack.ts` sets them. */
const identifying = ['environment', 'managed-by', 'stack'];

const providersOf = ({ provider }: StackConfiguration): ProviderBlock[] =>
  [(provider as { aws?: ProviderBlock | ProviderBlock[] } | undefined)?.aws ?? []].flat();

/** The provider that a block names (`aws.eu-west-1`), or the default one. */
function providerOf(configuration: StackConfiguration, block: Wanted['block']): ProviderBlock | undefined {
  const alias = typeof block.provider === 'string' ? block.provider.split('.')[1] : undefined;
  return providersOf(configuration).find((provider) => provider.alias === alias);
}

/** Region of a block's resource. */
export const regionOf = (
  { configuration, region }: Pick<AdoptionInput, 'configuration' | 'region'>,
  block: Wanted['block'] | undefined,
): string => (block && providerOf(configuration, block)?.region) || region;

/** A resource's block; undefined if it is not in the configuration. */
export function blockAt({ resource }: StackConfiguration, address: string): Wanted['block'] | undefined {
  const dot = address.indexOf('.');
  return resource?.[address.slice(0, dot)]?.[address.slice(dot + 1)];
}

/** Reads the desired resource at an address. Throws if it is not in the configuration. */
export function wantedAt(input: Pick<AdoptionInput, 'configuration' | 'region'>, address: string): Wanted {
  const block = blockAt(input.configuration, address);
  if (!block)
    throw failure(
      `${address} was being created, but is not in the configuration`,
      'adopt with the configuration that was being applied: check that commit out, and run again',
    );
  const defaults = providerOf(input.configuration, block)?.default_tags?.[0]?.tags ?? {};
  const own = (block.tags ?? {}) as Record<string, string>;
  const ours = identifying.flatMap((key) => (defaults[key] === undefined ? [] : [[key, defaults[key]]]));
  return {
    address,
    type: address.slice(0, address.indexOf('.')),
    block,
    region: regionOf(input, block),
    tags: { ...Object.fromEntries(ours), ...own },
  };
}

/** The value at a path, through lists of one element, in which Terraform's JSON wraps nested blocks. */
export function valueAt(block: unknown, path: string): unknown {
  let value = block;
  for (const key of path.split('.')) {
    if (Array.isArray(value)) [value] = value;
    value = (value as Record<string, unknown> | undefined)?.[key];
  }
  return value;
}

import { kinds } from './table';
import type { AdoptionInput } from './types';
import { blockAt, regionOf } from './wanted';

/** Looks up the address at which the state already has something, by type, region and import id. */
export function holders(
  input: AdoptionInput,
): (type: string, region: string, importId: string) => string | undefined {
  const held = new Map<string, string>();
  for (const [address, attributes] of input.known) {
    const type = address.slice(0, address.indexOf('.'));
    const kind = kinds[type];
    if (kind?.by !== 'name' && kind?.by !== 'list') continue;
    const region = regionOf(input, blockAt(input.configuration, address));
    held.set(`${type} ${region} ${kind.importId(attributes)}`, address);
  }
  return (type, region, importId) => held.get(`${type} ${region} ${importId}`);
}

import { isDeepStrictEqual } from 'node:util';
import { conflict } from './errors';
import type { PlaceStores, Remembered } from './state';

/** Verified Permissions recognises a client token for eight hours. */
const rememberedFor = 8 * 60 * 60 * 1000;

/**
 * Runs a creation once per client token: the same request gets the first response again; a different request with the
 * same token is a ConflictException. Without a token, every call creates.
 */
export function once(
  place: PlaceStores,
  operation: string,
  input: { clientToken?: string },
  now: Date,
  create: () => Pick<Remembered, 'answer' | 'resource'>,
): object {
  const { clientToken, ...rest } = input;
  if (clientToken === undefined) return create().answer;
  const key = `${operation}/${clientToken}`;
  const before = place.remembered.get(key);
  if (before && now.getTime() - before.at < rememberedFor) {
    if (isDeepStrictEqual(JSON.parse(before.request), JSON.parse(JSON.stringify(rest)))) return before.answer;
    throw conflict(
      `The client token ${clientToken} was used before with other parameters. Use a new token for a new request.`,
      before.resource.resourceType,
      before.resource.id,
    );
  }
  const created = create();
  place.remembered.set(key, { ...created, request: JSON.stringify(rest), at: now.getTime() });
  return created.answer;
}

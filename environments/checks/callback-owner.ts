import type { FleetCheck } from './check';
import { isLocal } from './local-url';
import { type Claim, oneOwner } from './one-owner';

const claims = (
  file: string,
  owner: string,
  path: readonly PropertyKey[],
  urls: readonly string[] = [],
): Claim[] =>
  urls.flatMap((url, index) =>
    isLocal(url) ? [] : [{ thing: new URL(url).href, owner, file, path: [...path, index] }],
  );

/**
 * A callback URL belongs to one sign-in. If two pools send codes to the same URL, the application cannot
 * tell which pool issued a code: the mix-up attack (RFC 9700, section 4.4), against which distinct
 * redirect URIs are the defence. A local address is a developer's own machine and may be shared.
 */
export const callbackOwner: FleetCheck = (environments) =>
  oneOwner(
    environments.flatMap(({ file, environment, tenants }) => [
      ...(['customer', 'internal'] as const).flatMap((flow) =>
        claims(file, `the ${flow} flow of ${file}`, [flow, 'callbackUrls'], environment[flow]?.callbackUrls),
      ),
      ...tenants.flatMap(({ file, tenant }) => claims(file, file, ['callbackUrls'], tenant.callbackUrls)),
    ]),
    (first) => ({
      message: `${first} already has this callback URL`,
      remedy: 'give each its own, such as one path per tenant: two user pools must not share one',
    }),
  );

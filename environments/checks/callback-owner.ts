import type { FleetCheck } from './check';

/**
 * A callback URL belongs to one sign-in. Where two pools send their codes to one URL, an application
 * cannot tell whose code it got: the mix-up attack (RFC 9700, section 4.4), against which distinct
 * redirect URIs are the defence. Localhost is a developer's own machine and may be shared.
 */
export const callbackOwner: FleetCheck = (environments) => {
  const owners = new Map<string, string>();
  const claim = (file: string, owner: string, path: readonly PropertyKey[], urls: readonly string[] = []) =>
    urls.flatMap((url, index) => {
      const { href, hostname } = new URL(url);
      if (hostname === 'localhost') return [];
      const first = owners.get(href) ?? owner;
      owners.set(href, first);
      if (first === owner) return [];
      return [
        {
          file,
          path: [...path, index],
          message: `${first} has this callback URL already`,
          remedy: 'give each its own, such as one path a tenant: codes of two user pools must not meet',
        },
      ];
    });
  return environments.flatMap(({ file, environment, tenants }) => [
    ...claim(file, file, ['customer', 'callbackUrls'], environment.customer?.callbackUrls),
    ...tenants.flatMap(({ file, tenant }) => claim(file, file, ['callbackUrls'], tenant.callbackUrls)),
  ]);
};

import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** Production sends no code to a developer's machine: any program there could listen on the port. */
export const productionUrls: EnvironmentCheck = ({ file, environment, tenants }) => {
  if (!environment.production) return [];
  const local = (file: string, path: readonly PropertyKey[], urls: readonly string[] = []): Finding[] =>
    urls.flatMap((url, index) => {
      const { hostname } = new URL(url);
      if (hostname !== 'localhost' && hostname !== '[::1]' && !hostname.startsWith('127.')) return [];
      return [
        {
          file,
          path: [...path, index],
          message: 'a production environment sends nobody to a local address',
          remedy: 'remove it here; keep it in a non-production environment',
        },
      ];
    });
  return [
    ...(['customer', 'internal'] as const).flatMap((flow) => [
      ...local(file, [flow, 'callbackUrls'], environment[flow]?.callbackUrls),
      ...local(file, [flow, 'logoutUrls'], environment[flow]?.logoutUrls),
    ]),
    ...tenants.flatMap(({ file, tenant }) => [
      ...local(file, ['callbackUrls'], tenant.callbackUrls),
      ...local(file, ['logoutUrls'], tenant.logoutUrls),
    ]),
  ];
};

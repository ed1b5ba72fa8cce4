import type { Finding } from '../loading/finding';
import type { EnvironmentCheck, EnvironmentFile } from './check';
import { isLocal } from './local-url';

/**
 * Why production must not send anyone there. On a developer's machine any program could listen on the port; and
 * several apps may claim one scheme, so the wrong app could get the code (RFC 8252, section 8.1).
 */
function refused(url: string): string | undefined {
  if (isLocal(url)) return 'a production environment must not send anyone to a local address';
  if (url.startsWith('https://')) return undefined;
  return 'a production environment must not send anyone to a scheme that any app on the device can claim';
}

/** An environment's and its tenants' lists of URLs. */
const listsOf = ({ file, environment, tenants }: EnvironmentFile) => [
  ...(['customer', 'internal'] as const).flatMap((flow) =>
    (['callbackUrls', 'logoutUrls'] as const).map((list) => ({
      file,
      path: [flow, list],
      urls: environment[flow]?.[list],
    })),
  ),
  ...tenants.flatMap(({ file, tenant }) =>
    (['callbackUrls', 'logoutUrls'] as const).map((list) => ({ file, path: [list], urls: tenant[list] })),
  ),
];

/** Whether some URL of this environment would be refused in production; undefined if that is not known yet. */
export function needsCallbackUrls(environment: EnvironmentFile): boolean | undefined {
  const lists = listsOf(environment);
  if (lists.some(({ urls }) => urls?.some(refused))) return true;
  const { customer, internal } = environment.environment;
  const wrong = environment.written.has('internal') && !internal;
  const unknown =
    wrong ||
    !customer ||
    environment.tenants.some(({ tenant }) => !tenant.callbackUrls || !tenant.logoutUrls);
  return unknown ? undefined : false;
}

/** Production sends codes to https:// only, and to no local address, unless that is given up with a reason. */
export const productionUrls: EnvironmentCheck = (environment) => {
  const { production, relaxations } = environment.environment;
  if (!production || !relaxations || relaxations.some(({ protection }) => protection === 'callback-urls'))
    return [];
  return listsOf(environment).flatMap(({ file, path, urls = [] }) =>
    urls.flatMap((url, index): Finding[] => {
      const message = refused(url);
      if (!message) return [];
      const relaxation =
        file === environment.file
          ? `give this up on purpose: relaxations: [{ protection: 'callback-urls', reason: '…' }]`
          : `add a relaxation of "callback-urls" to ${environment.file}`;
      const remedy = `remove it here, and keep it in a non-production environment; or ${relaxation}`;
      return [{ file, path: [...path, index], message, remedy }];
    }),
  );
};

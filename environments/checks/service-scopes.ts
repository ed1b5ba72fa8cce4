import { suggest } from '../loading/suggest';
import type { EnvironmentCheck } from './check';

/** A service may only ask for scopes that a resource server of its environment has. */
export const serviceScopes: EnvironmentCheck = ({
  file: environmentFile,
  environment: { machine },
  services,
}) => {
  if (!machine) return [];
  const known = new Set(
    machine.resourceServers.flatMap(({ identifier, scopes }) =>
      scopes.map(({ name }) => `${identifier}/${name}`),
    ),
  );
  const servers = new Set(machine.resourceServers.map(({ identifier }) => identifier));
  const causeOf = (scope: string) => {
    const [server = ''] = scope.split('/');
    return servers.has(server) ? `scope ${scope}` : `resource server ${server}`;
  };
  return services.flatMap(({ file, service }) =>
    (service.scopes ?? []).flatMap((scope, index) =>
      known.has(scope)
        ? []
        : [
            {
              file,
              path: ['scopes', index],
              cause: `${environmentFile}: ${causeOf(scope)}`,
              message: 'no resource server of the environment has this scope',
              remedy: suggest(scope, [...known]),
            },
          ],
    ),
  );
};

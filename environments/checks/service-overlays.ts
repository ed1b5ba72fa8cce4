import type { EnvironmentCheck } from './check';

/** A service with its own policies needs its own policy store: they would affect every service in the shared one. */
export const serviceOverlays: EnvironmentCheck = ({ services }) =>
  services.flatMap(({ file, name, service, overlays }) =>
    overlays && service.policyStore === 'shared'
      ? [
          {
            file: overlays.folder,
            path: [],
            value: name,
            message: 'this service has its own policies, but shares its policy store with others',
            remedy: `write "policyStore": "own" into ${file}, or remove the folder`,
          },
        ]
      : [],
  );

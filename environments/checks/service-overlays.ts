import type { EnvironmentCheck } from './check';

/** Policies beside a service's file need a policy store that is the service's own: the shared one is everybody's. */
export const serviceOverlays: EnvironmentCheck = ({ services }) =>
  services.flatMap(({ file, name, service, overlays }) =>
    overlays && service.policyStore === 'shared'
      ? [
          {
            file: overlays.folder,
            path: [],
            value: name,
            message: 'policies stand beside a service that shares its policy store with others',
            remedy: `write "policyStore": "own" into ${file}, or remove the folder`,
          },
        ]
      : [],
  );

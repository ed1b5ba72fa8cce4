import type { Finding } from '../loading/finding';
import { nearest } from '../loading/suggest';
import type { EnvironmentCheck } from './check';
import { flowMissing } from './flow-missing';

/** A flow needs settings, settings need a flow, and services need the machine flow. */
export const flowSettings: EnvironmentCheck = (environment) => {
  const { file: environmentFile, written, services } = environment;
  const { accounts } = environment.environment;
  if (!accounts) return [];
  const flows = new Set(Object.values(accounts).flatMap(({ flows }) => flows));
  return [
    ...(['internal', 'machine'] as const).flatMap((flow): Finding[] => {
      if (flows.has(flow) === written.has(flow)) return [];
      // A misspelt key is already reported.
      if (flows.has(flow) && nearest(flow, [...written]) !== undefined) return [];
      return flows.has(flow)
        ? [
            {
              file: environmentFile,
              path: [flow],
              message: `is missing, although an account has the ${flow} flow`,
              remedy: `write ${flow}: {…}, or remove "${flow}" from the account's flows`,
            },
          ]
        : [
            {
              file: environmentFile,
              path: [flow],
              value: flow,
              cause: flowMissing(environmentFile, flow),
              message: `no account has the ${flow} flow`,
              remedy: `add "${flow}" to the flows of one account, or remove these settings`,
            },
          ];
    }),
    ...(flows.has('machine')
      ? []
      : services.map(({ file }) => ({
          file,
          path: [],
          cause: flowMissing(environmentFile, 'machine'),
          message: 'no account of the environment has the machine flow, in which services sign in',
          remedy: 'add "machine" to the flows of one account, or remove the service',
        }))),
  ];
};

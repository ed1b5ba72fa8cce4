import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** A flow that stands in an account has its settings, and settings have a flow; so have services. */
export const flowSettings: EnvironmentCheck = ({ file, environment: { accounts }, written, services }) => {
  if (!accounts) return [];
  const flows = new Set(Object.values(accounts).flatMap(({ flows }) => flows));
  return [
    ...(['internal', 'machine'] as const).flatMap((flow): Finding[] => {
      if (flows.has(flow) === written.has(flow)) return [];
      return flows.has(flow)
        ? [
            {
              file,
              path: [flow],
              message: `is missing, although an account has the ${flow} flow`,
              remedy: `write ${flow}: {…}, or remove "${flow}" from the account's flows`,
            },
          ]
        : [
            {
              file,
              path: [flow],
              value: flow,
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
          message: 'no account of the environment has the machine flow, in which services sign in',
          remedy: 'add "machine" to the flows of one account, or remove the service',
        }))),
  ];
};

import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';
import { flowMissing } from './flow-missing';

/** The environment must have each route's flow, or no token could ever get through. */
export const edgeFlows: EnvironmentCheck = ({ file, environment: { edge, accounts, cells } }) => {
  if (!edge || !accounts || !cells) return [];
  const available = new Set<string>(Object.values(accounts).flatMap(({ flows }) => flows));
  if (Object.keys(cells).length > 0) available.add('tenant');
  return edge.routes.flatMap(({ flow }, index): Finding[] =>
    available.has(flow)
      ? []
      : [
          {
            file,
            path: ['edge', 'routes', index, 'flow'],
            cause: flowMissing(file, flow),
            message:
              flow === 'tenant'
                ? 'the environment has no cell, so nobody has a token for this route'
                : `no account has the ${flow} flow, so nobody has a token for this route`,
            remedy:
              flow === 'tenant'
                ? 'add a cell, or remove the route'
                : `add "${flow}" to the flows of one account, or remove the route`,
          },
        ],
  );
};

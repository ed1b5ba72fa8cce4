import { environmentSchema, type LoadedEnvironment } from '../../../environments/schema';
import { everyOption, everyOptionAtHome } from '../../stacks/every-option';

/**
 * Every option in one region of one account, without the customer flow, which has no resource type of its own: as few
 * stacks as hold every type that we write.
 */
export function inOneAccount(): LoadedEnvironment {
  const { environment } = everyOptionAtHome;
  const id = everyOption.environment.accounts['cells-a']?.id ?? '';
  const [cell] = Object.values(environment.cells);
  return {
    ...everyOptionAtHome,
    environment: environmentSchema.parse({
      ...environment,
      accounts: { all: { id, flows: ['internal', 'machine'], userPoolQuota: 2000 } },
      cells: { 'cell-01': { ...cell, account: 'all' } },
      edge: environment.edge && {
        ...environment.edge,
        routes: environment.edge.routes.filter(({ flow }) => flow !== 'customer'),
      },
    }),
  };
}

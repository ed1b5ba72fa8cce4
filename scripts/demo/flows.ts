import type { LoadedEnvironment } from '../../environments/schema';
import { poolAccess } from '../aws/pool-access';
import { claimLines } from '../aws/tokens';
import { callLine } from './api';
import { showCustomer } from './customer';
import type { FlowOutcome } from './flow';
import { showInternal } from './internal';
import { showMachine } from './machine';
import type { Stage } from './stage';
import type { Story } from './story';
import { showTenant } from './tenant';

const flows: Record<string, { title: string; show(stage: Stage): Promise<FlowOutcome> }> = {
  customer: { title: 'Customer: e-mail and password, roles from a database', show: showCustomer },
  internal: { title: 'Staff: federated from Okta', show: showInternal },
  machine: { title: 'Machine: OAuth client credentials', show: showMachine },
  tenant: { title: 'Tenant: its own user pool and policy store', show: showTenant },
};

/** Number of steps that the flows take. */
export const flowSteps = Object.keys(flows).length;

/** Shows each flow in one step: outcome, refusals, API calls, and with `verbose` the claims. */
export async function showFlows(
  story: Story,
  { loaded, endpoint, root, verbose }: Pick<Stage, 'loaded' | 'endpoint' | 'root'> & { verbose: boolean },
): Promise<Record<string, FlowOutcome>> {
  const { environment }: LoadedEnvironment = loaded;
  const pools = poolAccess(environment, environment.bootstrapRole);
  const stage: Stage = { loaded, endpoint, root, region: environment.regions[0] as string, pools };
  const outcomes: Record<string, FlowOutcome> = {};
  for (const [flow, { title, show }] of Object.entries(flows))
    outcomes[flow] = await story.step(title, async () => {
      const outcome = await show(stage);
      story.tell(
        outcome.line,
        ...outcome.refused.map((who) => `no token for ${who}`),
        ...outcome.calls.map(callLine),
      );
      const { access, id } = outcome.tokens;
      if (verbose)
        story.tell(...claimLines('access token', access), ...(id ? claimLines('ID token', id) : []));
      return outcome;
    });
  return outcomes;
}

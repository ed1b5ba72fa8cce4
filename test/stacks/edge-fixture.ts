import { App, Testing } from 'cdktf';
import { edgeOf } from '../../environments/placement/edge';
import type { Environment, Route } from '../../environments/schema';
import { EdgeStack } from '../../stacks/edge';
import { environment, type Synthesized, zip } from './synthesized';

/** A valid route for its flow; a test sets what it is about. */
export const route = (flow: Route['flow'], changes: Partial<Route> = {}): Route => ({
  flow,
  method: 'GET',
  path: `/${flow}/payments/{payment}`,
  backend: 'payments',
  action: 'viewPayment',
  resource: { type: 'Payment', id: { path: 'payment' }, attributes: {} },
  context: {},
  ...changes,
});

export const flows = ['customer', 'internal', 'machine', 'tenant'] as const;

export const settings = (
  routes: Route[] = flows.map((flow) => route(flow)),
): NonNullable<Environment['edge']> => ({
  throttling: { ratePerSecond: 50, burst: 100 },
  decisions: { allowSeconds: 60, denySeconds: 5 },
  backends: { payments: { url: 'https://payments.northpay.example' }, sample: { sample: true } },
  routes,
});

/** The edge of one account: `identity` has the three flows of its own, `cells-a` tenants. */
export function edgeStack(edge = settings(), account = 'identity'): Synthesized {
  const target = { environment: environment({ edge }), account, region: 'eu-central-1' };
  const standing = edgeOf(target.environment, account, target.region);
  if (!standing) throw new Error(`no edge stands in ${account}`);
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  const zips = { authorizerZip: zip('authorizer'), sampleZip: zip('sample-backend') };
  return JSON.parse(Testing.synth(new EdgeStack(app, { target, edge: standing, ...zips }), true));
}

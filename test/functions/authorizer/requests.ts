import { routesOf } from '../../../functions/authorizer/routes';
import type { AuthorizerRoute } from '../../../functions/catalogue';

const payment = {
  type: 'Payment',
  id: { path: 'payment' },
  attributes: { tenant_id: { path: 'tenant' } },
};

export const keys = {
  view: 'GET /tenants/{tenant}/payments/{payment}',
  approve: 'POST /tenants/{tenant}/payments/{payment}/approval',
  customer: 'GET /payments/{payment}',
  internal: 'GET /staff/payments/{payment}',
  machine: 'GET /entries/{payment}',
};

export const list: AuthorizerRoute[] = [
  { key: keys.view, flow: 'tenant', action: 'viewPayment', resource: payment, context: {} },
  {
    key: keys.approve,
    flow: 'tenant',
    action: 'approvePayment',
    resource: payment,
    context: { amount: { header: 'x-payment-amount', type: 'long' }, purpose: { query: 'purpose' } },
  },
  ...(['customer', 'internal', 'machine'] as const).map((flow) => ({
    key: keys[flow],
    flow,
    action: 'viewPayment',
    resource: { type: 'Payment', id: { path: 'payment' }, attributes: {} },
    context: {},
  })),
];
export const routes = routesOf(JSON.stringify(list));

interface Parts {
  key?: string;
  token?: string;
  tenant?: string;
  payment?: string;
  query?: string;
  headers?: Record<string, string>;
  sourceIp?: string;
}

/** What API Gateway sends an authorizer (payload 2.0). */
export const apiEvent = ({
  key = keys.view,
  token,
  tenant = 'acme',
  payment: id = 'p1',
  query = '',
  headers = {},
  sourceIp = '198.51.100.7',
}: Parts) => ({
  version: '2.0',
  type: 'REQUEST',
  routeArn: 'arn:aws:execute-api:eu-central-1:111122223333:api1/$default/GET/x',
  identitySource: token === undefined ? [] : [`Bearer ${token}`],
  routeKey: key,
  rawPath: '/x',
  rawQueryString: query,
  headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
  queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
  requestContext: {
    requestId: 'JKJaXmPLvHcESHA=',
    routeKey: key,
    stage: '$default',
    http: { method: 'GET', path: '/x', protocol: 'HTTP/1.1', sourceIp, userAgent: 'curl/8' },
  },
  pathParameters: key.includes('{tenant}') ? { tenant, payment: id } : { payment: id },
});

import type { EnvironmentInput } from './schema';

type Routes = NonNullable<EnvironmentInput['edge']>['routes'];

/** The payments company's API, the same in every environment. Amounts are in a header: the edge sees no body. */
export const routes: Routes = [
  {
    flow: 'tenant',
    method: 'GET',
    path: '/tenants/{tenant}/payments/{payment}',
    backend: 'payments',
    action: 'viewPayment',
    resource: {
      type: 'Payment',
      id: { path: 'payment' },
      attributes: { tenant_id: { path: 'tenant' } },
    },
  },
  {
    flow: 'tenant',
    method: 'POST',
    path: '/tenants/{tenant}/accounts/{account}/payments',
    backend: 'payments',
    action: 'createPayment',
    resource: {
      type: 'Account',
      id: { path: 'account' },
      attributes: { tenant_id: { path: 'tenant' } },
    },
  },
  {
    flow: 'tenant',
    method: 'POST',
    path: '/tenants/{tenant}/exports',
    backend: 'payments',
    action: 'exportPayments',
    resource: {
      type: 'Tenant',
      id: { path: 'tenant' },
      attributes: { tenant_id: { path: 'tenant' } },
    },
  },
  {
    flow: 'customer',
    method: 'GET',
    path: '/customers/{customer}/payments/{payment}',
    backend: 'payments',
    action: 'viewPayment',
    resource: {
      type: 'Payment',
      id: { path: 'payment' },
      attributes: { customer_id: { path: 'customer' } },
    },
  },
  {
    flow: 'customer',
    method: 'POST',
    path: '/customers/{customer}/accounts/{account}/payments',
    backend: 'payments',
    action: 'createPayment',
    resource: {
      type: 'Account',
      id: { path: 'account' },
      attributes: { customer_id: { path: 'customer' } },
    },
    context: { amount: { header: 'x-payment-amount', type: 'long' } },
  },
  {
    flow: 'internal',
    method: 'GET',
    path: '/staff/payments/{payment}',
    backend: 'payments',
    action: 'viewPayment',
    resource: { type: 'Payment', id: { path: 'payment' } },
  },
  {
    flow: 'internal',
    method: 'POST',
    path: '/staff/payments/{payment}/refunds',
    backend: 'payments',
    action: 'refundPayment',
    resource: { type: 'Payment', id: { path: 'payment' } },
    context: { amount: { header: 'x-payment-amount', type: 'long' } },
  },
  {
    flow: 'internal',
    method: 'POST',
    path: '/staff/regions/{region}/reports/{report}/exports',
    backend: 'reports',
    action: 'exportReport',
    resource: { type: 'Report', id: { path: 'report' }, attributes: { region: { path: 'region' } } },
  },
  {
    flow: 'machine',
    method: 'GET',
    path: '/services/payments/{payment}',
    backend: 'payments',
    action: 'viewPayment',
    resource: { type: 'Payment', id: { path: 'payment' } },
  },
  {
    flow: 'machine',
    method: 'POST',
    path: '/services/accounts/{account}/payments',
    backend: 'payments',
    action: 'createPayment',
    resource: { type: 'Account', id: { path: 'account' } },
    context: { amount: { header: 'x-payment-amount', type: 'long' } },
  },
];

import { table } from '../../cli/table';
import type { Wanted } from '../request/wanted';
import type { TenantEnd } from './finish';

/** What is about to be done, for the operator's confirmation. */
export const plannedTable = (wanted: readonly Wanted[]): string =>
  table(
    ['tenant', 'files', 'cells', 'administrator'],
    wanted.map(({ tenant, file, policies = [], administrator }) => [
      tenant.id,
      [
        file ? 'new' : 'there already',
        ...(policies.length > 0 ? [`${policies.length} policy files`] : []),
      ].join('\n'),
      Object.entries(tenant.cells)
        .map(([region, cell]) => `${region} ${cell}`)
        .join('\n'),
      administrator ? `${administrator.email} (${administrator.group})` : 'at its own provider',
    ]),
  );

const byOutcome = (ends: readonly TenantEnd[]) =>
  (['works', 'failed', 'not started'] as const).flatMap((outcome) => {
    const tenants = new Set(ends.filter((end) => end.outcome === outcome).map(({ tenant }) => tenant));
    return tenants.size > 0 ? [`${outcome}: ${tenants.size}`] : [];
  });

/** The result for each tenant in each region, and what to do about those that do not work. */
export const bootstrapReport = (ends: readonly TenantEnd[]): string =>
  [
    table(
      ['tenant', 'account', 'region', 'cell', 'administrator', 'client secret', 'sign-in, claims, decisions'],
      ends.map(({ tenant, account, region, cell, administrator, secret, outcome, decisions }) => [
        tenant,
        account,
        region,
        cell,
        administrator,
        secret,
        outcome === 'works' ? `works: ${decisions.allowed} allowed, ${decisions.denied} denied` : outcome,
      ]),
    ),
    ...ends
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ tenant, region, reason, remedy }) =>
        [`${tenant} ${region}: ${reason}`, remedy && `  ${remedy}`].filter(Boolean).join('\n'),
      ),
    `tenants ${byOutcome(ends).join(', ')}`,
  ].join('\n');

import type { Context } from '../../../scripts/cli/context';
import { listTenants } from '../../../scripts/tenant/list';
import { writeTombstone } from '../../../scripts/tenant/offboard/tombstone';
import { editTenantFile } from '../../../scripts/tenant/tenant-file';
import { checkout } from './checkout';

test('a tenant is listed as in its file, and as leaving once its tombstone says so', async () => {
  const root = checkout();
  const acme = async () => {
    const { data, text } = await listTenants({ workspace: { root } } as Context, { env: 'dev' });
    const { tenants } = data as { tenants: { id: string }[] };
    return {
      data: tenants.find(({ id }) => id === 'acme'),
      text: text.split('\n').find((line) => line.includes(' acme ')),
    };
  };
  editTenantFile(root, { environment: 'dev', tenant: 'acme' }, ['status'], 'suspended');
  expect(await acme()).toMatchObject({
    data: { status: 'suspended', leaving: null },
    text: expect.stringMatching(/ suspended /),
  });
  writeTombstone(root, 'dev', {
    id: 'acme',
    state: 'leaving',
    exportedAt: '2026-11-30T10:00:00.000Z',
    keepUntil: '2027-02-28',
    exports: [
      { region: 'eu-central-1', account: 'cells-a', folder: 'exports/acme/1', manifest: 'a'.repeat(64) },
    ],
  });
  expect(await acme()).toMatchObject({
    data: { status: 'suspended', leaving: { keepUntil: '2027-02-28', hold: null } },
    text: expect.stringContaining('leaving, kept until 2027-02-28'),
  });
});

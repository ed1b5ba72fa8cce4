import { serverClientName, tenantPool } from '../../../environments/names';
import type { Environment } from '../../../environments/schema';
import { openBucket } from '../../aws/state-bucket';
import { readRotation, rotationKey } from '../../rotate/record';

/** When the secret of a tenant's server was changed last, and is to be changed again: ISO 8601. */
export interface RotationDates {
  last: string;
  due: string;
}

/** Reads what rotation remembers of it. @returns null where the secret was never changed, so that Terraform's state has it */
export async function rotationOf(
  environment: Environment,
  { account, region }: { account: string; region: string },
  tenant: string,
): Promise<RotationDates | null> {
  const store = await openBucket(environment, account, 'look');
  if (!store) return null;
  try {
    const path = `${tenantPool(environment, tenant)}/${serverClientName}`;
    const last = (await readRotation(store, rotationKey('client-secret', region, path)))?.last?.at;
    if (!last) return null;
    const due = new Date(last);
    due.setUTCDate(due.getUTCDate() + environment.rotation.clientSecretDays);
    return { last, due: due.toISOString() };
  } finally {
    store.close();
  }
}

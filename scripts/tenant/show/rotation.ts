import { serverClientName, tenantPool } from '../../../environments/names';
import type { Environment } from '../../../environments/schema';
import { openBucket } from '../../aws/state-bucket';
import { readRotation, rotationKey } from '../../rotate/record';

/** When the secret of a tenant's server was last rotated, and is next due: ISO 8601. */
export interface RotationDates {
  last: string;
  due: string;
}

/** Reads its rotation record. @returns null if the secret was never rotated, and so is in Terraform's state */
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

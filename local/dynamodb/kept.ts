import { jsonBody, ownRequest } from '../forward';
import type { Forward } from '../service';
import type { Place } from './call';

/** Settings of CreateTable and UpdateTable that moto forgets. */
export interface TableSettings {
  TableClass?: string;
  SSESpecification?: { Enabled?: boolean; KMSMasterKeyId?: string };
}

interface Kept {
  TableClass?: string;
  /** ARN of the key; null if encryption was reset to DynamoDB's own key; undefined if moto knows it. */
  keyArn?: string | null;
}

/** Stores the table settings that moto forgets. */
export class KeptSettings {
  private readonly tables = new Map<string, Kept>();

  created(place: Place, name: string, { TableClass }: TableSettings): void {
    this.tables.set(keyOf(place, name), { TableClass });
  }

  async updated(forward: Forward, place: Place, name: string, settings: TableSettings): Promise<void> {
    const { TableClass, SSESpecification: sse } = settings;
    const kept = this.tables.get(keyOf(place, name)) ?? {};
    if (TableClass) kept.TableClass = TableClass;
    if (sse) kept.keyArn = sse.Enabled ? (sse.KMSMasterKeyId ?? (await managedKey(forward, place))) : null;
    this.tables.set(keyOf(place, name), kept);
  }

  deleted(place: Place, name: string): void {
    this.tables.delete(keyOf(place, name));
  }

  /** Adds the settings to a TableDescription. */
  restore(place: Place, name: string, description: Record<string, unknown>): void {
    const { TableClass, keyArn } = this.tables.get(keyOf(place, name)) ?? {};
    if (TableClass) description.TableClassSummary = { TableClass };
    if (keyArn === null) delete description.SSEDescription;
    else if (keyArn)
      description.SSEDescription = { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn };
  }
}

const keyOf = ({ account, region }: Place, name: string) => `${account}/${region}/${name}`;

/** The AWS managed key for DynamoDB in an account and region. */
async function managedKey(forward: Forward, { account, region }: Place): Promise<string> {
  const input = { target: 'TrentService.DescribeKey', body: JSON.stringify({ KeyId: 'alias/aws/dynamodb' }) };
  return jsonBody(await forward(ownRequest({ service: 'kms', account, region }, input))).KeyMetadata.Arn;
}

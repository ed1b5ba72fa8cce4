import { handlers } from '../dispatch';
import { jsonBody } from '../forward';
import type { Handler, Service } from '../service';
import { operationOf, Refused } from './call';
import { GlobalTables } from './global-tables';
import { KeptSettings } from './kept';
import {
  type Call,
  createTable,
  deleteTable,
  describeTable,
  everywhere,
  listTags,
  toHome,
  updateTable,
} from './operations';
import { dataPlane, tableName } from './tables-of';

/** Operations handled here; all others go to moto. */
const operations: Record<string, (call: Call) => ReturnType<Handler>> = {
  ...Object.fromEntries(dataPlane.map((name) => [name, toHome])),
  CreateTable: createTable,
  DeleteTable: deleteTable,
  DescribeTable: describeTable,
  ListTagsOfResource: listTags,
  UpdateTable: updateTable,
  UpdateTimeToLive: everywhere,
};

/**
 * What the local DynamoDB adds to moto's: global tables (version 2019.11.21). In moto, a replica is a separate table
 * with the region's settings (tags, recovery, protection, key); calls about items go to the home region, whichever
 * region received them.
 */
export function dynamodb(): Service {
  const tables = new GlobalTables();
  const kept = new KeptSettings();
  return {
    operationOf: (request) => (request.service === 'dynamodb' ? operationOf(request) : undefined),
    operations: handlers(operations, async (run, request, forward) => {
      const input = jsonBody(request);
      try {
        return await run({
          request,
          input,
          table: tableName(input.TableName ?? ''),
          tables,
          kept,
          forward,
        });
      } catch (error) {
        if (error instanceof Refused) return error.answer;
        throw error;
      }
    }),
  };
}

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Budget } from '../../functions/shared/budget';
import { ConditionFailed, DynamoStandIn, type Tables } from './dynamo';

/** An attempt is short, so that a store that never responds costs little, and long enough for a busy machine. */
export const budget: Budget = { connect: 5000, perTry: 500, total: 20_000 };

/** For a store that hangs in each attempt, or halfway through its response. */
export const shortBudget: Budget = { connect: 5000, perTry: 60_000, total: 60 };

/** What no log line may contain, in the function's own environment. */
export const secrets = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'planted-secret-key' };

/** Points AWS clients that a test makes to this endpoint, with planted credentials, until the test file ends. */
export function usingEndpoint(start: () => Promise<string>): void {
  const before = process.env;
  beforeAll(async () => {
    process.env = { ...before, AWS_ENDPOINT_URL: await start(), ...secrets };
  });
  afterAll(() => {
    process.env = before;
  });
}

/** A DynamoDB on loopback for the test file. */
export function loopbackStore(): DynamoStandIn {
  const store = new DynamoStandIn();
  usingEndpoint(() => store.start());
  afterAll(() => store.stop());
  beforeEach(() => {
    store.calls.length = 0;
  });
  return store;
}

/** Lets every client read and write these tables without a network, for tests with many thousands of events. */
export function inMemory(tables: () => Tables): jest.SpyInstance {
  return jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation(async (command: object) => {
    try {
      return tables().answer((command as { input: PutItemCommandInput }).input as never) as never;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      const Item = error.item as PutItemCommandInput['Item'];
      throw new ConditionalCheckFailedException({ message: error.message, $metadata: {}, Item });
    }
  });
}

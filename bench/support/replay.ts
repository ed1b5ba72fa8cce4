/** Replays the calls of an apply directly through the SDK: the fastest that Terraform could be. */
import type { IncomingMessage } from 'node:http';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as verifiedpermissions from '@aws-sdk/client-verifiedpermissions';
import { type PassedOn, passOn } from '../../test/e2e/pass-on';

/** One call of an apply; times in milliseconds since 1970. */
export interface AppliedCall {
  service: keyof typeof clients;
  operation: string;
  input: Record<string, unknown>;
  began: number;
  ended: number;
  output: unknown;
}

type Sdk = Record<string, new (input: object) => object>;
const clients = {
  AWSCognitoIdentityProviderService: [cognito as unknown as Sdk, cognito.CognitoIdentityProviderClient],
  VerifiedPermissions: [verifiedpermissions as unknown as Sdk, verifiedpermissions.VerifiedPermissionsClient],
  DynamoDB_20120810: [dynamodb as unknown as Sdk, dynamodb.DynamoDBClient],
  Lambda: [lambda as unknown as Sdk, lambda.LambdaClient],
} as const;

/** What a tenant needs of Lambda: an alias, and a permission for its pool to invoke it. */
const lambdaCalls: readonly [method: string, path: RegExp, operation: string][] = [
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/aliases$/, 'CreateAlias'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/aliases\/([^/?]+)/, 'GetAlias'],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/policy/, 'AddPermission'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/policy/, 'GetPolicy'],
];

const json = (body: Buffer) => JSON.parse(body.toString() || '{}');

function ofLambda({ method, url = '' }: IncomingMessage, body: Buffer) {
  for (const [its, path, operation] of lambdaCalls) {
    const [, FunctionName, Name] = (method === its && path.exec(decodeURIComponent(url))) || [];
    const Qualifier = new URL(url, 'http://local').searchParams.get('Qualifier') ?? undefined;
    if (FunctionName)
      return {
        service: 'Lambda' as const,
        operation,
        input: { FunctionName, Name, Qualifier, ...json(body) },
      };
  }
  return undefined;
}

function callOf(incoming: IncomingMessage, body: Buffer) {
  const [service = '', operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.');
  if (service in clients) return { service: service as keyof typeof clients, operation, input: json(body) };
  return ofLambda(incoming, body);
}

/** A proxy in front of the local AWS that records the calls that a replay can repeat. */
export async function recordCalls(endpoint: string): Promise<PassedOn & { calls: AppliedCall[] }> {
  const calls: AppliedCall[] = [];
  const asked = new Map<IncomingMessage, Omit<AppliedCall, 'ended' | 'output'>>();
  const passed = await passOn(
    endpoint,
    (incoming, body, began) => {
      const call = callOf(incoming, body);
      if (call) asked.set(incoming, { ...call, began });
    },
    (incoming, status, answer) => {
      const call = asked.get(incoming);
      if (call && status < 300) calls.push({ ...call, ended: Date.now(), output: json(answer) });
    },
  );
  return { ...passed, calls };
}

/** Maps the ids that AWS generated in the recorded run to those of the replay. */
function learnIds(then: unknown, now: unknown, ids: Map<string, string>): void {
  if (typeof then === 'string' && typeof now === 'string' && then !== now) ids.set(then, now);
  if (!then || !now || typeof then !== 'object' || typeof now !== 'object') return;
  for (const [key, value] of Object.entries(then))
    if (/id$|arn$|items|^userpool|names/i.test(key) || Array.isArray(then))
      learnIds(value, (now as Record<string, unknown>)[key], ids);
}

const renamed = (input: object, ids: ReadonlyMap<string, string>): object => {
  const text = JSON.stringify(input).replace(/[\w-]{9,}/g, (word) => ids.get(word) ?? word);
  return JSON.parse(text);
};

/**
 * Repeats calls in their recorded order: each starts once those have ended that had ended before it started.
 * @returns wall-clock seconds
 */
export async function replay(
  calls: readonly AppliedCall[],
  access: {
    endpoint: string;
    region: string;
    credentials: cognito.CognitoIdentityProviderClientConfig['credentials'];
  },
): Promise<number> {
  const own = Object.fromEntries(
    Object.entries(clients).map(([name, [, Client]]) => [name, new Client(access)]),
  ) as unknown as Record<string, { send(command: object): Promise<unknown>; destroy(): void }>;
  const ids = new Map<string, string>();
  const inOrder = [...calls].sort((a, b) => a.began - b.began);
  const started = performance.now();
  const done: { ended: number; promise: Promise<void> }[] = [];
  for (const { service, operation, input, began, ended, output } of inOrder) {
    const before = done.filter((other) => other.ended <= began).map(({ promise }) => promise);
    const promise = Promise.all(before).then(async () => {
      const [sdk] = clients[service];
      const Command = sdk[`${operation}Command`];
      if (!Command) throw new Error(`the SDK has no ${operation}Command`);
      learnIds(output, await own[service]?.send(new Command(renamed(input, ids))), ids);
    });
    done.push({ ended, promise });
  }
  await Promise.all(done.map(({ promise }) => promise));
  for (const client of Object.values(own)) client.destroy();
  return (performance.now() - started) / 1000;
}

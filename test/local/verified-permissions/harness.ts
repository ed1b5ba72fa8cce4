import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CreatePolicyCommandInput,
  type CreatePolicyTemplateCommandInput,
  VerifiedPermissions,
} from '@aws-sdk/client-verifiedpermissions';
import type { Jwks } from '../../../local/context';
import { dispatch } from '../../../local/dispatch';
import type { AwsRequest } from '../../../local/service';
import { verifiedPermissions } from '../../../local/verified-permissions/service';

/** The service behind a real HTTP server on loopback, for the SDK's own client. */
export interface Harness {
  /** Client of `account` in `region`. */
  client: VerifiedPermissions;
  /** A client of another account or region; the harness reads the account from the access key. */
  clientOf(account: string, region: string): VerifiedPermissions;
  url: string;
  /** Keys that the service sees, by user pool id or issuer. */
  keys: Map<string, Jwks>;
  /** The service's clock. */
  clock: { now: Date };
  close(): Promise<void>;
}

export const account = '111122223333';
const region = 'eu-central-1';

export async function start(): Promise<Harness> {
  const keys = new Map<string, Jwks>();
  const clock = { now: new Date('2026-03-01T12:00:00.000Z') };
  const service = verifiedPermissions(
    { jwks: (pool) => keys.get(pool) },
    {
      now: () => clock.now,
      openIdKeys: async (issuer) => {
        const found = keys.get(issuer);
        if (!found) throw new Error('no such host');
        return found;
      },
    },
  );
  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = incoming.headers as Record<string, string>;
    const [key = '', , scope = '', signed = ''] =
      /Credential=([^,]+),/.exec(headers.authorization ?? '')?.[1]?.split('/') ?? [];
    const request: AwsRequest = {
      service: signed,
      region: scope,
      account: key.slice('KEY'.length),
      operation: headers['x-amz-target']?.split('.')[1] ?? '',
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers,
      body: Buffer.concat(chunks),
    };
    const answer = await dispatch([service], request, async () => ({ status: 404, headers: {}, body: '' }));
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: VerifiedPermissions[] = [];
  const clientOf = (of: string, at: string) => {
    const credentials = { accessKeyId: `KEY${of}`, secretAccessKey: 'secret' };
    const made = new VerifiedPermissions({ endpoint: url, region: at, credentials, maxAttempts: 1 });
    clients.push(made);
    return made;
  };
  return {
    url,
    keys,
    clock,
    client: clientOf(account, region),
    clientOf,
    async close() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The error that a call ends with; fails the test if it succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('expected a failure, but the call ended well');
}

/** A small payments schema in Cedar's JSON form, with the attributes that tests use. */
export const paymentsSchema = (more: { user?: object; context?: object } = {}) =>
  JSON.stringify({
    Payments: {
      entityTypes: {
        Group: {},
        Tenant: {},
        User: {
          memberOfTypes: ['Group'],
          shape: { type: 'Record', attributes: more.user ?? {} },
        },
        Payment: {
          shape: {
            type: 'Record',
            attributes: {
              amount: { type: 'Long' },
              tenant: { type: 'String' },
              note: { type: 'String', required: false },
            },
          },
        },
      },
      actions: {
        read: {},
        view: {
          memberOf: [{ id: 'read' }],
          appliesTo: {
            principalTypes: ['User'],
            resourceTypes: ['Payment'],
            context: { type: 'Record', attributes: more.context ?? {} },
          },
        },
        approve: { appliesTo: { principalTypes: ['User'], resourceTypes: ['Payment'] } },
      },
    },
  });

export const user = (entityId: string) => ({ entityType: 'Payments::User', entityId });
export const payment = (entityId: string) => ({ entityType: 'Payments::Payment', entityId });
export const action = (actionId: string) => ({ actionType: 'Payments::Action', actionId });

/** A new store's id; with a schema if given. */
export async function newStore(client: VerifiedPermissions, mode: 'OFF' | 'STRICT' = 'OFF', schema?: string) {
  const { policyStoreId } = await client.createPolicyStore({ validationSettings: { mode } });
  if (schema) await client.putSchema({ policyStoreId, definition: { cedarJson: schema } });
  return policyStoreId as string;
}

/** Creates a static policy. */
export const newPolicy = (
  client: VerifiedPermissions,
  policyStoreId: string,
  statement: string,
  more: Partial<CreatePolicyCommandInput> = {},
) => client.createPolicy({ policyStoreId, definition: { static: { statement } }, ...more });

export const newTemplate = (
  client: VerifiedPermissions,
  policyStoreId: string,
  statement: string,
  more: Partial<CreatePolicyTemplateCommandInput> = {},
) => client.createPolicyTemplate({ policyStoreId, statement, ...more });

/** A template with slots in both places. */
export const bySlot =
  'permit(principal == ?principal, action == Payments::Action::"view", resource == ?resource);';

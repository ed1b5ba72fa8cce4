/**
 * What a decision costs the authorizer: a cached one, one from the policy store, and token verification, which every
 * request pays for. The stores are on loopback and answer immediately, so this measures the function's own work and one
 * HTTP call (in AWS, Verified Permissions adds some milliseconds). The runs alternate and the result is a ratio, so
 * that it holds on any machine.
 * Run it with `node --require ./bin/typescript.js bench/authorizer.ts`.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { authorizing } from '../functions/authorizer/authorize';
import { routesOf } from '../functions/authorizer/routes';
import { bearerOf } from '../functions/shared/access/bearer';
import { tokenVerifier } from '../functions/shared/access/verify';
import { edgeBudget } from '../functions/shared/budget';
import { check } from './support/ratios';

const rounds = 200;
/** Calls per round: a single call straight after waiting for the network would look slower than it is. */
const calls = 20;
const region = 'eu-central-1';
const userPoolId = `${region}_Bench1`;
const tables = { flows: 'flows', tenants: '', services: '', region };
process.env.CEDAR_NAMESPACE = 'Payments';
const principal = { entityType: 'Payments::User', entityId: `${userPoolId}|s1` };
const S = (value: string) => ({ S: value });

const answers = {
  DynamoDB_20120810: {
    Responses: {
      flows: [
        {
          flow: S('customer'),
          region: S(region),
          user_pool_id: S(userPoolId),
          client_ids: { L: [S('shop')] },
          policy_store_id: S('store'),
        },
      ],
    },
  },
  VerifiedPermissions: { decision: 'ALLOW', determiningPolicies: [{ policyId: 'p' }], errors: [], principal },
};
const server = createServer((request, response) => {
  const [service = ''] = String(request.headers['x-amz-target']).split('.');
  request.resume().on('end', () => response.end(JSON.stringify(answers[service as keyof typeof answers])));
});

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };
/** Cognito's keys, without the network: a function fetches them only once an hour. */
SimpleJwksCache.prototype.getJwks = async function (uri) {
  this.addJwks(uri, { keys: [jwk as never] });
  return { keys: [jwk as never] };
};

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const iss = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const claims = { iss, sub: 's1', token_use: 'access', client_id: 'shop', exp, scope: 'payments/read' };
  const input = `${encoded({ alg: 'RS256', kid: 'k1' })}.${encoded(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;
const micro = (value: number) => `${(value * 1000).toFixed(0)} µs`;

async function main(port: number) {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  });
  const key = 'GET /payments/{payment}';
  const resource = { type: 'Payment', id: { path: 'payment' }, attributes: {} };
  const routes = routesOf(
    JSON.stringify([{ key, flow: 'customer', action: 'viewPayment', resource, context: {} }]),
  );
  const keeping = { allowSeconds: 300, denySeconds: 60 };
  const ask = authorizing({ routes, tables, keeping }, edgeBudget, Date.now);
  const authorization = `Bearer ${token()}`;
  const request = (payment: string) => ({
    requestId: 'r',
    routeKey: key,
    path: { payment },
    rawQuery: '',
    headers: { authorization },
    sourceIp: '198.51.100.7',
  });
  const verify = tokenVerifier(region, edgeBudget, Date.now);
  const trusted = { userPoolId, clientIds: ['shop'], policyStoreId: 'store', policyContent: '' };

  const runs = {
    'a cached decision': () => ask(request('kept')),
    'a decision from the store': (call: number) => ask(request(`p${call}`)),
    'verification alone': () => verify(bearerOf(authorization), trusted),
  };
  const times = new Map(Object.keys(runs).map((name) => [name, [] as number[]]));
  for (let round = -20; round < rounds; round++)
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      for (let call = 0; call < calls; call++) await run(round * calls + call);
      if (round >= 0) times.get(name)?.push((performance.now() - start) / calls);
    }
  const [kept, asked, verified] = [...times.values()].map(median) as [number, number, number];
  console.log(`a cached decision: ${micro(kept)}; one from the store, on loopback: ${micro(asked)}`);
  console.log(`asking the store costs ${(asked / kept).toFixed(1)} times a cached decision`);
  console.log(
    `verification: ${micro(verified)}, ${((100 * verified) / kept).toFixed(0)} % of a cached decision, ${((100 * verified) / asked).toFixed(0)} % of one from the store`,
  );
  check('a cached decision to its verification', kept / verified);
}

server.listen(0, '127.0.0.1', () =>
  main((server.address() as AddressInfo).port).finally(() => {
    server.closeAllConnections();
    server.close();
  }),
);

import type { ClientConfig } from '../aws/credentials';
import { verifyToken } from '../aws/tokens';
import { failure } from '../cli/errors';
import { callApi, inThePast } from './api';
import { decide, questions } from './decisions';
import { expectClaims, type FlowOutcome } from './flow';
import type { Stage } from './stage';
import { type DemoTenant, findTenant, pickTenants } from './tenants';
import { registerUser, signIn } from './users';

/** Asks the tenant's policy store with the user's token. Throws at an unexpected decision. */
async function askPolicies(access: ClientConfig, tenant: DemoTenant, token: string) {
  const decisions: { action: string; decision: string }[] = [];
  for (const question of questions(tenant.id)) {
    const decision = await decide(access, tenant, token, question);
    if (decision !== question.expected)
      throw failure(`${question.action} must be ${question.expected}, but the policy store says ${decision}`);
    decisions.push({ action: question.action, decision });
  }
  return decisions;
}

/** A tenant's user gets a token and decisions; a user who is mapped to another tenant gets no token. */
export async function showTenant(stage: Stage): Promise<FlowOutcome> {
  const { loaded, endpoint, pools } = stage;
  const { environment } = loaded;
  const pair = pickTenants(loaded);
  const config = await pools.access(pair);
  const tenant = await findTenant(config, environment, pair.own);

  const user = await registerUser(config, environment, tenant, {
    email: `ada@${tenant.id}.example`,
    mappedTo: tenant.id,
    group: 'operators',
  });
  const answer = await signIn(config, tenant, user);
  if ('refusal' in answer) throw failure(`${user.email} cannot sign in: ${answer.refusal}`);
  const token = { userPoolId: tenant.userPoolId, clientId: tenant.probeClientId };
  const access = await verifyToken(endpoint, { ...token, tokenUse: 'access' }, answer.accessToken);
  const id = await verifyToken(endpoint, { ...token, tokenUse: 'id' }, answer.idToken);
  expectClaims('access token', access, { tenant_id: tenant.id, 'cognito:groups': ['operators'] });
  expectClaims('ID token', id, { email: user.email, tenant_id: undefined });
  const decisions = await askPolicies(config, tenant, answer.accessToken);

  const stranger = await registerUser(config, environment, tenant, {
    email: `eve@${pair.other}.example`,
    mappedTo: pair.other,
  });
  const foreign = await signIn(config, tenant, stranger);
  if (!('refusal' in foreign))
    throw failure(`${stranger.email} of tenant ${pair.other} got a token of tenant ${tenant.id}`);
  const expired = await inThePast(endpoint, () => signIn(config, tenant, user));
  if ('refusal' in expired) throw failure(`${user.email} could not get an expired token: ${expired.refusal}`);
  const bearer = answer.accessToken;
  const own = `/tenants/${tenant.id}`;
  const calls = await callApi(stage, pair, [
    {
      words: 'operators may view payments',
      call: `GET ${own}/payments/payment-1`,
      token: bearer,
      expected: 200,
    },
    { words: 'operators may not export', call: `POST ${own}/exports`, token: bearer, expected: 403 },
    {
      words: "another tenant's payment",
      call: `GET /tenants/${pair.other}/payments/payment-1`,
      token: bearer,
      expected: 403,
    },
    {
      words: 'the token has expired',
      call: `GET ${own}/payments/payment-1`,
      token: expired.accessToken,
      expected: 401,
    },
  ]);
  const decided = decisions.map(({ action, decision }) => `${action} ${decision}`).join(', ');
  return {
    line: `${user.email} signed in: tenant_id ${tenant.id}; the policy store says ${decided}`,
    refused: [`${stranger.email}, of tenant ${pair.other}: ${foreign.refusal}`],
    calls,
    tokens: { access, id },
    facts: { tenant: tenant.id, decisions, foreignTenant: pair.other },
  };
}

import { domainPrefix } from '../../environments/names';
import { newPassword } from '../aws/new-password';
import { signInHost } from '../aws/sign-in-domain';
import { verifyToken } from '../aws/tokens';
import { failure } from '../cli/errors';
import { callApi, inThePast } from './api';
import { clientId } from './clients';
import { addCustomer } from './database';
import { expectClaims, type FlowOutcome, poolOf } from './flow';
import { refresh, signInOnPage } from './sign-in-page';
import type { Stage } from './stage';

const username = 'ada@example.com';
const roles = ['account-owner', 'premium'];

/** Code from the last mail to the user. The local AWS keeps the mail that a pool would have sent. */
async function mailedCode(endpoint: string, poolId: string): Promise<string> {
  const answer = await fetch(`${endpoint}/_local/cognito/${poolId}/messages`);
  const mails = (await answer.json()) as { to: string; secret: string }[];
  const code = mails.filter(({ to }) => to === username).at(-1)?.secret;
  if (!code) throw failure(`user pool ${poolId} has sent no code to ${username}`);
  return code;
}

/** A customer signs up with an e-mail address, gets roles in the database, and signs in on the pool's sign-in page. */
export async function showCustomer(stage: Stage): Promise<FlowOutcome> {
  const { loaded, endpoint, region } = stage;
  const { environment } = loaded;
  const pool = await poolOf(stage, 'customer');
  const database = environment.customer.databases?.[region];
  if (!database) throw failure(`environment ${environment.name} has no customer database in ${region}`);
  const web = await clientId(stage, pool, 'web');
  const password = newPassword();

  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient({ region });
  const { UserSub: customerId = '' } = await client.send(
    new sdk.SignUpCommand({
      ClientId: web,
      Username: username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: username }],
    }),
  );
  const ConfirmationCode = await mailedCode(endpoint, pool.id);
  await client.send(new sdk.ConfirmSignUpCommand({ ClientId: web, Username: username, ConfirmationCode }));
  client.destroy();
  await addCustomer(stage, database, { customerId, roles });

  const app = {
    host: signInHost(domainPrefix(environment, 'customer'), region),
    clientId: web,
    redirectUri: environment.customer.callbackUrls[0] as string,
  };
  const tokens = await signInOnPage(endpoint, app, { username, password });
  const by = { userPoolId: pool.id, clientId: web };
  const access = await verifyToken(endpoint, { ...by, tokenUse: 'access' }, tokens.access_token);
  const id = await verifyToken(endpoint, { ...by, tokenUse: 'id' }, tokens.id_token);
  expectClaims('access token', access, { sub: customerId, customer_id: customerId, roles });
  expectClaims('ID token', id, {
    sub: customerId,
    email: username,
    customer_id: undefined,
    roles: undefined,
  });
  const token = tokens.access_token ?? '';
  const expired = await inThePast(endpoint, () => refresh(endpoint, app, tokens.refresh_token));
  const payments = `/customers/${customerId}`;
  const pay = {
    call: `POST ${payments}/accounts/account-1/payments`,
    headers: { 'x-payment-amount': '1000' },
    token,
  };
  const calls = await callApi(stage, pool, [
    { words: 'a payment of their own', call: `GET ${payments}/payments/payment-1`, token, expected: 200 },
    { words: 'a payment within the limit', ...pay, body: { amount: 1000 }, expected: 200 },
    {
      words: 'the body has a higher amount than the header',
      ...pay,
      body: { amount: 900_000 },
      expected: 403,
    },
    {
      words: "above the customer's limit",
      ...pay,
      headers: { 'x-payment-amount': '100000000' },
      expected: 403,
    },
    {
      words: "another customer's payment",
      call: 'GET /customers/somebody-else/payments/payment-2',
      token,
      expected: 403,
    },
    {
      words: 'the token has expired',
      call: `GET ${payments}/payments/payment-1`,
      token: expired.access_token ?? '',
      expected: 401,
    },
  ]);
  return {
    line: `${username} signed up and signed in: roles ${roles.join(', ')} from PostgreSQL`,
    refused: [],
    calls,
    tokens: { access, id },
    facts: { user: username, roles },
  };
}

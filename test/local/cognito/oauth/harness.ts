import type { Cognito } from '../../../../local/cognito/call';
import type { Provider } from '../../../../local/cognito/federation/model';
import type { Client, Domain, Pool } from '../../../../local/cognito/model';
import { newHosted } from '../../../../local/cognito/oauth/hosted';
import { State } from '../../../../local/cognito/state';

export const callback = 'https://app.example/callback';

const client = {
  ClientId: 'c1',
  secrets: [],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email'],
  CallbackURLs: [callback],
  SupportedIdentityProviders: ['COGNITO'],
} as unknown as Client;

/** A secret that a client was created with. */
export const madeWith = (value: string) => ({ id: `c1--${value}`, value, created: 0, shown: true });

/** A pool with a domain and one client, without moto, at a time that a test can change (milliseconds). */
export function newPages(more: Partial<Client> = {}, providers: Partial<Provider>[] = []) {
  const clock = { now: 1_800_000_000_000 };
  const state = new State();
  const pool = {
    id: 'eu-central-1_Abc',
    arn: 'arn:aws:cognito-idp:eu-central-1:111111111111:userpool/eu-central-1_Abc',
    account: '111111111111',
    region: 'eu-central-1',
    settings: {},
    mfa: {},
    clients: new Map([['c1', { ...client, ...more }]]),
    hosted: newHosted(),
    federation: { providers: new Map(providers.map((one) => [one.ProviderName, one])) },
    uiCustomizations: new Map(),
    replicas: new Map(),
  } as unknown as Pool;
  state.pools.set(pool.id, pool);
  const domain = { name: 'acme', poolId: pool.id, region: pool.region } as Domain;
  state.domains.set('eu-central-1/acme', domain);
  const cognito = { state, now: () => clock.now } as unknown as Cognito;
  return { clock, state, pool, cognito, client: pool.clients.get('c1') as Client };
}

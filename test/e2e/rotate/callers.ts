import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { access, type Place } from '../fleet/cloud';

/** A service in one region that repeatedly fetches its secret and requests tokens. */
export interface Caller {
  place: Place;
  service: string;
  clientId: string;
  /** The secret that Cognito generated, which its owner received first. */
  first: string;
  /** Fetches its current secret. */
  fetch(): Promise<string>;
  /** The error of the token endpoint; undefined if it returned a token. */
  ask(secret: string): Promise<string | undefined>;
  close(): void;
}

/** A service of `dev` in one region. */
export async function callerOf(place: Place, service: string): Promise<Caller> {
  const idp = new CognitoIdentityProviderClient(access(place));
  const secrets = new SecretsManagerClient(access(place));
  const { UserPools = [] } = await idp.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const UserPoolId = UserPools.find(({ Name }) => Name === 'dev-machine')?.Id;
  const { UserPoolClients = [] } = await idp.send(
    new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
  );
  const ClientId = UserPoolClients.find(({ ClientName }) => ClientName === service)?.ClientId as string;
  const { UserPoolClient } = await idp.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  idp.destroy();
  const first = UserPoolClient?.ClientSecret as string;
  const host = `northpay-dev-machine.auth.${place.region}.amazoncognito.com`;
  const SecretId = `fleet/clients/dev/machine/${service}`;
  return {
    place,
    service,
    clientId: ClientId,
    first,
    async fetch() {
      try {
        const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
        return JSON.parse(SecretString).client_secret;
      } catch (error) {
        if ((error as Error).name !== 'ResourceNotFoundException') throw error;
        return first;
      }
    },
    async ask(secret) {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: ClientId,
        client_secret: secret,
      });
      const url = `${place.endpoint}/_local/domains/${host}/oauth2/token`;
      const answer = (await (await fetch(url, { method: 'POST', body })).json()) as {
        access_token?: string;
        error?: string;
      };
      return answer.access_token ? undefined : (answer.error ?? 'no token');
    },
    close: () => secrets.destroy(),
  };
}

/** Callers that make requests until they are stopped; counts requests, and collects refusals and secrets. */
export class Callers {
  asked = 0;
  readonly refused: string[] = [];
  readonly secrets = new Set<string>();
  #stop = false;
  readonly #running: Promise<void>[];

  constructor(readonly callers: readonly Caller[]) {
    this.#running = callers.map(async (caller) => {
      while (!this.#stop) {
        const secret = await caller.fetch();
        this.secrets.add(secret);
        const error = await caller.ask(secret);
        this.asked += 1;
        if (error)
          this.refused.push(`${new Date().toISOString()} ${caller.place.region} ${caller.service}: ${error}`);
      }
    });
  }

  /** Resolves after so many requests. */
  async untilAsked(count: number): Promise<void> {
    while (this.asked < count) await new Promise((resolve) => setTimeout(resolve, 200));
  }

  async stop(): Promise<void> {
    this.#stop = true;
    await Promise.all(this.#running);
    for (const caller of this.callers) caller.close();
  }
}

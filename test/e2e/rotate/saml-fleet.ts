import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  DescribeIdentityProviderCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { domainPrefix, identityProviders } from '../../../environments/names';
import { toPem } from '../../../local/certificate';
import { signInHost } from '../../../scripts/aws/sign-in-domain';
import { findTenant } from '../../../scripts/demo/tenants';
import { Browser, formOf, type Page } from '../../support/browser';
import { access, type Place } from '../fleet/cloud';
import { type App, tryToSignIn } from '../flows/sign-in';
import { twoRegions } from '../tenant/life-fleet';

const provider = identityProviders.tenant.saml;
export const password = 'Correct-horse-7-battery';
export const organisation = 'acme.okta.example';
const appId = 'northpay-staging';
const documentPath = 'environments/staging/saml/acme.xml';

/** Two regions, in which `acme` signs in at Okta, whose metadata is a document of ours. */
export function samlFleet() {
  const loaded = twoRegions();
  const settings = {
    type: 'saml' as const,
    domains: ['acme.example'],
    attributes: { email: 'email' },
    metadataFile: 'acme.xml',
    signRequests: true,
    encryptAssertions: true,
    idpInitiated: false,
    signOut: false,
  };
  return {
    ...loaded,
    tenants: loaded.tenants.map((tenant) =>
      tenant.id === 'acme' ? { ...tenant, identityProvider: settings } : tenant,
    ),
  };
}

/** What the provider's administrator does. */
export async function atOkta(
  endpoint: string,
  kind: 'users' | 'apps' | 'keys',
  body: object,
): Promise<Record<string, string>> {
  const answer = await fetch(`${endpoint}/_local/okta/${kind}`, {
    method: 'POST',
    body: JSON.stringify({ host: organisation, ...body }),
  });
  if (!answer.ok) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}

/** The provider's metadata as it publishes it now. */
export async function published(endpoint: string): Promise<string> {
  const url = `https://${organisation}/app/${appId}/sso/saml/metadata`;
  const { status, body } = await (await Browser.at(endpoint)).get(url);
  if (status !== 200) throw new Error(`${url}: ${status} ${body}`);
  return body;
}

/** A document in the project. */
export const documentIn = (root: string) => ({
  read: () => readFileSync(join(root, documentPath), 'utf8'),
  write(text: string) {
    mkdirSync(dirname(join(root, documentPath)), { recursive: true });
    writeFileSync(join(root, documentPath), text);
  },
});

/** What Cognito has for the provider in a region. */
export async function detailsAt(place: Place): Promise<Record<string, string>> {
  const config = access(place);
  const { environment } = twoRegions();
  const { userPoolId: UserPoolId } = await findTenant(config as never, environment, 'acme');
  const client = new CognitoIdentityProviderClient(config);
  const { IdentityProvider } = await client.send(
    new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: provider }),
  );
  client.destroy();
  return IdentityProvider?.ProviderDetails ?? {};
}

/** `acme`'s application in a region, which the provider knows from now on. */
export async function appAt(place: Place): Promise<App> {
  const config = access(place);
  const { environment, tenants } = samlFleet();
  const { userPoolId: UserPoolId } = await findTenant(config as never, environment, 'acme');
  const client = new CognitoIdentityProviderClient(config);
  const { UserPoolClients = [] } = await client.send(
    new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
  );
  client.destroy();
  const host = signInHost(domainPrefix(environment, 'acme'), place.region);
  const { ActiveEncryptionCertificate = '' } = await detailsAt(place);
  await atOkta(place.endpoint, 'apps', {
    id: appId,
    acsUrl: `https://${host}/saml2/idpresponse`,
    audience: `urn:amazon:cognito:sp:${UserPoolId}`,
    encryptionCertificate: toPem(ActiveEncryptionCertificate),
  });
  return {
    endpoint: place.endpoint,
    userPoolId: UserPoolId,
    host,
    clientId: UserPoolClients.find(({ ClientName }) => ClientName === 'web')?.ClientId as string,
    redirectUri: tenants.find(({ id }) => id === 'acme')?.callbackUrls[0] as string,
  };
}

/** A browser that has signed in at the provider, whose response has not been submitted to Cognito yet. */
export async function responseFor(
  app: App,
  username: string,
): Promise<{ browser: Browser; page: Page; response: string }> {
  const browser = await Browser.at(app.endpoint);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: 'openid email',
    identity_provider: provider,
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const start = await browser.get(`https://${app.host}/oauth2/authorize?${query}`);
  const page = await browser.submit(start, { username, password });
  return { browser, page, response: formOf(page).fields.SAMLResponse as string };
}

/** People who sign in one after the other, each in their own browser, until they are told to stop. */
export class People {
  signedIn = 0;
  readonly refused: string[] = [];
  private stopped = false;
  private readonly loops: Promise<void>[];

  constructor(app: App, usernames: readonly string[]) {
    this.loops = usernames.map((username) => this.loop(app, username));
  }

  private async loop(app: App, username: string): Promise<void> {
    while (!this.stopped) {
      const answer = await tryToSignIn(app, { username, password, identityProvider: provider }).catch(
        (error: Error) => ({ error: error.message }) as never,
      );
      if (answer.access_token) this.signedIn++;
      else this.refused.push(JSON.stringify(answer));
      // The machine has a rotation to run, too.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits until so many more have signed in, or someone was refused. */
  async more(count: number): Promise<void> {
    const wanted = this.signedIn + count;
    while (this.signedIn < wanted && this.refused.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.loops);
  }
}

import {
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  type CreateUserPoolClientCommandInput,
  GetSigningCertificateCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { toPem } from '../../../local/certificate';
import type { Browser, Page } from '../../support/browser';
import { type Local, newPool, password } from '../cognito/harness';
import { App, newDomain, newWebClient } from '../cognito/hosted';

export const organisation = 'acme.okta.example';
export const ada = {
  username: 'ada@acme.example',
  attributes: { email: 'ada@acme.example', email_verified: true, department: 'Payments' },
  groups: ['Everyone', 'On call'],
};

/** Registers what an administrator of the provider would enter. Returns its response. */
export async function register(
  { aws }: Local,
  kind: 'users' | 'clients' | 'apps',
  body: object,
): Promise<Record<string, string>> {
  const url = `${aws.endpoint}/_local/okta/${kind}`;
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ host: organisation, ...body }) });
  if (answer.status !== 201) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}

/** Creates a user at the provider. Returns the user's id there. */
export const registerUser = async (local: Local, user: object = ada, more: object = {}): Promise<string> =>
  (await register(local, 'users', { password, ...user, ...more })).id as string;

type Provider = Omit<CreateIdentityProviderCommandInput, 'UserPoolId'>;

const attribute = (Name: string) => ({
  Name,
  AttributeDataType: 'String' as const,
  Mutable: true,
  StringAttributeConstraints: { MinLength: '0', MaxLength: '256' },
});

/** Creates a staff pool with a domain, whose users come from providers; `pool` is added to its settings. */
export async function newStaffPool(
  local: Local,
  prefix: string,
  pool: Parameters<typeof newPool>[1] = {},
): Promise<{ pool: string; host: string }> {
  const Schema = ['department', 'groups'].map(attribute);
  const id = await newPool(local, { Schema, ...pool });
  return { pool: id, host: await newDomain(local, id, prefix) };
}

export const newProvider = (local: Local, UserPoolId: string, provider: Provider) =>
  local.sdk.send(new CreateIdentityProviderCommand({ UserPoolId, ...provider }));

/** Creates an app whose users come from these providers. */
export async function newApp(
  local: Local,
  { pool, host }: { pool: string; host: string },
  providers: string[],
  more: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<App> {
  const client = await newWebClient(local, pool, { SupportedIdentityProviders: providers, ...more });
  return new App(local, pool, host, client.id);
}

const mapping = { email: 'email', email_verified: 'email_verified', 'custom:department': 'department' };

/** Adds Okta through OpenID Connect, as a client of the organisation. */
export async function newOidcProvider(
  local: Local,
  { pool, host }: { pool: string; host: string },
  more: Record<string, string> = {},
): Promise<void> {
  const clientId = `client-of-${host}`;
  const redirectUris = [`https://${host}/oauth2/idpresponse`];
  await register(local, 'clients', { clientId, clientSecret: 'its-secret', redirectUris });
  await newProvider(local, pool, {
    ProviderName: 'okta-oidc',
    ProviderType: 'OIDC',
    ProviderDetails: {
      oidc_issuer: `https://${organisation}`,
      client_id: clientId,
      client_secret: 'its-secret',
      authorize_scopes: 'openid email profile groups',
      attributes_request_method: 'GET',
      ...more,
    },
    AttributeMapping: { ...mapping, username: 'sub', 'custom:groups': 'groups' },
    IdpIdentifiers: ['acme.example'],
  });
}

/** A SAML app of the organisation. */
export interface SamlApp {
  app: string;
  /** Registers the app at Okta; `more` overrides its settings. */
  configure(more?: object): Promise<unknown>;
}

/** Adds Okta through SAML, with signed requests and encrypted assertions. */
export async function newSamlProvider(
  local: Local,
  { pool, host }: { pool: string; host: string },
  more: Record<string, string> = {},
): Promise<SamlApp> {
  const app = `exk-${host.split('.')[0]}`;
  const { IdentityProvider } = await newProvider(local, pool, {
    ProviderName: 'okta-saml',
    ProviderType: 'SAML',
    ProviderDetails: {
      MetadataURL: `https://${organisation}/app/${app}/sso/saml/metadata`,
      IDPSignout: 'true',
      IDPInit: 'true',
      EncryptedResponses: 'true',
      RequestSigningAlgorithm: 'rsa-sha256',
      ...more,
    },
    AttributeMapping: { ...mapping, 'custom:groups': 'groups' },
  });
  const { Certificate } = await local.sdk.send(new GetSigningCertificateCommand({ UserPoolId: pool }));
  const encryption = IdentityProvider?.ProviderDetails?.ActiveEncryptionCertificate as string;
  const configure = (replaced: object = {}) =>
    register(local, 'apps', {
      id: app,
      acsUrl: `https://${host}/saml2/idpresponse`,
      audience: `urn:amazon:cognito:sp:${pool}`,
      signingCertificate: toPem(Certificate as string),
      encryptionCertificate: toPem(encryption),
      sloUrl: `https://${host}/saml2/logout`,
      ...replaced,
    });
  await configure();
  return { app, configure };
}

/** Signs in on the provider's page. */
export const atProvider = (browser: Browser, page: Page, username = ada.username): Promise<Page> =>
  browser.submit(page, { username, password });

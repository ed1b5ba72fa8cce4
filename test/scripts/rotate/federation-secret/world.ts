import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  CreateUserPoolCommand,
  DescribeIdentityProviderCommand,
  type IdentityProviderTypeType,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Network } from '../../../../local/network';
import { standInHosts, startOkta } from '../../../../local/okta/server';
import { json } from '../../../../local/service';
import type { SecretHolder } from '../../../../scripts/rotate/federation-secret/secret-holders';
import { account, region, startAws } from '../aws';
import { eachIn, rotationRuns } from '../runs';
import { startSocial } from './social';

const pool = 'test-internal';
const poolId = `${region}_Abcdef123`;
const issuer = 'https://acme.okta.example';
const host = 'northpay-test-internal.auth.eu-central-1.amazoncognito.com';
const placeholder = 'set-by-fleet-rotate-federation-secret';

/** What moto does for a pool, as far as these tests need it. */
const moto = async () =>
  json(200, {
    UserPool: { Id: poolId, Name: pool, Arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId}` },
  });

const details: Record<string, { type: IdentityProviderTypeType; details: Record<string, string> }> = {
  'okta-oidc': {
    type: 'OIDC',
    details: {
      client_id: 'staff',
      client_secret: placeholder,
      oidc_issuer: issuer,
      authorize_scopes: 'openid email',
      attributes_request_method: 'GET',
    },
  },
  Facebook: {
    type: 'Facebook',
    details: { client_id: '4711', client_secret: placeholder, authorize_scopes: 'public_profile' },
  },
  LoginWithAmazon: {
    type: 'LoginWithAmazon',
    details: { client_id: 'amzn', client_secret: placeholder, authorize_scopes: 'profile' },
  },
  SignInWithApple: {
    type: 'SignInWithApple',
    details: {
      client_id: 'services-id',
      team_id: 'TEAM123456',
      key_id: 'KEY1234567',
      private_key: placeholder,
      authorize_scopes: 'email',
    },
  },
};

/** A user pool with identity providers (Okta among them only where a test wants it: it is slow), each with the placeholder, and providers that have given out secrets. */
export async function newWorld(withOkta = true) {
  const apple = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const given = {
    'okta-oidc': `planted-${randomBytes(24).toString('base64url')}`,
    Facebook: `planted-${randomBytes(16).toString('hex')}`,
    LoginWithAmazon: `planted-"(with)*signs$&-${randomBytes(16).toString('hex')}`,
    SignInWithApple: apple.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const social = await startSocial({
    amazon: given.LoginWithAmazon,
    facebook: given.Facebook,
    apple: apple.publicKey,
  });
  const network = new Network();
  const okta = withOkta ? await startOkta() : undefined;
  if (okta) {
    for (const hosts of standInHosts) network.add({ hosts, port: okta.port });
    okta.organisations.of('acme.okta.example').clients.set('staff', {
      clientId: 'staff',
      clientSecret: given['okta-oidc'],
      redirectUris: [`https://${host}/oauth2/idpresponse`],
    });
  }
  for (const route of social.routes) network.add(route);
  const aws = await startAws(moto, network);
  const idp = new CognitoIdentityProviderClient(aws.config);
  const manager = new SecretsManagerClient(aws.config);
  await idp.send(new CreateUserPoolCommand({ PoolName: pool }));
  for (const [ProviderName, { type, details: ProviderDetails }] of Object.entries(details)) {
    if (type === 'OIDC' && !okta) continue;
    await idp.send(
      new CreateIdentityProviderCommand({
        ...{ UserPoolId: poolId, ProviderName, ProviderType: type, ProviderDetails },
        AttributeMapping: { email: 'email' },
        ...(type === 'OIDC' && { IdpIdentifiers: ['acme.example'] }),
      }),
    );
  }
  const holder = (provider: keyof typeof given): SecretHolder => ({
    ...{
      environment: 'test',
      flow: 'internal',
      account: 'identity',
      accountId: account,
      region,
      pool,
      provider,
    },
    host,
    secretName: `fleet/internal/${provider}`,
    detail: provider === 'SignInWithApple' ? 'private_key' : 'client_secret',
  });
  const describe = async (ProviderName: string) =>
    (await idp.send(new DescribeIdentityProviderCommand({ UserPoolId: poolId, ProviderName })))
      .IdentityProvider;
  const runs = rotationRuns({
    command: 'rotate federation-secret',
    clock: aws.clock,
    pool,
    userPoolId: poolId,
  });
  return {
    ...aws,
    ...runs,
    /** What the providers have issued. */
    given,
    social,
    placeholder,
    holder,
    describe,
    /** The secret in Cognito. */
    has: async (provider: string) => (await describe(provider))?.ProviderDetails?.client_secret,
    /** Stores a secret as a person does, and returns its version. */
    async store(provider: keyof typeof given, SecretString: string = given[provider]): Promise<string> {
      const Name = holder(provider).secretName;
      const put = () => manager.send(new PutSecretValueCommand({ SecretId: Name, SecretString }));
      const { VersionId = '' } = await put().catch(() =>
        manager.send(new CreateSecretCommand({ Name, SecretString })),
      );
      return VersionId;
    },
    /** Changes a provider's secret in Cognito by hand. */
    async setByHand(ProviderName: string, client_secret: string) {
      const { ProviderDetails } = (await describe(ProviderName)) ?? {};
      await idp.send(
        new UpdateIdentityProviderCommand({
          UserPoolId: poolId,
          ProviderName,
          ProviderDetails: { ...ProviderDetails, client_secret },
        }),
      );
    },
    async end() {
      idp.destroy();
      manager.destroy();
      await aws.close();
      await social.close();
      await okta?.close();
      runs.remove();
    },
  };
}

export type World = Awaited<ReturnType<typeof newWorld>>;

/** A new world for each test, which the code under test sees as AWS. */
export const eachInNewWorld = (withOkta = false): (() => World) => eachIn(() => newWorld(withOkta));

import { randomBytes } from 'node:crypto';
import {
  AddUserPoolClientSecretCommand,
  CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { LoadedEnvironment } from '../../../../environments/schema';
import { bare, selfSigned } from '../../../../local/certificate';
import { type AwsRequest, type AwsResponse, json } from '../../../../local/service';
import { rotationKey } from '../../../../scripts/rotate/record';
import { everyOptionAtHome } from '../../../stacks/every-option';
import { account, region, startAws } from '../aws';

const day = 86_400_000;

/** The environment with every option, and one more service, so that its home account has ten. */
const [service] = everyOptionAtHome.services;
export const loaded = {
  ...everyOptionAtHome,
  services: [...everyOptionAtHome.services, { ...service, id: 'reporting', owner: 'analytics' }],
} as LoadedEnvironment;

const xml = (body: string, status = 200): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

const later = new Date(Date.now() + day).toISOString();
const identities: Record<string, string> = {
  GetCallerIdentity: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ada</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  AssumeRole: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${later}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
};

/** What moto does here: identities, the objects of a state bucket, and ids of pools and clients. */
const moto =
  (objects: ReadonlyMap<string, string>) =>
  async ({ service, method, path, operation, body }: AwsRequest): Promise<AwsResponse> => {
    if (service === 'sts')
      return xml(identities[new URLSearchParams(String(body)).get('Action') ?? ''] ?? '', 200);
    if (service === 's3') {
      const [, , key = ''] = /^\/([^/?]+)\/?([^?]*)/.exec(path) ?? [];
      const text = objects.get(key);
      if (method === 'HEAD' || text !== undefined) return xml(text ?? '');
      return xml('<Error><Code>NoSuchKey</Code></Error>', 404);
    }
    const { PoolName, ClientName } = JSON.parse(String(body));
    const id = `${region}_${randomBytes(5).toString('hex')}`;
    return json(
      200,
      {
        CreateUserPool: {
          UserPool: {
            Id: id,
            Name: PoolName,
            Arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`,
          },
        },
        CreateUserPoolClient: { UserPoolClient: { ClientId: randomBytes(13).toString('hex'), ClientName } },
      }[operation],
    );
  };

/** Ten secrets and certificates of one account, of different ages; each value is a planted one. */
export async function startFleetOfTen() {
  const objects = new Map<string, string>();
  const aws = await startAws(moto(objects));
  const { clock } = aws;
  const now = Date.now();
  const idp = new CognitoIdentityProviderClient(aws.config);
  const manager = new SecretsManagerClient(aws.config);
  /** Creates something that many days ago. */
  const ago = async <T>(days: number, make: () => Promise<T>): Promise<T> => {
    clock.now = now - days * day;
    try {
      return await make();
    } finally {
      clock.now = now;
    }
  };
  const pool = async (PoolName: string) =>
    (await idp.send(new CreateUserPoolCommand({ PoolName, UserPoolAddOns: undefined }))).UserPool
      ?.Id as string;
  const planted = () => `planted${randomBytes(24).toString('hex')}`;
  const store = async (Name: string, days: number) => {
    const command = new CreateSecretCommand({ Name, SecretString: planted() });
    return (await ago(days, () => manager.send(command))).VersionId as string;
  };
  const record = (kind: string, name: string, days: number, version?: string) =>
    objects.set(
      rotationKey(kind, region, name),
      JSON.stringify({
        version: 1,
        last: {
          at: new Date(now - days * day).toISOString(),
          by: `arn:aws:iam::${account}:user/ada`,
          run: 'every-rotate-1',
          proof:
            kind === 'client-secret' ? 'token' : 'let in (invalid_grant; a made-up secret: invalid_client)',
          ...(version && { version }),
        },
      }),
    );
  const federation = async (name: string, secret: string, days: number, pushed: boolean) => {
    const version = await store(secret, days);
    if (pushed) record('federation-secret', name, days, version);
  };

  await pool('every-customer');
  await federation('every-customer/Google', 'fleet/customer/google', 400, true);
  await federation('every-customer/Facebook', 'fleet/customer/facebook', 10, true);
  await federation('every-customer/LoginWithAmazon', 'fleet/customer/amazon', 170, true);
  // Put into Secrets Manager, but not pushed to Cognito.
  await federation('every-customer/SignInWithApple', 'fleet/customer/apple', 5, false);
  const internal = await pool('every-internal');
  await federation('every-internal/okta-oidc', 'fleet/internal/okta', 181, true);
  const { certificate } = selfSigned('idp', 30, now - 31 * day);
  const descriptor = `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${bare(certificate)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`;
  const MetadataFile = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="http://www.okta.com/every"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${descriptor}<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://every.okta.example/sso"/></IDPSSODescriptor></EntityDescriptor>`;
  const saml = new CreateIdentityProviderCommand({
    UserPoolId: internal,
    ProviderName: 'okta-saml',
    ProviderType: 'SAML',
    ProviderDetails: { MetadataFile },
  });
  await ago(20, () => idp.send(saml));
  const machine = await pool('every-machine');
  const client = (ClientName: string, days: number) =>
    ago(days, async () => {
      const command = new CreateUserPoolClientCommand({
        UserPoolId: machine,
        ClientName,
        GenerateSecret: true,
      });
      return (await idp.send(command)).UserPoolClient?.ClientId as string;
    });
  // Never rotated.
  await client('billing', 30);
  await client('legacy-export', 100);
  await store('fleet/clients/every/machine/legacy-export', 100);
  record('client-secret', 'every-machine/legacy-export', 100);
  // Its old secret works for another day: at no time of the day is that still today.
  const reporting = await client('reporting', 90);
  await ago(0, () =>
    idp.send(
      new AddUserPoolClientSecretCommand({
        UserPoolId: machine,
        ClientId: reporting,
        ClientSecret: planted(),
      }),
    ),
  );
  await store('fleet/clients/every/machine/reporting', 0);
  return {
    ...aws,
    manager,
    now,
    store,
    record,
    federation,
    async end() {
      idp.destroy();
      manager.destroy();
      await aws.close();
    },
  };
}

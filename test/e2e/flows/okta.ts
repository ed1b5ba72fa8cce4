import {
  CognitoIdentityProviderClient,
  DescribeIdentityProviderCommand,
  GetSigningCertificateCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { toPem } from '../../../local/certificate';
import type { Applied } from './applied';
import type { App } from './sign-in';

/** Registers what an administrator of the provider would enter by hand. Returns its response. */
export async function register(
  { endpoint }: Pick<Applied, 'endpoint'>,
  kind: 'users' | 'clients' | 'apps',
  body: { host: string } & Record<string, unknown>,
): Promise<{ id: string }> {
  const answer = await fetch(`${endpoint}/_local/okta/${kind}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

/** Registers a pool as a SAML application at its provider, with Cognito's certificates. */
export async function registerSamlApp(
  applied: Applied,
  account: string,
  { userPoolId: UserPoolId, host }: App,
  { provider: ProviderName, metadataUrl }: { provider: string; metadataUrl: string },
): Promise<void> {
  const { pools, region } = applied;
  const client = new CognitoIdentityProviderClient(await pools.access({ account, region }));
  const { Certificate = '' } = await client.send(new GetSigningCertificateCommand({ UserPoolId }));
  const { IdentityProvider } = await client.send(
    new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }),
  );
  client.destroy();
  const { host: organisation, pathname } = new URL(metadataUrl);
  await register(applied, 'apps', {
    host: organisation,
    id: pathname.split('/')[2],
    acsUrl: `https://${host}/saml2/idpresponse`,
    audience: `urn:amazon:cognito:sp:${UserPoolId}`,
    signingCertificate: toPem(Certificate),
    encryptionCertificate: toPem(IdentityProvider?.ProviderDetails?.ActiveEncryptionCertificate ?? ''),
    sloUrl: `https://${host}/saml2/logout`,
  });
}

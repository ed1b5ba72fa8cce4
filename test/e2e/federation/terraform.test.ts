import { resolve } from 'node:path';
import {
  CognitoIdentityProviderClient,
  DescribeIdentityProviderCommand,
  ListUserPoolsCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';

const fixture = resolve(__dirname, '../../fixtures/terraform/federation');
let aws: LocalAws;
let folder: TerraformFolder;
let sdk: CognitoIdentityProviderClient;

beforeAll(async () => {
  aws = await startLocalAws();
  folder = terraformFolder(fixture, aws.endpoint);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sdk = new CognitoIdentityProviderClient({ region: 'eu-central-1', endpoint: aws.endpoint, credentials });
});
afterAll(async () => {
  sdk.destroy();
  await aws.stop();
  folder.remove();
});

async function expectRun(...args: string[]): Promise<string> {
  const { status, text } = await folder.run(...args);
  expect(`${status}\n${status === 0 ? '' : text}`).toBe('0\n');
  return text;
}

/** Ends with 2, and fails the test, when there is something to change. */
const expectNoChanges = (...variables: string[]) => expectRun('plan', '-detailed-exitcode', ...variables);

async function detailsOf(provider: string) {
  const { UserPools = [] } = await sdk.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const UserPoolId = UserPools[0]?.Id;
  const input = { UserPoolId, ProviderName: provider };
  const { IdentityProvider } = await sdk.send(new DescribeIdentityProviderCommand(input));
  return { input, details: IdentityProvider?.ProviderDetails ?? {} };
}

test('pain 5: details that the server fills are no drift when exactly their keys are ignored', async () => {
  await expectRun('init');
  await expectRun('apply', '-auto-approve');
  await expectNoChanges();

  // As the rotation pushes it: Terraform must leave it alone, and keep it when it changes something else.
  const { input, details } = await detailsOf('okta-oidc');
  const pushed = { ...details, client_secret: 'the-real-one' };
  await sdk.send(new UpdateIdentityProviderCommand({ ...input, ProviderDetails: pushed }));
  await expectNoChanges();

  const scopes = ['-var', 'scopes=openid email profile groups'];
  expect(await expectRun('apply', '-auto-approve', ...scopes)).toContain('0 added, 1 changed, 0 destroyed');
  expect((await detailsOf('okta-oidc')).details).toEqual({
    ...pushed,
    authorize_scopes: 'openid email profile groups',
  });
  await expectNoChanges(...scopes);
  await expectRun('destroy', '-auto-approve', ...scopes);
});

import { resolve } from 'node:path';
import { DescribeUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';
import { startLocal } from './harness';

let local: Awaited<ReturnType<typeof startLocal>>;
let terraform: TerraformFolder;

beforeAll(async () => {
  local = await startLocal();
  terraform = terraformFolder(resolve(__dirname, '../../fixtures/terraform/email'), local.aws.endpoint);
  await succeed('init');
});
afterAll(async () => {
  terraform?.remove();
  await local?.stop();
});

async function succeed(...args: string[]): Promise<string> {
  const { status, text } = await terraform.run(...args);
  if (status !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${status}:\n${text}`);
  return text;
}
const apply = (...variables: string[]) => succeed('apply', '-auto-approve', ...variables);
/** Fails, with the plan, when there is anything to change. */
const expectNoChanges = (...variables: string[]) => succeed('plan', '-detailed-exitcode', ...variables);

async function emailOfPool() {
  const { UserPools } = await local.sdk.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const { UserPool } = await local.sdk.send(new DescribeUserPoolCommand({ UserPoolId: UserPools?.[0]?.Id }));
  return UserPool?.EmailConfiguration;
}

test('an identity is made, verified by its DNS records, mailed from, changed and removed', async () => {
  await apply();
  await expectNoChanges();
  expect(await emailOfPool()).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });

  // Too early: Cognito refuses it, and the pool stays as it was.
  const sending = '-var=sending=true';
  const early = await terraform.run('apply', '-auto-approve', sending);
  expect(early.status).toBe(1);
  expect(early.text.replace(/[\s│]+/g, ' ')).toContain(
    'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1',
  );
  expect(await emailOfPool()).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });

  const { dkim_records } = JSON.parse(await succeed('output', '-json'));
  const published = await fetch(`${local.aws.endpoint}/_local/ses/dns`, {
    method: 'POST',
    body: JSON.stringify(dkim_records.value),
  });
  expect(published.status).toBe(201);
  // That SES has seen the records is no change of ours.
  await expectNoChanges();

  expect(await apply(sending)).toContain('0 added, 1 changed, 0 destroyed');
  await expectNoChanges(sending);
  expect(await emailOfPool()).toEqual({
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:eu-central-1:123456789012:identity/auth.northpay.example',
    From: 'NorthPay <no-reply@auth.northpay.example>',
    ReplyToEmailAddress: 'support@northpay.example',
    ConfigurationSet: 'fixture',
  });

  const looser = [sending, '-var=tls=OPTIONAL'];
  expect(await apply(...looser)).toContain('0 added, 1 changed, 0 destroyed');
  await expectNoChanges(...looser);

  expect(await succeed('destroy', '-auto-approve', ...looser)).toContain('3 destroyed');
});

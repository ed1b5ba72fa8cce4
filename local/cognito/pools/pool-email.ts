import type { EmailConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import type { Place } from '../../place';
import type { Ses } from '../../ses/ses';
import { invalid, unauthorized } from '../errors';

/** SES's error when Cognito checks the sender, in the form in which Cognito passes it on (aws-cdk issue 18964). */
const fromSes = (message: string) =>
  invalid(`Cognito received the following error from Amazon SES when attempting to send email: ${message}`);

const unverified = (region: string, identity: string) =>
  fromSes(
    `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${identity}`,
  );

/** `Name <address>`, or only the address. */
const addressOf = (from: string) => (/<([^>]*)>$/.exec(from)?.[1] ?? from).toLowerCase();

/**
 * Refuses senders that a pool cannot use: an identity of another account (aws-cdk issue 25115), one that SES has not
 * verified, an address outside the identity, a configuration set that doesn't exist. Cognito accepts identities in the
 * pool's region and three older ones ("Email settings for Amazon Cognito user pools", Cognito developer guide).
 */
export function checkEmail(ses: Ses, { account, region }: Place, given: EmailConfigurationType = {}): void {
  const { EmailSendingAccount = 'COGNITO_DEFAULT', SourceArn, From, ConfigurationSet } = given;
  if (EmailSendingAccount === 'COGNITO_DEFAULT') {
    // aws-cdk issue 9739.
    if (From) throw invalid('Cannot configure From email address for default email configuration');
    return;
  }
  if (!SourceArn) throw invalid('SourceArn is required when EmailSendingAccount is DEVELOPER');
  const [, at = '', owner, name = ''] =
    /^arn:aws:ses:([a-z0-9-]+):(\d{12}):identity\/(.+)$/.exec(SourceArn) ?? [];
  if (owner !== account) throw unauthorized('Email arn does not belong to your account.');
  if (![region, 'eu-west-1', 'us-east-1', 'us-west-2'].includes(at))
    throw invalid(`A user pool of ${region} cannot send email from an identity of ${at}.`);
  if (!ses.isVerified({ account, region: at }, name)) throw unverified(at, SourceArn);
  const from = addressOf(From ?? name);
  const domain = from.slice(from.indexOf('@') + 1);
  if (from !== name && domain !== name && !domain.endsWith(`.${name}`)) throw unverified(at, from);
  if (ConfigurationSet && !ses.setsIn({ account, region: at }).has(ConfigurationSet))
    throw fromSes(`Configuration set <${ConfigurationSet}> does not exist.`);
}

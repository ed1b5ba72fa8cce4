import type { CognitoUserPoolEmailConfiguration } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { senderOf } from '../../environments/mailing';
import { emailIdentityArn } from '../../environments/names';
import type { Target } from '../fleet-stack';

/**
 * How a target's pools send mail: from the SES identity of their own account and region, whose ARN is computed.
 * Undefined if Cognito itself still sends.
 */
export function emailSender({
  environment,
  account,
  region,
}: Target): CognitoUserPoolEmailConfiguration | undefined {
  const sender = senderOf(environment, account, region);
  if (!sender) return undefined;
  const { identity, configurationSet, from, fromName, replyTo } = sender;
  const name = (identity.make ?? identity.existing) as string;
  return {
    emailSendingAccount: 'DEVELOPER',
    sourceArn: emailIdentityArn(environment, account, region, name),
    fromEmailAddress: fromName ? `${fromName} <${from}>` : from,
    replyToEmailAddress: replyTo,
    configurationSet: configurationSet?.make ?? configurationSet?.existing,
  };
}

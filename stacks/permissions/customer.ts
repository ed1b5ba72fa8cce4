import { allow, type Statement } from './document';
import { databaseUserArn, networkActions } from './function-role';
import { arn, type Scope, taggedOurs } from './scope';
import { sendTexts } from './sms-role';

/** Whether a user pool of the account sends text messages. */
export const sendsTexts = ({ environment, account }: Scope): boolean =>
  (environment.accounts[account]?.flows.includes('customer') ?? false) &&
  environment.customer.mfa !== 'OFF' &&
  environment.customer.mfaMethods.includes('sms');

/** The most that the customer flow's roles may do, if the account has the flow. */
export function customerRights(scope: Scope): Statement[] {
  const { environment, account } = scope;
  if (!environment.accounts[account]?.flows.includes('customer')) return [];
  const { databases = {}, linkFederatedUsers } = environment.customer;
  const users = Object.entries(databases).flatMap(([region, database]) =>
    database ? [databaseUserArn({ environment, account, region }, database)] : [],
  );
  return [
    ...(users.length > 0
      ? [
          allow('ConnectToDatabase', ['rds-db:connect'], users),
          // `*`: Lambda checks the role before any interface exists, and listing has no resource level.
          allow('JoinNetwork', networkActions, ['*']),
        ]
      : []),
    ...(linkFederatedUsers
      ? [
          allow(
            'LinkUsers',
            ['cognito-idp:AdminLinkProviderForUser', 'cognito-idp:ListUsers'],
            [arn(scope, 'cognito-idp', 'userpool/*')],
            taggedOurs(scope),
          ),
        ]
      : []),
    ...(sendsTexts(scope) ? sendTexts : []),
  ];
}

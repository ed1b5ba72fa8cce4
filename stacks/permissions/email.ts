import { emailOf, mailsIn } from '../../environments/mailing';
import { allow, type ServiceRights, type Statement } from './document';
import { arn, type Scope } from './scope';

/** ARNs of the identities and configuration sets that the account's `email` stacks create. */
export function madeForEmail(scope: Scope): { identities: string[]; configurationSets: string[] } {
  const { environment, account } = scope;
  const made = environment.regions.map((region) => emailOf(environment, account, region));
  const arns = (kind: string, names: (string | undefined)[]) =>
    [...new Set(names)].flatMap((name) => (name ? [arn(scope, 'ses', `${kind}/${name}`)] : []));
  return {
    identities: arns(
      'identity',
      made.map(({ identity }) => identity),
    ),
    configurationSets: arns(
      'configuration-set',
      made.map(({ configurationSet }) => configurationSet),
    ),
  };
}

/**
 * For an account's first pool that sends through SES, Cognito creates its service-linked role on the
 * caller's behalf ("Email settings for Amazon Cognito user pools", Cognito developer guide, step 3). The caller needs no
 * other right: only that role sends.
 */
function createEmailRole({ environment, account, id }: Scope): Statement[] {
  const mails = environment.regions.some(
    (region) => environment.email?.[region] && mailsIn(environment, account, region),
  );
  const service = 'email.cognito-idp.amazonaws.com';
  const role = `arn:aws:iam::${id}:role/aws-service-role/${service}/AWSServiceRoleForAmazonCognitoIdpEmailService`;
  return mails
    ? [
        allow('CreateEmailRole', ['iam:CreateServiceLinkedRole'], [role], {
          StringEquals: { 'iam:AWSServiceName': service },
        }),
      ]
    : [];
}

/** The SES identities that pools send from, and their configuration sets: those that we create, by name. */
export function email(scope: Scope): ServiceRights {
  const { identities, configurationSets } = madeForEmail(scope);
  const on = (resources: string[], Sid: string, actions: string[]) =>
    resources.length > 0 ? [allow(Sid, actions, resources)] : [];
  return {
    read: [
      ...on(identities, 'ReadEmailIdentities', ['ses:GetEmailIdentity', 'ses:ListTagsForResource']),
      ...on(configurationSets, 'ReadConfigurationSets', [
        'ses:GetConfigurationSet',
        'ses:ListTagsForResource',
      ]),
    ],
    write: [
      ...on(identities, 'ChangeEmailIdentities', [
        'ses:CreateEmailIdentity',
        'ses:DeleteEmailIdentity',
        'ses:PutEmailIdentityDkimSigningAttributes',
        'ses:TagResource',
        'ses:UntagResource',
      ]),
      ...on(configurationSets, 'ChangeConfigurationSets', [
        'ses:CreateConfigurationSet',
        'ses:DeleteConfigurationSet',
        'ses:PutConfigurationSetDeliveryOptions',
        'ses:PutConfigurationSetReputationOptions',
        'ses:PutConfigurationSetSuppressionOptions',
        'ses:TagResource',
        'ses:UntagResource',
      ]),
      ...createEmailRole(scope),
    ],
  };
}

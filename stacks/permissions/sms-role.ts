import { accountId } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { allow, policyDocument, type Statement } from './document';

/** Cognito, for user pools of this account and region, and only with the external id. */
export const smsTrust = ({ environment, account, region }: Target, externalId: string): string => {
  const id = accountId(environment, account);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Cognito',
        Effect: 'Allow',
        Principal: { Service: 'cognito-idp.amazonaws.com' },
        Action: ['sts:AssumeRole'],
        Condition: {
          StringEquals: { 'aws:SourceAccount': id, 'sts:ExternalId': externalId },
          // Not only this pool: AWS generates its id, and it cannot exist before its role.
          ArnLike: { 'aws:SourceArn': `arn:aws:cognito-idp:${region}:${id}:userpool/*` },
        },
      },
    ],
  });
};

/** Text messages to phone numbers, but nothing to topics or mobile applications. */
export const sendTexts: readonly Statement[] = [
  // `*`: to IAM, a phone number is not a resource.
  allow('SendTexts', ['sns:Publish'], ['*']),
  { Sid: 'NoTopics', Effect: 'Deny', Action: ['sns:Publish'], Resource: ['arn:aws:sns:*:*:*'] },
];

/** Rights of the role that sends text messages. */
export const smsDocument = (): string => policyDocument(sendTexts);

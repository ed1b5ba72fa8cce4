import {
  accountId,
  deployRole,
  exportRole,
  inviteRole,
  operateRole,
  planRole,
  probeRole,
  roleArn,
  rotateRole,
} from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { allow, type Statement } from './document';

/** The account whose rights a document describes, with what every document needs to know about it. */
export interface Scope {
  environment: Environment;
  /** Account name in the environment. */
  account: string;
  /** Its 12-digit id. */
  id: string;
  /** Region of the state bucket and of the global tables' primary copies. */
  homeRegion: string;
  deployArn: string;
  planArn: string;
  operateArn: string;
  probeArn: string;
  inviteArn: string;
  rotateArn: string;
  exportArn: string;
  bootstrapArn: string;
}

export const scopeOf = (environment: Environment, account: string): Scope => ({
  environment,
  account,
  id: accountId(environment, account),
  homeRegion: environment.regions[0] as string,
  deployArn: roleArn(environment, account, deployRole(environment)),
  planArn: roleArn(environment, account, planRole(environment)),
  operateArn: roleArn(environment, account, operateRole(environment)),
  probeArn: roleArn(environment, account, probeRole(environment)),
  inviteArn: roleArn(environment, account, inviteRole(environment)),
  rotateArn: roleArn(environment, account, rotateRole(environment)),
  exportArn: roleArn(environment, account, exportRole(environment)),
  bootstrapArn: roleArn(environment, account, environment.bootstrapRole),
});

/**
 * ARN of a resource in this account in any region. The deny statements refuse every region that the
 * environment does not name, so a `*` here costs nothing and keeps documents for many regions small.
 */
export const arn = ({ id }: Scope, service: string, resource: string) =>
  `arn:aws:${service}:*:${id}:${resource}`;

/** DynamoDB in the environment's regions, as in `kms:ViaService`, which names the service that calls KMS for a caller. */
export const viaDynamodb = ({ environment }: Scope) => ({
  'kms:ViaService': environment.regions.map((region) => `dynamodb.${region}.amazonaws.com`),
});

/** Whether the account has cells. Assume every tenant option then, since a tenant's file must not change rights. */
export const hasCells = ({ environment, account }: Scope): boolean =>
  Object.values(environment.cells).some((cell) => cell.account === account);

const ownTags = ({ environment }: Pick<Scope, 'environment'>, key: string) => ({
  [`${key}/managed-by`]: 'identity-fleet',
  [`${key}/environment`]: environment.name,
});

/** The resource carries our tags. For services with generated ids, where no name can limit the right. */
export const taggedOurs = (scope: Pick<Scope, 'environment'>) => ({
  StringEquals: ownTags(scope, 'aws:ResourceTag'),
});

/** The request gives the resource our tags. For creation, when the resource does not exist yet. */
export const taggingOurs = (scope: Scope) => ({ StringEquals: ownTags(scope, 'aws:RequestTag') });

/** Lets a service create its service-linked role in the account at first use. */
export const serviceLinkedRole = ({ id }: Scope, sid: string, service: string): Statement =>
  allow(sid, ['iam:CreateServiceLinkedRole'], [`arn:aws:iam::${id}:role/aws-service-role/${service}/*`], {
    StringEquals: { 'iam:AWSServiceName': service },
  });

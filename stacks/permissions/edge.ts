import { accountId, edgeLogGroup, formerEdgeLogGroup } from '../../environments/names';
import { hasEdge } from '../../environments/placement/edge';
import type { Target } from '../fleet-stack';
import { allow, type ServiceRights, type Statement } from './document';
import { arn, type Scope, serviceLinkedRole, taggingOurs } from './scope';

/** Querying an account's policy stores. Their ARNs have no region, AWS generates their ids, and tenants' come and go. */
const ask = (id: string): Statement =>
  allow(
    'AskPolicyStores',
    ['verifiedpermissions:IsAuthorizedWithToken'],
    [`arn:aws:verifiedpermissions::${id}:policy-store/*`],
  );

/** What the authorizer may ask; the registries say which store it asks. */
export const askPolicyStores = ({ environment, account }: Target): Statement =>
  ask(accountId(environment, account));

/** The most that it may ask, if the account may have an edge. */
export const edgeCeiling = ({ environment, account, id }: Scope): Statement[] =>
  hasEdge(environment, account) ? [ask(id)] : [];

/**
 * HTTP APIs with their authorizers, integrations, routes and stages, and their access logs; nothing in an account
 * without an edge. API Gateway's actions are HTTP methods. ARNs contain no account and generated ids, and
 * unlike those of REST APIs the parts of an HTTP API do not inherit its tags (API Gateway developer guide,
 * "Resources that can be tagged"), so tags can only limit the creation of an API.
 */
export function edge(scope: Scope): ServiceRights {
  if (!hasEdge(scope.environment, scope.account)) return { read: [], write: [] };
  const apis = 'arn:aws:apigateway:*::/apis';
  const tags = 'arn:aws:apigateway:*::/tags/*';
  const ofGroup = (name: string) => {
    const group = arn(scope, 'logs', `log-group:${name}`);
    return [group, `${group}:*`];
  };
  const logGroup = ofGroup(edgeLogGroup(scope.environment));
  return {
    read: [
      allow('ReadApis', ['apigateway:GET'], [`${apis}/*`, tags]),
      // Terraform reads the former group once more when it removes it from the state.
      allow(
        'ReadAccessLogSettings',
        ['logs:ListTagsForResource'],
        [...logGroup, ...ofGroup(formerEdgeLogGroup(scope.environment))],
      ),
    ],
    write: [
      // Created with the account's first API (API Gateway developer guide, "Using service-linked roles").
      serviceLinkedRole(scope, 'CreateApiGatewayRole', 'ops.apigateway.amazonaws.com'),
      allow('CreateApis', ['apigateway:POST'], [apis], taggingOurs(scope)),
      // After a killed apply, adoption looks for what it created (docs/adoption.md): listing is a GET of all.
      allow('FindApis', ['apigateway:GET'], [apis]),
      allow('ChangeApis', ['apigateway:DELETE', 'apigateway:PATCH', 'apigateway:POST'], [`${apis}/*`]),
      // Version 2 of the API tags with POST; IAM may treat that as the PUT of version 1, the only one that the service
      // authorization reference lists for tags.
      allow('TagApis', ['apigateway:DELETE', 'apigateway:POST', 'apigateway:PUT'], [tags]),
      // Not in the service authorization reference, yet required to create an API or a stage with tags: the
      // permissions of AWS::ApiGatewayV2::VpcLink in CloudFormation list them, and deployments without them have failed.
      allow('TagNewStages', ['apigateway:TagResource', 'apigateway:UntagResource'], [apis, `${apis}/*`]),
      allow(
        'ChangeAccessLogs',
        [
          'logs:CreateLogGroup',
          'logs:DeleteLogGroup',
          'logs:DeleteRetentionPolicy',
          'logs:PutRetentionPolicy',
          'logs:TagResource',
          'logs:UntagResource',
        ],
        logGroup,
      ),
      // API Gateway sets up log delivery on the caller's behalf (developer guide, "Configure logging for HTTP APIs").
      // `*`: deliveries and CloudWatch's own policy for them, one per region, are not resources to IAM.
      allow(
        'DeliverAccessLogs',
        [
          'logs:CreateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:DescribeResourcePolicies',
          'logs:GetLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:UpdateLogDelivery',
        ],
        ['*'],
      ),
    ],
  };
}

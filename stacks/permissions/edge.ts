import { accountId, edgeLogGroup, formerEdgeLogGroup } from '../../environments/names';
import { hasEdge } from '../../environments/placement/edge';
import type { Target } from '../fleet-stack';
import { allow, type ServiceRights, type Statement } from './document';
import { arn, type Scope, serviceLinkedRole, taggingOurs } from './scope';

/** Asking stores of an account. Their ARNs have no region, and AWS makes up their ids: those of tenants come and go. */
const ask = (id: string): Statement =>
  allow(
    'AskPolicyStores',
    ['verifiedpermissions:IsAuthorizedWithToken'],
    [`arn:aws:verifiedpermissions::${id}:policy-store/*`],
  );

/** What the authorizer asks; which store it asks, the registries say. */
export const askPolicyStores = ({ environment, account }: Target): Statement =>
  ask(accountId(environment, account));

/** The most that it may ask, where the account may have it. */
export const edgeCeiling = ({ environment, account, id }: Scope): Statement[] =>
  hasEdge(environment, account) ? [ask(id)] : [];

/**
 * HTTP APIs with their authorizers, integrations, routes and stages, and their access logs; nothing where no edge
 * stands. An action of API Gateway is the HTTP method of its API. ARNs hold no account and ids that AWS makes up, and
 * unlike those of REST APIs the parts of an HTTP API do not inherit its tags (API Gateway developer guide,
 * "Resources that can be tagged"), so tags can bound the making of an API alone.
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
      // Terraform looks at the former group once more, when it lets it go.
      allow(
        'ReadAccessLogSettings',
        ['logs:ListTagsForResource'],
        [...logGroup, ...ofGroup(formerEdgeLogGroup(scope.environment))],
      ),
    ],
    write: [
      // The account's first API makes it (API Gateway developer guide, "Using service-linked roles").
      serviceLinkedRole(scope, 'CreateApiGatewayRole', 'ops.apigateway.amazonaws.com'),
      allow('CreateApis', ['apigateway:POST'], [apis], taggingOurs(scope)),
      // After an apply that was killed, what it made is looked for (docs/adoption.md): listing is GET of all.
      allow('FindApis', ['apigateway:GET'], [apis]),
      allow('ChangeApis', ['apigateway:DELETE', 'apigateway:PATCH', 'apigateway:POST'], [`${apis}/*`]),
      // Version 2 of the API tags with POST; IAM may weigh that as the PUT of version 1, the only one that the service
      // authorization reference knows for tags.
      allow('TagApis', ['apigateway:DELETE', 'apigateway:POST', 'apigateway:PUT'], [tags]),
      // Not in the service authorization reference, and yet asked for when an API or a stage is created with tags: the
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
      // API Gateway sets up the delivery in the caller's name (developer guide, "Configure logging for HTTP APIs").
      // `*`: deliveries and CloudWatch's own policy for them, one in a region, are no resources for IAM.
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

/**
 * What AWS does and its Service Authorization Reference doesn't say, each with its source. Whatever else a policy of
 * ours says must stand in the reference.
 */

/** Actions that the reference lacks. */
export const unlistedActions: ReadonlyMap<string, string> = new Map([
  [
    'apigateway:TagResource',
    'asked for when an HTTP API or a stage is created with tags: the CloudFormation schemas of AWS::ApiGatewayV2 list it, and deployments without it fail',
  ],
  ['apigateway:UntagResource', 'the same schemas list it, for updates that remove tags'],
]);

/** API Gateway's actions are the methods of its API; the reference ties them to REST APIs' resources only in part. */
export const unlistedResources: readonly [action: string, resource: RegExp, source: string][] = [
  [
    'apigateway:POST',
    /^arn:aws:apigateway:\*::\/(apis|apis\/\*|tags\/\*)$/,
    'API Gateway V2 API reference: APIs, their parts, and tags are created with POST',
  ],
  [
    'apigateway:DELETE',
    /^arn:aws:apigateway:\*::\/apis\/\*$/,
    'API Gateway V2 API reference: APIs and their parts are deleted with DELETE',
  ],
];

const inVpc = 'Lambda asks for it on every resource (Lambda developer guide, "Required IAM permissions")';

/** Actions that are allowed on `*` although the reference knows resources of theirs. */
export const everywhere: ReadonlyMap<string, string> = new Map([
  [
    'cloudfront:UpdateDistribution',
    'of a distribution that belongs to Cognito, and whose id nobody else knows',
  ],
  ['ec2:AssignPrivateIpAddresses', inVpc],
  ['ec2:CreateNetworkInterface', inVpc],
  ['ec2:DeleteNetworkInterface', inVpc],
  ['ec2:UnassignPrivateIpAddresses', inVpc],
  ['sns:Publish', 'to telephone numbers, which are no resources; topics are denied beside it'],
]);

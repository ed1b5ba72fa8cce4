/**
 * What AWS does and its Service Authorization Reference doesn't say, each with its source. Everything else in our
 * policies must be in the reference.
 */

/** Actions that the reference lacks. */
export const unlistedActions: ReadonlyMap<string, string> = new Map([
  [
    'apigateway:TagResource',
    'asked for when an HTTP API or a stage is created with tags: CloudFormation lists it for AWS::ApiGatewayV2::VpcLink, and public reports tell of stages that failed without it',
  ],
  ['apigateway:UntagResource', 'CloudFormation lists it beside the other'],
]);

/** Resources of an action that the reference lacks. */
export const unlistedResources: readonly [action: string, resource: RegExp, source: string][] = [
  [
    'apigateway:GET',
    /^arn:aws:apigateway:\*::\/apis$/,
    'API Gateway V2 API reference: APIs are listed with GET; the reference knows GET of all REST APIs only',
  ],
  [
    'apigateway:POST',
    /^arn:aws:apigateway:\*::\/(apis|tags\/\*)$/,
    'API Gateway V2 API reference: APIs and tags are created with POST; the reference knows POST of REST APIs only',
  ],
];

const inVpc = 'Lambda asks for it on every resource (Lambda developer guide, "Required IAM permissions")';

/** Actions that are allowed on `*` although the reference has resources for them. */
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

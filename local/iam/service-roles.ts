/** Service-linked roles, which services create on the caller's behalf when first used in an account, by service. */
export const serviceRoles = {
  /** API Gateway developer guide, "Using service-linked roles". */
  'ops.apigateway.amazonaws.com': 'AWSServiceRoleForAPIGateway',
  /** DynamoDB developer guide, "Using service-linked roles with DynamoDB". */
  'replication.dynamodb.amazonaws.com': 'AWSServiceRoleForDynamoDBReplication',
  /** Cognito developer guide, "Email settings for Amazon Cognito user pools". */
  'email.cognito-idp.amazonaws.com': 'AWSServiceRoleForAmazonCognitoIdpEmailService',
} as const;

export type LinkedService = keyof typeof serviceRoles;

export const serviceRoleArn = (account: string, service: LinkedService): string =>
  `arn:aws:iam::${account}:role/aws-service-role/${service}/${serviceRoles[service]}`;

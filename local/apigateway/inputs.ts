/**
 * The requests of the API: members and limits as in AWS's service model (2018-11-29). Other members (custom domains,
 * CORS, VPC links, JWT authorizers, models) are refused, so that nothing is accepted and then ignored.
 */
import { z } from 'zod';
import { badRequest } from './errors';
import { mappingProblems } from './mapping-keys';

const text = (max: number) => z.string().max(max);
const name = z.string().min(1).max(128);
const tags = z.record(z.string().min(1).max(128), text(1600)).optional();

const api = {
  name,
  description: text(1024).optional(),
  disableExecuteApiEndpoint: z.boolean().optional(),
  version: text(64).optional(),
  // For WebSocket APIs; HTTP APIs allow only this value.
  apiKeySelectionExpression: z.literal('$request.header.x-api-key').optional(),
  routeSelectionExpression: z.literal('$request.method $request.path').optional(),
  disableSchemaValidation: z.boolean().optional(),
  ipAddressType: z.enum(['ipv4', 'dualstack']).optional(),
};

const lambdaUri =
  /^arn:aws:apigateway:[a-z0-9-]+:lambda:path\/2015-03-31\/functions\/arn:aws:lambda:[^/]+\/invocations$/;

const authorizer = {
  name,
  authorizerType: z.literal('REQUEST', { error: 'the local AWS supports only REQUEST authorizers' }),
  authorizerUri: z.string().regex(lambdaUri, 'must be the invocation URI of a Lambda function'),
  authorizerPayloadFormatVersion: z.literal('2.0', {
    error: 'the local AWS supports only payload format 2.0',
  }),
  authorizerResultTtlInSeconds: z.int().min(0).max(3600).optional(),
  enableSimpleResponses: z.boolean().optional(),
  identitySource: z
    .array(z.string().regex(/^\$(request\.(header|querystring)|context|stageVariables)\.\S+$/))
    .optional(),
};

const parameters = z.record(z.string(), z.string()).optional();
const functionUri = /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:\S+$/;

const integration = {
  integrationType: z.enum(['AWS_PROXY', 'HTTP_PROXY'], {
    error: 'the local AWS supports only AWS_PROXY and HTTP_PROXY',
  }),
  integrationUri: text(2048),
  integrationMethod: z.enum(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']).optional(),
  connectionType: z.literal('INTERNET', { error: 'the local AWS has no VPC links' }).optional(),
  description: text(1024).optional(),
  payloadFormatVersion: z.enum(['1.0', '2.0']).optional(),
  requestParameters: parameters,
  responseParameters: z.record(z.string().regex(/^[2-5]\d\d$/), z.record(z.string(), z.string())).optional(),
  timeoutInMillis: z.int().min(50).max(30_000).optional(),
};

const route = {
  routeKey: z
    .string()
    .regex(
      /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/,
      'must be $default or a method and a path',
    )
    .refine((key) => !/\{[^}]*\+\}./.test(key), 'a greedy path variable must be at the end of the path'),
  target: z
    .string()
    .regex(/^integrations\/\S+$/, 'must be integrations/<id>')
    .optional(),
  authorizationType: z
    .enum(['NONE', 'CUSTOM'], { error: 'the local AWS supports only NONE and CUSTOM' })
    .optional(),
  authorizerId: z.string().optional(),
  apiKeyRequired: z.literal(false, { error: 'API keys are WebSocket APIs’ own' }).optional(),
  operationName: text(64).optional(),
};

/** A route's throttling: tokens per second, and the bucket's size. */
const routeSettings = z.strictObject({
  detailedMetricsEnabled: z.boolean().optional(),
  throttlingBurstLimit: z.int().min(0).optional(),
  throttlingRateLimit: z.number().min(0).optional(),
  // For WebSocket APIs; only the values that change nothing are allowed.
  dataTraceEnabled: z.literal(false).optional(),
  loggingLevel: z.enum(['', 'OFF']).optional(),
});

const stage = {
  stageName: z.string().regex(/^(\$default|[A-Za-z0-9_-]{1,128})$/),
  autoDeploy: z.literal(true, { error: 'the local AWS has no deployments: set autoDeploy to true' }),
  description: text(1024).optional(),
  accessLogSettings: z
    .strictObject({
      destinationArn: z
        .string()
        .regex(/^arn:aws:logs:[^:]+:\d{12}:log-group:[^:]+(:\*)?$/, 'must be a log group')
        .optional(),
      // In bytes, from the quotas of HTTP APIs.
      format: text(3072).optional(),
    })
    .optional(),
  defaultRouteSettings: routeSettings.optional(),
  routeSettings: z.record(z.string(), routeSettings).optional(),
  stageVariables: z.record(z.string().regex(/^\w+$/), text(2048)).optional(),
};

/** Members for creation. An update accepts any of them. */
export const inputs = {
  api: z.strictObject({
    ...api,
    protocolType: z.literal('HTTP', { error: 'the local AWS supports only HTTP APIs' }),
    tags,
  }),
  apiUpdate: z.strictObject(api).partial(),
  authorizer: z.strictObject(authorizer),
  authorizerUpdate: z.strictObject(authorizer).partial(),
  integration: z.strictObject(integration),
  integrationUpdate: z.strictObject(integration).partial(),
  route: z.strictObject(route),
  routeUpdate: z.strictObject(route).partial(),
  stage: z.strictObject({ ...stage, tags }),
  stageUpdate: z.strictObject(stage).partial(),
};

export type ApiSettings = z.infer<typeof inputs.api>;
export type AuthorizerSettings = z.infer<typeof inputs.authorizer>;
export type IntegrationSettings = z.infer<typeof inputs.integration>;
export type RouteSettings = z.infer<typeof inputs.route>;
export type StageSettings = z.infer<typeof inputs.stage>;

/** Validates a request. Throws a BadRequestException that names every invalid member. */
export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  throw badRequest(`Invalid request input: ${problems.join('; ')}`);
}

/** Rules across members. Throws BadRequestException. */
export function checkIntegration(settings: IntegrationSettings): void {
  const { integrationType, integrationUri, integrationMethod, payloadFormatVersion } = settings;
  const problems = mappingProblems(settings);
  if (integrationType === 'AWS_PROXY') {
    if (!functionUri.test(integrationUri) && !lambdaUri.test(integrationUri))
      problems.push('integrationUri: must be the ARN or invocation URI of a Lambda function');
    if (payloadFormatVersion !== '2.0')
      problems.push('payloadFormatVersion: the local AWS supports only 2.0 for AWS_PROXY');
  } else {
    if (!/^https?:\/\/\S+$/.test(integrationUri)) problems.push('integrationUri: must be a URL');
    if (!integrationMethod) problems.push('integrationMethod: must be given');
    if (payloadFormatVersion === '2.0') problems.push('payloadFormatVersion: HTTP_PROXY has 1.0 only');
  }
  if (problems.length) throw badRequest(`Invalid request input: ${problems.join('; ')}`);
}

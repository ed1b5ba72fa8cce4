import { account, invokeUri, logGroup, region, startGateway } from './harness';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** A new API with one of each part. */
async function everything() {
  const { client } = gateway;
  const api = await client.createApi({ Name: 'edge', ProtocolType: 'HTTP', Tags: { env: 'dev' } });
  const ApiId = api.ApiId as string;
  const authorizer = await client.createAuthorizer({
    ApiId,
    Name: 'edge',
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invokeUri('authorizer'),
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 0,
  });
  const integration = await client.createIntegration({
    ApiId,
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: 'https://payments.example',
    PayloadFormatVersion: '1.0',
    RequestParameters: { 'overwrite:path': '$request.path', 'append:header.x-a': 'a' },
  });
  const route = await client.createRoute({
    ApiId,
    RouteKey: 'GET /payments/{payment}',
    AuthorizationType: 'CUSTOM',
    AuthorizerId: authorizer.AuthorizerId,
    Target: `integrations/${integration.IntegrationId}`,
  });
  const stage = await client.createStage({ ApiId, StageName: '$default', AutoDeploy: true });
  return { ApiId, api, authorizer, integration, route, stage };
}

test('what is created is shown, with AWS’s defaults', async () => {
  const { client } = gateway;
  const { ApiId, api, authorizer, integration, route, stage } = await everything();
  expect(await client.getApi({ ApiId })).toMatchObject({
    Name: 'edge',
    ApiEndpoint: `https://${ApiId}.execute-api.${region}.amazonaws.com`,
    DisableExecuteApiEndpoint: false,
    ProtocolType: 'HTTP',
    Tags: { env: 'dev' },
  });
  expect(api.CreatedDate).toEqual(new Date(gateway.clock.now));
  const ids = { AuthorizerId: authorizer.AuthorizerId, IntegrationId: integration.IntegrationId };
  expect(await client.getAuthorizer({ ApiId, AuthorizerId: ids.AuthorizerId })).toMatchObject({
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 0,
  });
  expect(await client.getIntegration({ ApiId, IntegrationId: ids.IntegrationId })).toMatchObject({
    ConnectionType: 'INTERNET',
    TimeoutInMillis: 30_000,
    RequestParameters: { 'overwrite:path': '$request.path', 'append:header.x-a': 'a' },
  });
  expect(await client.getRoute({ ApiId, RouteId: route.RouteId })).toMatchObject({
    RouteKey: 'GET /payments/{payment}',
    AuthorizationType: 'CUSTOM',
    ApiKeyRequired: false,
  });
  expect(stage.LastDeploymentStatusMessage).toContain(stage.DeploymentId);
  expect(await client.getStage({ ApiId, StageName: '$default' })).toMatchObject({ AutoDeploy: true });
});

test('an update changes what it names and nothing else', async () => {
  const { client } = gateway;
  const { ApiId, authorizer, integration, route } = await everything();
  expect(await client.updateApi({ ApiId, Description: 'new' })).toMatchObject({
    Name: 'edge',
    Description: 'new',
  });
  const { AuthorizerId } = authorizer;
  expect(
    await client.updateAuthorizer({ ApiId, AuthorizerId, AuthorizerResultTtlInSeconds: 60 }),
  ).toMatchObject({ Name: 'edge', AuthorizerResultTtlInSeconds: 60 });
  // An empty value removes a mapping, and those that are not named stay.
  const RequestParameters = { 'append:header.x-a': '', 'append:header.x-b': 'b' };
  const updated = await client.updateIntegration({
    ApiId,
    IntegrationId: integration.IntegrationId,
    RequestParameters,
  });
  expect(updated.RequestParameters).toEqual({ 'overwrite:path': '$request.path', 'append:header.x-b': 'b' });
  const { RouteId } = route;
  const open = await client.updateRoute({ ApiId, RouteId, AuthorizationType: 'NONE' });
  expect(open).toMatchObject({ RouteKey: 'GET /payments/{payment}', AuthorizationType: 'NONE' });
  expect(open.AuthorizerId).toBeUndefined();
  gateway.clock.now += 1000;
  const format = '$context.requestId';
  const stage = await client.updateStage({
    ApiId,
    StageName: '$default',
    AccessLogSettings: { DestinationArn: logGroup, Format: format },
    RouteSettings: { 'GET /payments/{payment}': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 1.5 } },
    StageVariables: { a: '1', b: '2' },
  });
  expect(stage).toMatchObject({ AccessLogSettings: { Format: format }, StageVariables: { a: '1', b: '2' } });
  expect(stage.LastUpdatedDate).toEqual(new Date(gateway.clock.now));
});

test("a stage's settings are removed one by one", async () => {
  const { client } = gateway;
  const { ApiId } = await everything();
  const stage = { ApiId, StageName: '$default' };
  const RouteKey = 'GET /payments/{payment}';
  await client.updateStage({
    ...stage,
    AccessLogSettings: { DestinationArn: logGroup, Format: '$context.requestId' },
    RouteSettings: { [RouteKey]: { ThrottlingBurstLimit: 1 } },
    StageVariables: { a: '1', b: '2' },
  });
  await client.deleteRouteSettings({ ...stage, RouteKey });
  await client.deleteAccessLogSettings(stage);
  await client.updateStage({ ...stage, StageVariables: { a: '' } });
  const after = await client.getStage(stage);
  expect([after.RouteSettings, after.AccessLogSettings, after.StageVariables]).toEqual([
    {},
    undefined,
    { b: '2' },
  ]);
});

test('listings are paginated', async () => {
  const { client } = gateway;
  const { ApiId, integration } = await everything();
  for (const path of ['/a', '/b'])
    await client.createRoute({
      ApiId,
      RouteKey: `GET ${path}`,
      Target: `integrations/${integration.IntegrationId}`,
    });
  const first = await client.getRoutes({ ApiId, MaxResults: '2' });
  const second = await client.getRoutes({ ApiId, MaxResults: '2', NextToken: first.NextToken as string });
  const keys = [...(first.Items ?? []), ...(second.Items ?? [])].map(({ RouteKey }) => RouteKey);
  expect(keys).toEqual(['GET /payments/{payment}', 'GET /a', 'GET /b']);
  expect(second.NextToken).toBeUndefined();
  for (const list of [
    client.getAuthorizers({ ApiId }),
    client.getIntegrations({ ApiId }),
    client.getStages({ ApiId }),
  ])
    expect((await list).Items).toHaveLength(1);
  await expect(client.getRoutes({ ApiId, NextToken: 'nonsense' })).rejects.toMatchObject({
    name: 'BadRequestException',
  });
});

test('an API and its stages have tags', async () => {
  const { client } = gateway;
  const { ApiId } = await everything();
  const api = `arn:aws:apigateway:${region}::/apis/${ApiId}`;
  await client.tagResource({ ResourceArn: api, Tags: { team: 'edge' } });
  await client.untagResource({ ResourceArn: api, TagKeys: ['env', 'unheard-of'] });
  expect((await client.getTags({ ResourceArn: api })).Tags).toEqual({ team: 'edge' });
  await client.tagResource({ ResourceArn: `${api}/stages/$default`, Tags: { team: 'stage' } });
  expect((await client.getStage({ ApiId, StageName: '$default' })).Tags).toEqual({ team: 'stage' });
  const other = `arn:aws:apigateway:eu-west-1::/apis/${ApiId}`;
  await expect(client.getTags({ ResourceArn: other })).rejects.toMatchObject({ name: 'NotFoundException' });
});

test("what is taken, in use or missing is refused with AWS's messages", async () => {
  const { client } = gateway;
  const { ApiId, authorizer, integration } = await everything();
  const refused = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const { AuthorizerId } = authorizer;
  const { IntegrationId } = integration;
  const RouteKey = 'GET /payments/{payment}';
  expect(await refused(client.createRoute({ ApiId, RouteKey }))).toBe(
    `ConflictException: Route with key ${RouteKey} already exists for this API`,
  );
  expect(await refused(client.createStage({ ApiId, StageName: '$default', AutoDeploy: true }))).toBe(
    'ConflictException: Stage already exists',
  );
  expect(await refused(client.deleteAuthorizer({ ApiId, AuthorizerId }))).toBe(
    `ConflictException: Cannot delete authorizer 'edge', is referenced in route: ${RouteKey}`,
  );
  expect(await refused(client.deleteIntegration({ ApiId, IntegrationId }))).toContain(
    'BadRequestException: Cannot delete',
  );
  expect(
    await refused(client.createRoute({ ApiId, RouteKey: 'GET /a', Target: 'integrations/none' })),
  ).toContain('NotFoundException: Invalid Integration identifier specified none');
  expect(await refused(client.getRoute({ ApiId, RouteId: 'none' }))).toContain('NotFoundException');
  expect(await refused(client.getStage({ ApiId, StageName: 'none' }))).toContain('NotFoundException');
  expect(await refused(client.getApi({ ApiId: 'none' }))).toBe(
    `NotFoundException: Invalid API identifier specified ${account}:none`,
  );
  expect(await refused(client.deleteRoute({ ApiId, RouteId: 'none' }))).toContain('NotFoundException');
});

test.each([
  ['an API of another kind', { ProtocolType: 'WEBSOCKET' as const }],
  ['an API with CORS', { ProtocolType: 'HTTP' as const, CorsConfiguration: { AllowOrigins: ['*'] } }],
])('%s is refused rather than accepted and ignored', async (_, input) => {
  await expect(gateway.client.createApi({ Name: 'edge', ...input })).rejects.toMatchObject({
    name: 'BadRequestException',
  });
});

test.each([
  ['a JWT authorizer', 'createAuthorizer', { Name: 'jwt', AuthorizerType: 'JWT', AuthorizerUri: undefined }],
  [
    'an authorizer that keeps answers of whom it cannot tell apart',
    'createAuthorizer',
    { Name: 'b', IdentitySource: [], AuthorizerResultTtlInSeconds: 60 },
  ],
  ['a second authorizer of one name', 'createAuthorizer', { Name: 'edge' }],
  [
    'a reserved header',
    'createIntegration',
    { RequestParameters: { 'overwrite:header.authorization': 'x' } },
  ],
  ['a time-out beyond 30 s', 'createIntegration', { TimeoutInMillis: 30_001 }],
  ['an invalid URI', 'createIntegration', { IntegrationUri: 'payments' }],
  ['an invalid function', 'createIntegration', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }],
  [
    'a custom route without an authorizer',
    'createRoute',
    { RouteKey: 'GET /a', AuthorizationType: 'CUSTOM' },
  ],
  ['an invalid route key', 'createRoute', { RouteKey: 'FETCH /a' }],
  ['a greedy variable that is not the last', 'createRoute', { RouteKey: 'GET /{a+}/b' }],
  ['a stage without automatic deployment', 'createStage', { StageName: 'dev', AutoDeploy: false }],
] as const)('%s is a BadRequestException', async (_, operation, input) => {
  const { ApiId } = await everything();
  const base = {
    createAuthorizer: {
      AuthorizerType: 'REQUEST',
      AuthorizerUri: invokeUri('authorizer'),
      AuthorizerPayloadFormatVersion: '2.0',
      IdentitySource: ['$request.header.Authorization'],
    },
    createIntegration: {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      IntegrationUri: 'https://payments.example',
    },
    createRoute: {},
    createStage: {},
  }[operation];
  const run = gateway.client[operation].bind(gateway.client) as (request: object) => Promise<unknown>;
  await expect(run({ ApiId, ...base, ...input })).rejects.toMatchObject({ name: 'BadRequestException' });
});

test('an API belongs to one account and region, and is deleted with all its parts', async () => {
  const { client } = gateway;
  const elsewhere = gateway.clientOf('us-east-1');
  const { ApiId } = await everything();
  await expect(elsewhere.getApi({ ApiId })).rejects.toMatchObject({ name: 'NotFoundException' });
  expect((await elsewhere.getApis({})).Items).toEqual([]);
  expect((await client.getApis({})).Items).toContainEqual(expect.objectContaining({ ApiId }));
  await client.deleteApi({ ApiId });
  await expect(client.getRoutes({ ApiId })).rejects.toMatchObject({ name: 'NotFoundException' });
  expect((await client.getApis({})).Items).not.toContainEqual(expect.objectContaining({ ApiId }));
});

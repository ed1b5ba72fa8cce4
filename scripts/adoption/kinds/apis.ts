import { isDeepStrictEqual } from 'node:util';
import { type Candidate, type Importable, type Look, one } from '../kind';

const missing = ['NotFoundException'];

const api: Importable = {
  by: 'list',
  found: 'GetApis',
  unique: 'name and tags',
  format: 'API id',
  importId: ({ id }) => String(id),
  async find(look) {
    const name = await look.text('name');
    const all = await look.once('apis', () =>
      everyPage(look, async ({ sdk, client }, NextToken) =>
        client.send(new sdk.GetApisCommand({ NextToken })),
      ),
    );
    return all.map(({ ApiId: id = '', Name, ApiEndpoint = '', Tags = {} }) => ({
      attributes: {
        id,
        api_endpoint: ApiEndpoint,
        arn: `arn:aws:apigateway:${look.region}::/apis/${id}`,
        execution_arn: `arn:aws:execute-api:${look.region}:${look.accountId}:${id}`,
      },
      matches: Name === name,
      tags: Tags,
    }));
  },
};

type ApiGateway = Awaited<ReturnType<typeof gateway>>;
const gateway = (look: Look) => look.use('apigateway');

/** Every item of a listing; none if its API is gone. IAM's action is the HTTP method. */
async function everyPage<T>(
  look: Look,
  page: (
    gateway: ApiGateway,
    token: string | undefined,
  ) => Promise<{ Items?: T[] | undefined; NextToken?: string | undefined }>,
): Promise<T[]> {
  const service = await gateway(look);
  const items: T[] = [];
  let token: string | undefined;
  do {
    const answer = await look.ask('apigateway:GET', () => page(service, token), missing);
    items.push(...(answer?.Items ?? []));
    token = answer?.NextToken;
  } while (token);
  return items;
}

const importIdOfPart = ({ api_id, id }: Readonly<Record<string, unknown>>) => `${api_id}/${id}`;

const authorizer: Importable = {
  by: 'list',
  found: 'GetAuthorizers of its API',
  unique: 'name in its API',
  format: 'API id/authorizer id',
  importId: importIdOfPart,
  async find(look) {
    const [ApiId, name] = await Promise.all([look.text('api_id'), look.text('name')]);
    const all = await look.once(`authorizers of ${ApiId}`, () =>
      everyPage(look, ({ sdk, client }, NextToken) =>
        client.send(new sdk.GetAuthorizersCommand({ ApiId, NextToken })),
      ),
    );
    return all.map(({ AuthorizerId: id = '', Name }) => ({
      attributes: { id, api_id: ApiId },
      matches: Name === name,
    }));
  },
};

/** Integrations have no name, so everything configured is compared. */
async function integrations(look: Look): Promise<Candidate[]> {
  const ApiId = await look.text('api_id');
  const wanted = {
    type: await look.text('integration_type'),
    uri: await look.optional('integration_uri'),
    method: await look.optional('integration_method'),
    description: await look.optional('description'),
    payload: await look.optional('payload_format_version'),
    parameters: (await look.value('request_parameters')) ?? {},
  };
  const all = await look.once(`integrations of ${ApiId}`, () =>
    everyPage(look, ({ sdk, client }, NextToken) =>
      client.send(new sdk.GetIntegrationsCommand({ ApiId, NextToken })),
    ),
  );
  return all.map((one) => ({
    attributes: { id: one.IntegrationId ?? '', api_id: ApiId },
    matches: isDeepStrictEqual(wanted, {
      type: one.IntegrationType,
      uri: one.IntegrationUri,
      method: one.IntegrationMethod,
      description: one.Description,
      payload: one.PayloadFormatVersion,
      parameters: one.RequestParameters ?? {},
    }),
  }));
}

const integration: Importable = {
  by: 'list',
  found: 'GetIntegrations of its API',
  unique: 'type, URI, method, description, payload format and request parameters, in its API',
  format: 'API id/integration id',
  importId: importIdOfPart,
  find: integrations,
};

const route: Importable = {
  by: 'list',
  found: 'GetRoutes of its API',
  unique: 'route key in its API',
  format: 'API id/route id',
  importId: importIdOfPart,
  async find(look) {
    const [ApiId, key] = await Promise.all([look.text('api_id'), look.text('route_key')]);
    const all = await look.once(`routes of ${ApiId}`, () =>
      everyPage(look, ({ sdk, client }, NextToken) =>
        client.send(new sdk.GetRoutesCommand({ ApiId, NextToken })),
      ),
    );
    return all.map(({ RouteId: id = '', RouteKey }) => ({
      attributes: { id, api_id: ApiId },
      matches: RouteKey === key,
    }));
  },
};

const stage: Importable = {
  by: 'name',
  found: 'GetStage',
  unique: 'name in its API',
  format: 'API id/stage name',
  importId: ({ api_id, name }) => `${api_id}/${name}`,
  async find(look) {
    const [ApiId, StageName] = await Promise.all([look.text('api_id'), look.text('name')]);
    const { sdk, client } = await gateway(look);
    const answer = await look.ask(
      'apigateway:GET',
      () => client.send(new sdk.GetStageCommand({ ApiId, StageName })),
      missing,
    );
    return one(answer && { api_id: ApiId, name: StageName });
  },
};

export const apis = {
  aws_apigatewayv2_api: api,
  aws_apigatewayv2_authorizer: authorizer,
  aws_apigatewayv2_integration: integration,
  aws_apigatewayv2_route: route,
  aws_apigatewayv2_stage: stage,
};

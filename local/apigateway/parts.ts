import { badRequest, conflict, notFound } from './errors';
import { checkIntegration, type IntegrationSettings, inputs, read } from './inputs';
import { type Api, type Authorizer, type Integration, newId, type Route, type Stage } from './state';

/** One kind of part of an API, and how AWS handles it. */
export interface Parts<Part> {
  /** AWS's term in its messages. */
  noun: string;
  of(api: Api): Map<string, Part>;
  create(api: Api, body: unknown, now: Date): Part;
  /** Changes the part in place. */
  update(api: Api, part: Part, body: unknown, now: Date): void;
  /** Throws if the part is still in use. */
  mayGo?(api: Api, part: Part): void;
  shown(part: Part): object;
}

const routesWith = (api: Api, uses: (route: Route) => boolean) =>
  [...api.routes.values()].filter(uses).map(({ routeKey }) => routeKey);

/** An empty value removes a mapping (http-api-parameter-mapping, "Remove configured parameter mappings"). */
const merged = <Value>(old: Record<string, Value> = {}, given: Record<string, Value> = {}) => {
  const pairs = Object.entries({ ...old, ...given });
  return Object.fromEntries(
    pairs.filter(([, value]) => value !== '' && Object.keys(Object(value)).length > 0),
  );
};

export const integrations: Parts<Integration> = {
  noun: 'Integration',
  of: (api) => api.integrations,
  create(api, body) {
    const settings = read(inputs.integration, body);
    checkIntegration(settings);
    const integrationId = newId(7);
    const integration = { ...settings, integrationId };
    api.integrations.set(integrationId, integration);
    return integration;
  },
  update(_, integration, body) {
    const given = read(inputs.integrationUpdate, body);
    const after: IntegrationSettings = { ...integration, ...given };
    for (const name of ['requestParameters', 'responseParameters'] as const)
      if (given[name]) after[name] = merged<never>(integration[name] as never, given[name] as never);
    checkIntegration(after);
    Object.assign(integration, after);
  },
  mayGo(api, { integrationId }) {
    const users = routesWith(api, ({ target }) => target === `integrations/${integrationId}`);
    if (users.length)
      throw badRequest(
        `Cannot delete Integration '${integrationId}', is referenced in route: ${users.join(', ')}`,
      );
  },
  shown: (integration) => ({
    connectionType: 'INTERNET',
    timeoutInMillis: 30_000,
    ...(integration.integrationType === 'AWS_PROXY'
      ? { integrationMethod: 'POST' }
      : { payloadFormatVersion: '1.0' }),
    ...integration,
  }),
};

export const authorizers: Parts<Authorizer> = {
  noun: 'Authorizer',
  of: (api) => api.authorizers,
  create(api, body) {
    const settings = read(inputs.authorizer, body);
    checkAuthorizer(api, settings);
    const authorizer = { ...settings, authorizerId: newId(6) };
    api.authorizers.set(authorizer.authorizerId, authorizer);
    return authorizer;
  },
  update(api, authorizer, body) {
    const after = { ...authorizer, ...read(inputs.authorizerUpdate, body) };
    checkAuthorizer(api, after);
    Object.assign(authorizer, after);
  },
  mayGo(api, { authorizerId, name }) {
    const users = routesWith(api, (route) => route.authorizerId === authorizerId);
    if (users.length)
      throw conflict(`Cannot delete authorizer '${name}', is referenced in route: ${users.join(', ')}`);
  },
  shown: (authorizer) => ({ enableSimpleResponses: false, identitySource: [], ...authorizer }),
};

/** AWS caches responses for 300 seconds by default, but allows caching only with an identity source. */
function checkAuthorizer(
  api: Api,
  {
    authorizerId,
    name,
    identitySource = [],
    authorizerResultTtlInSeconds = 0,
  }: Omit<Authorizer, 'authorizerId'> & { authorizerId?: string },
): void {
  const twin = [...api.authorizers.values()].find(
    (other) => other.name === name && other.authorizerId !== authorizerId,
  );
  if (twin)
    throw badRequest(`Authorizer name must be unique. Authorizer ${name} already exists in this API.`);
  if (authorizerResultTtlInSeconds > 0 && !identitySource.length)
    throw badRequest('To enable caching, the authorizer must have at least one identity source.');
}

export const routes: Parts<Route> = {
  noun: 'Route',
  of: (api) => api.routes,
  create(api, body) {
    const settings = read(inputs.route, body);
    checkRoute(api, settings);
    const route = { ...settings, routeId: newId(7) };
    api.routes.set(route.routeId, route);
    return route;
  },
  update(api, route, body) {
    const after = { ...route, ...read(inputs.routeUpdate, body) };
    if (after.authorizationType === 'NONE') delete after.authorizerId;
    checkRoute(api, after);
    for (const member of Object.keys(route)) delete (route as unknown as Record<string, unknown>)[member];
    Object.assign(route, after);
  },
  shown: (route) => ({ apiKeyRequired: false, authorizationType: 'NONE', ...route }),
};

function checkRoute(
  api: Api,
  {
    routeId,
    routeKey,
    target,
    authorizationType,
    authorizerId,
  }: Omit<Route, 'routeId'> & { routeId?: string },
): void {
  const twin = [...api.routes.values()].find(
    (other) => other.routeKey === routeKey && other.routeId !== routeId,
  );
  if (twin) throw conflict(`Route with key ${routeKey} already exists for this API`);
  const [, integrationId] = target?.split('/') ?? [];
  if (integrationId && !api.integrations.has(integrationId)) throw notFound('Integration', integrationId);
  if (authorizationType === 'CUSTOM' && !authorizerId)
    throw badRequest('AuthorizerId must be given when AuthorizationType is CUSTOM');
  if (authorizerId && !api.authorizers.has(authorizerId)) throw notFound('Authorizer', authorizerId);
}

export const stages: Parts<Stage> = {
  noun: 'stage',
  of: (api) => api.stages,
  create(api, body, now) {
    const settings = read(inputs.stage, body);
    if (api.stages.has(settings.stageName)) throw conflict('Stage already exists');
    const date = now.toISOString();
    const stage = { ...settings, createdDate: date, lastUpdatedDate: date, deploymentId: newId(6) };
    api.stages.set(settings.stageName, stage);
    return stage;
  },
  update(_, stage, body, now) {
    const given = read(inputs.stageUpdate, body);
    const { routeSettings, stageVariables } = stage;
    Object.assign(stage, given, { lastUpdatedDate: now.toISOString() });
    if (given.routeSettings) stage.routeSettings = { ...routeSettings, ...given.routeSettings };
    if (given.stageVariables) stage.stageVariables = merged(stageVariables, given.stageVariables);
  },
  shown: (stage) => ({
    defaultRouteSettings: { detailedMetricsEnabled: false },
    routeSettings: {},
    stageVariables: {},
    tags: {},
    ...stage,
    lastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${stage.deploymentId}'`,
  }),
};

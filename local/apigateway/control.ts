import { AwsError } from '../aws-error';
import { operationIn } from '../dispatch';
import type { AwsRequest, AwsResponse } from '../service';
import { createApi, shownApi, updateApi } from './apis';
import { answer, badRequest, errorAnswer, notFound } from './errors';
import { authorizers, integrations, type Parts, routes, stages } from './parts';
import type { Api, State } from './state';
import { getTags, tagResource, untagResource } from './tags';

const CONTROL = /^\/v2\/(apis|tags)(?:\/|\?|$)/;

/** Whether a request is about HTTP APIs; the rest of API Gateway is moto's. */
export const isControl = ({ service, path }: AwsRequest) => service === 'apigateway' && CONTROL.test(path);

/** One request of the control plane, its path taken apart. */
interface Call {
  state: State;
  request: AwsRequest;
  /** Decoded parts of the path after `/v2/`. */
  path: string[];
  query: URLSearchParams;
  body: unknown;
  now: Date;
}

const lacking = ({ method, path }: AwsRequest) =>
  badRequest(`the local AWS has no ${method} of ${path.split('?')[0]}`);

function bodyOf({ body }: AwsRequest): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw badRequest('Invalid JSON input');
  }
}

/** A page of a listing. A token names the last item that was given. */
function page(items: { id: string; shown: object }[], query: URLSearchParams): AwsResponse {
  const [after, most] = [query.get('nextToken'), Number(query.get('maxResults') ?? 100)];
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  if ((after !== null && start === 0) || !(most > 0)) throw badRequest('Invalid nextToken or maxResults');
  const given = items.slice(start, start + most);
  const more = start + most < items.length ? { nextToken: given.at(-1)?.id } : {};
  return answer(200, { items: given.map(({ shown }) => shown), ...more });
}

function apiCall({ state, request, path: [, apiId], query, body, now }: Call): AwsResponse {
  const { method } = request;
  if (!apiId) {
    if (method === 'POST') return answer(201, createApi(state, request, body, now));
    if (method !== 'GET') throw lacking(request);
    return page(
      state.apisIn(request).map((api) => ({ id: api.apiId, shown: shownApi(api) })),
      query,
    );
  }
  const api = state.apiOf(request, apiId);
  if (method === 'GET') return answer(200, shownApi(api));
  if (method === 'PATCH') return answer(200, updateApi(api, body));
  if (method !== 'DELETE') throw lacking(request);
  state.apis.delete(apiId);
  return answer(204);
}

/** Takes one part of a stage's settings away. */
function stageSettings(
  api: Api,
  { request, path: [, , , stageName = '', setting, routeKey] }: Call,
): AwsResponse {
  const stage = api.stages.get(stageName);
  if (!stage) throw notFound('stage', stageName);
  if (request.method !== 'DELETE') throw lacking(request);
  if (setting === 'accesslogsettings') delete stage.accessLogSettings;
  else if (setting === 'routesettings' && routeKey) delete stage.routeSettings?.[routeKey];
  else throw lacking(request);
  return answer(204);
}

/** A request about one kind of part: the whole list, or the one of that id. */
const collection =
  <Part>(parts: Parts<Part>) =>
  (api: Api, id: string | undefined, { request, query, body, now }: Call): AwsResponse => {
    const { method } = request;
    const all = parts.of(api);
    if (!id) {
      if (method === 'POST') return answer(201, parts.shown(parts.create(api, body, now)));
      if (method !== 'GET') throw lacking(request);
      return page(
        [...all].map(([key, part]) => ({ id: key, shown: parts.shown(part) })),
        query,
      );
    }
    const part = all.get(id);
    if (!part) throw notFound(parts.noun, id);
    if (method === 'GET') return answer(200, parts.shown(part));
    if (method === 'DELETE') {
      parts.mayGo?.(api, part);
      all.delete(id);
      return answer(204);
    }
    if (method !== 'PATCH') throw lacking(request);
    parts.update(api, part, body, now);
    return answer(200, parts.shown(part));
  };

const collections: Record<string, ReturnType<typeof collection>> = {
  authorizers: collection(authorizers),
  integrations: collection(integrations),
  routes: collection(routes),
  stages: collection(stages),
};

function partCall(call: Call): AwsResponse {
  const { state, request, path } = call;
  const [, apiId = '', name = '', id, more] = path;
  const api = state.apiOf(request, apiId);
  if (name === 'stages' && more) return stageSettings(api, call);
  const handle = operationIn(collections, name);
  if (!handle || more) throw lacking(request);
  return handle(api, id, call);
}

function tagCall({ state, request, path: [, arn = ''], query, body }: Call): AwsResponse {
  if (request.method === 'GET') return answer(200, getTags(state, request, arn));
  if (request.method === 'POST') {
    tagResource(state, request, arn, (body as { tags?: Record<string, string> }).tags ?? {});
    return answer(201, {});
  }
  if (request.method !== 'DELETE') throw lacking(request);
  untagResource(state, request, arn, query.getAll('tagKeys'));
  return answer(204);
}

/** Answers the control plane: APIs, their parts, and tags. */
export function control(state: State, request: AwsRequest, now: Date): AwsResponse {
  const [pathname = '', search = ''] = request.path.split('?');
  // Routes of stage settings have slashes of their own, which clients encode.
  const path = pathname.split('/').slice(2).filter(Boolean).map(decodeURIComponent);
  try {
    const call: Call = {
      state,
      request,
      path,
      query: new URLSearchParams(search),
      body: bodyOf(request),
      now,
    };
    if (path[0] === 'tags') return tagCall(call);
    return path[2] ? partCall(call) : apiCall(call);
  } catch (error) {
    if (error instanceof AwsError) return errorAnswer(error);
    throw error;
  }
}

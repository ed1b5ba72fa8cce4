import { AwsError } from '../aws-error';
import { pathNames, restOperation } from '../dispatch';
import type { AwsRequest, AwsResponse } from '../service';
import { createApi, shownApi, updateApi } from './apis';
import { answer, badRequest, errorAnswer, notFound } from './errors';
import { authorizers, integrations, type Parts, routes, stages } from './parts';
import type { Api, Stage, State } from './state';
import { getTags, tagResource, untagResource } from './tags';

const CONTROL = /^\/v2\/(apis|tags)(?:\/|\?|$)/;

/** Whether a request is about HTTP APIs; the rest of API Gateway is moto's. */
export const isControl = ({ service, path }: AwsRequest) => service === 'apigateway' && CONTROL.test(path);

/** One parsed request of the control plane. */
interface Call {
  state: State;
  request: AwsRequest;
  /** The names in the path, outermost first: an API and one of its parts, or an ARN. */
  names: string[];
  query: URLSearchParams;
  body: unknown;
  now: Date;
}

type Operation = (call: Call) => AwsResponse;

/** The error for what API Gateway supports and the local one doesn't. */
export const lacking = ({ method, path }: AwsRequest): AwsResponse =>
  errorAnswer(badRequest(`the local AWS does not support ${method} on ${path.split('?')[0]}`));

function bodyOf({ body }: AwsRequest): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw badRequest('Invalid JSON input');
  }
}

/** A page of a listing. Its token names the last item returned. */
function page(items: { id: string; shown: object }[], query: URLSearchParams): AwsResponse {
  const [after, most] = [query.get('nextToken'), Number(query.get('maxResults') ?? 100)];
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  if ((after !== null && start === 0) || !(most > 0)) throw badRequest('Invalid nextToken or maxResults');
  const given = items.slice(start, start + most);
  const more = start + most < items.length ? { nextToken: given.at(-1)?.id } : {};
  return answer(200, { items: given.map(({ shown }) => shown), ...more });
}

const apiOf = ({ state, request, names: [apiId = ''] }: Call): Api => state.apiOf(request, apiId);

/** Removes one part of a stage's settings. */
const withoutSetting =
  (remove: (stage: Stage, name: string) => void): Operation =>
  (call) => {
    const [, stageName = '', name = ''] = call.names;
    const stage = apiOf(call).stages.get(stageName);
    if (!stage) throw notFound('stage', stageName);
    remove(stage, name);
    return answer(204);
  };

/** The operations on one kind of part, by its name in paths. */
function collection<Part>(name: string, parts: Parts<Part>): Record<string, Operation> {
  const find = (call: Call): [Api, string, Part] => {
    const [, id = ''] = call.names;
    const api = apiOf(call);
    const part = parts.of(api).get(id);
    if (!part) throw notFound(parts.noun, id);
    return [api, id, part];
  };
  return {
    [`POST /v2/apis/*/${name}`]: (call) =>
      answer(201, parts.shown(parts.create(apiOf(call), call.body, call.now))),
    [`GET /v2/apis/*/${name}`]: (call) =>
      page(
        [...parts.of(apiOf(call))].map(([id, part]) => ({ id, shown: parts.shown(part) })),
        call.query,
      ),
    [`GET /v2/apis/*/${name}/*`](call) {
      const [, , part] = find(call);
      return answer(200, parts.shown(part));
    },
    [`PATCH /v2/apis/*/${name}/*`](call) {
      const [api, , part] = find(call);
      parts.update(api, part, call.body, call.now);
      return answer(200, parts.shown(part));
    },
    [`DELETE /v2/apis/*/${name}/*`](call) {
      const [api, id, part] = find(call);
      parts.mayGo?.(api, part);
      parts.of(api).delete(id);
      return answer(204);
    },
  };
}

/** By method and path; see the API reference of API Gateway, version 2. */
export const operations: Record<string, Operation> = {
  'POST /v2/apis': ({ state, request, body, now }) => answer(201, createApi(state, request, body, now)),
  'GET /v2/apis': ({ state, request, query }) =>
    page(
      state.apisIn(request).map((api) => ({ id: api.apiId, shown: shownApi(api) })),
      query,
    ),
  'GET /v2/apis/*': (call) => answer(200, shownApi(apiOf(call))),
  'PATCH /v2/apis/*': (call) => answer(200, updateApi(apiOf(call), call.body)),
  'DELETE /v2/apis/*'(call) {
    call.state.apis.delete(apiOf(call).apiId);
    return answer(204);
  },
  ...collection('authorizers', authorizers),
  ...collection('integrations', integrations),
  ...collection('routes', routes),
  ...collection('stages', stages),
  'DELETE /v2/apis/*/stages/*/accesslogsettings': withoutSetting((stage) => {
    delete stage.accessLogSettings;
  }),
  'DELETE /v2/apis/*/stages/*/routesettings/*': withoutSetting((stage, routeKey) => {
    delete stage.routeSettings?.[routeKey];
  }),
  'GET /v2/tags/*': ({ state, request, names: [arn = ''] }) => answer(200, getTags(state, request, arn)),
  'POST /v2/tags/*'({ state, request, names: [arn = ''], body }) {
    tagResource(state, request, arn, (body as { tags?: Record<string, string> }).tags ?? {});
    return answer(201, {});
  },
  'DELETE /v2/tags/*'({ state, request, names: [arn = ''], query }) {
    untagResource(state, request, arn, query.getAll('tagKeys'));
    return answer(204);
  },
};

/** The response of an operation, or of the error that it throws. */
export function answered(run: Operation, state: State, request: AwsRequest, now: Date): AwsResponse {
  const names = pathNames(restOperation(operations, request), request.path);
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  try {
    return run({ state, request, names, query, body: bodyOf(request), now });
  } catch (error) {
    if (error instanceof AwsError) return errorAnswer(error);
    throw error;
  }
}

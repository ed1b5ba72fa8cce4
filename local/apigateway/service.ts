import type { LocalContext } from '../context';
import { handlers, localOperation, restOperation } from '../dispatch';
import { type AwsRequest, type AwsResponse, json, type Service } from '../service';
import { Authorization } from './authorize';
import { answered, isControl, lacking, operations } from './control';
import { execute, type Gateway } from './execute';
import { type Api, hostOf, State } from './state';
import { Throttle } from './throttle';

/** `<api id>.execute-api.<region>.amazonaws.com`, with an optional port. */
const HOST = /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?::\d+)?$/i;

/** Lists all APIs of all accounts, for clients that cannot know their ids. */
const LISTING = 'GET /_local/apis';

const CALL = 'a call of an API';

const apiHost = ({ headers }: AwsRequest) => HOST.exec(headers.host ?? '');

const listed = (api: Api) => ({
  name: api.settings.name,
  account: api.account,
  region: api.region,
  host: hostOf(api),
});

/**
 * HTTP APIs of API Gateway (version 2): their settings, and the APIs themselves at their own hosts. moto is not used:
 * it cannot update or tag stages, and passes no requests on. `now` is in milliseconds since 1970.
 */
export function apiGateway(context: LocalContext, now: () => number = Date.now): Service {
  const state = new State();
  const { invokeFunction, network, forward } = context;
  const gateway: Gateway = {
    invokeFunction,
    network,
    forward,
    throttle: new Throttle(now),
    authorization: new Authorization(invokeFunction, now),
    now,
  };
  network.addLater(() => {
    const port = Number(new URL(context.endpoint()).port);
    return [...state.apis.values()].map((api) => ({ hosts: hostOf(api), port }));
  });

  return {
    operationOf(request) {
      if (apiHost(request)) return CALL;
      return isControl(request) ? restOperation(operations, request) : localOperation(request);
    },
    operations: {
      [CALL]: call,
      [LISTING]: () => json(200, [...state.apis.values()].map(listed)),
      ...handlers(operations, (run, request) => answered(run, state, request, new Date(now()))),
    },
    otherwise: (request) => (isControl(request) ? lacking(request) : undefined),
  };

  async function call(request: AwsRequest): Promise<AwsResponse> {
    const [, apiId = '', region] = apiHost(request) ?? [];
    const api = state.apis.get(apiId.toLowerCase());
    if (api && api.region === region) return execute(gateway, api, request, hostOf(api));
    const message = `the local AWS has no API ${apiId} in ${region}`;
    const body = JSON.stringify({ message });
    return { status: 404, headers: { 'content-type': 'application/json' }, body };
  }
}

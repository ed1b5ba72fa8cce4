import type { Place } from '../place';
import { inputs, read } from './inputs';
import { type Api, hostOf, newId, type State } from './state';

/** An API as AWS shows it. */
export const shownApi = (api: Api) => ({
  apiKeySelectionExpression: '$request.header.x-api-key',
  routeSelectionExpression: '$request.method $request.path',
  disableExecuteApiEndpoint: false,
  ipAddressType: 'ipv4',
  ...api.settings,
  apiId: api.apiId,
  apiEndpoint: `https://${hostOf(api)}`,
  createdDate: api.createdDate,
  tags: api.settings.tags ?? {},
});

/** Throws BadRequestException. */
export function createApi(state: State, { account, region }: Place, body: unknown, now: Date) {
  const settings = read(inputs.api, body);
  const api: Api = {
    apiId: newId(10),
    account,
    region,
    createdDate: now.toISOString(),
    settings,
    authorizers: new Map(),
    integrations: new Map(),
    routes: new Map(),
    stages: new Map(),
  };
  state.apis.set(api.apiId, api);
  return shownApi(api);
}

/** Omitted members stay unchanged. */
export function updateApi(api: Api, body: unknown) {
  Object.assign(api.settings, read(inputs.apiUpdate, body));
  return shownApi(api);
}

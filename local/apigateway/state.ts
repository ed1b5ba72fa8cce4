import { randomInt } from 'node:crypto';
import type { Place } from '../place';
import { notFound } from './errors';
import type {
  ApiSettings,
  AuthorizerSettings,
  IntegrationSettings,
  RouteSettings,
  StageSettings,
} from './inputs';

export interface Authorizer extends AuthorizerSettings {
  authorizerId: string;
}

export interface Integration extends IntegrationSettings {
  integrationId: string;
}

export interface Route extends RouteSettings {
  routeId: string;
}

export interface Stage extends StageSettings {
  createdDate: string;
  lastUpdatedDate: string;
  deploymentId: string;
}

/** One HTTP API with all its parts. */
export interface Api {
  apiId: string;
  account: string;
  region: string;
  createdDate: string;
  settings: ApiSettings;
  authorizers: Map<string, Authorizer>;
  integrations: Map<string, Integration>;
  routes: Map<string, Route>;
  /** By name. */
  stages: Map<string, Stage>;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id in API Gateway's format: ten characters for an API, seven for its parts. */
export const newId = (length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The host of an API. */
export const hostOf = ({ apiId, region }: Pick<Api, 'apiId' | 'region'>) =>
  `${apiId}.execute-api.${region}.amazonaws.com`;

/** The HTTP APIs of all accounts and regions: ids are unique across them. */
export class State {
  readonly apis = new Map<string, Api>();

  /** Throws NotFoundException, including for an API in another account or region. */
  apiOf({ account, region }: Place, apiId: string): Api {
    const api = this.apis.get(apiId);
    if (api?.account !== account || api.region !== region) throw notFound('API', `${account}:${apiId}`);
    return api;
  }

  /** The APIs in one account and region, oldest first. */
  apisIn({ account, region }: Place): Api[] {
    return [...this.apis.values()].filter((api) => api.account === account && api.region === region);
  }
}

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

/** One HTTP API with everything in it. */
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

/** An id as API Gateway gives them: ten characters for an API, seven for its parts. */
export const newId = (length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The host at which an API answers. */
export const hostOf = ({ apiId, region }: Pick<Api, 'apiId' | 'region'>) =>
  `${apiId}.execute-api.${region}.amazonaws.com`;

/** The HTTP APIs of every account and region: ids are unique in all of them. */
export class State {
  readonly apis = new Map<string, Api>();

  /** Throws NotFoundException, also for an API of another account or region. */
  apiOf({ account, region }: Place, apiId: string): Api {
    const api = this.apis.get(apiId);
    if (api?.account !== account || api.region !== region) throw notFound('API', `${account}:${apiId}`);
    return api;
  }

  /** The APIs of one account and region, oldest first. */
  apisIn({ account, region }: Place): Api[] {
    return [...this.apis.values()].filter((api) => api.account === account && api.region === region);
  }
}

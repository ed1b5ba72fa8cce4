import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorizerRoute } from '../catalogue';
import { Denied } from '../shared/denied';
import { isOneOf, isRecord, isText } from '../shared/events/shape';
import { attribute } from './values';

/** Routes by API Gateway's key. */
export type Routes = ReadonlyMap<string, AuthorizerRoute>;

const sources = ['path', 'query', 'header', 'value'];
const types = ['string', 'long'];

function isValue(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { type = 'string', ...source } = value;
  const [[name = '', text] = [], ...more] = Object.entries(source);
  if (more.length > 0 || !sources.includes(name) || !isText(text) || !types.includes(String(type)))
    return false;
  return name !== 'value' || attribute(text as string, type as 'string' | 'long') !== undefined;
}

const areValues = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isValue);

/** Every part of a route, with its check. */
const parts: readonly (readonly [string, (route: Record<string, unknown>) => boolean])[] = [
  ['key', ({ key }) => isText(key)],
  ['flow', ({ flow }) => isOneOf('customer', 'internal', 'machine', 'tenant')(flow)],
  ['action', ({ action }) => isText(action)],
  ['resource', ({ resource }) => isRecord(resource)],
  ['resource.type', ({ resource }) => isText((resource as Record<string, unknown>).type)],
  ['resource.id', ({ resource }) => isValue((resource as Record<string, unknown>).id)],
  ['resource.attributes', ({ resource }) => areValues((resource as Record<string, unknown>).attributes)],
  ['context', ({ context }) => areValues(context)],
];

const invalid = (path: string) => new Denied('misconfigured', { invalid: [`routes.json: ${path}`] });

/** Parses routes. Throws Denied (`misconfigured`) that names the first invalid part. */
export function routesOf(text: string): Routes {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw invalid('no JSON');
  }
  if (!Array.isArray(list)) throw invalid('no list');
  const routes = new Map<string, AuthorizerRoute>();
  for (const [index, route] of list.entries()) {
    const [wrong] = isRecord(route) ? (parts.find(([, check]) => !check(route)) ?? []) : ['no route'];
    if (wrong) throw invalid(`${index}.${wrong}`);
    const { key } = route as AuthorizerRoute;
    if (routes.has(key)) throw invalid(`${index}.key stands twice`);
    routes.set(key, route as AuthorizerRoute);
  }
  return routes;
}

/** Reads the routes file in the function's zip. Throws Denied (`misconfigured`): without routes it must not start. */
export function readRoutes({ LAMBDA_TASK_ROOT = '' }: NodeJS.ProcessEnv): Routes {
  let text: string;
  try {
    text = readFileSync(join(LAMBDA_TASK_ROOT, 'routes.json'), 'utf8');
  } catch {
    throw invalid('cannot be read');
  }
  return routesOf(text);
}

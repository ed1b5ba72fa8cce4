import type { AttributeValue } from '@aws-sdk/client-verifiedpermissions';
import type { RouteValue } from '../catalogue';
import { Denied } from '../shared/denied';
import type { ApiRequest } from './request';

/** No plus sign, leading zero, fraction or exponent: each number has exactly one spelling. */
const integer = /^(0|-?[1-9]\d{0,15})$/;

/** Text as a Cedar value; undefined if it is not of that type. JSON numbers are exact up to 53 bits. */
export function attribute(text: string, type: RouteValue['type'] = 'string'): AttributeValue | undefined {
  if (type === 'string') return { string: text };
  return integer.test(text) && Number.isSafeInteger(Number(text)) ? { long: Number(text) } : undefined;
}

const own = (values: Record<string, string | undefined>, name: string) =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** Read from the raw query, as the backend does: API Gateway joins repeated parameters. */
function onlyOf(rawQuery: string, name: string): string | undefined {
  const found = new URLSearchParams(rawQuery).getAll(name);
  return found.length === 1 ? found[0] : undefined;
}

function textOf(source: RouteValue, { path, rawQuery, headers }: ApiRequest): string | undefined {
  if ('value' in source) return source.value;
  if ('path' in source) return own(path, source.path);
  if ('query' in source) return onlyOf(rawQuery, source.query);
  return own(headers, source.header.toLowerCase());
}

const controls = /\p{Cc}/u;

/** What a backend that decodes or normalises the path again could take for the end of a segment, or a step up. */
const unsafe = /[/\\%?#;]|^\.{1,2}$/;

/**
 * Every path parameter must be one plain segment, whether the route uses it or not: the backend has to see the
 * same tenant in the path as the policy store did. Throws Denied (`request-unmapped`).
 */
export function assertSegments({ path }: Pick<ApiRequest, 'path'>): void {
  for (const [name, text] of Object.entries(path))
    if (unsafe.test(text)) throw new Denied('request-unmapped', { value: name });
}

/**
 * The text from a route's source. `as` names the value in errors. Throws Denied (`request-unmapped`) if
 * it is missing or empty, occurs twice in the query, or has control characters.
 */
export function textFrom(source: RouteValue, request: ApiRequest, as: string): string {
  const text = textOf(source, request);
  if (!text || controls.test(text)) throw new Denied('request-unmapped', { value: as });
  return text;
}

/** The values that a route names. Throws Denied (`request-unmapped`), also for an invalid number. */
export const valuesFrom = (
  sources: Readonly<Record<string, RouteValue>>,
  request: ApiRequest,
): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      const value = attribute(textFrom(source, request, name), source.type);
      if (!value) throw new Denied('request-unmapped', { value: name });
      return [name, value];
    }),
  );

import type { Exchange } from './exchange';
import { type MappingKey, parseMappingKey } from './mapping-keys';
import { evaluate } from './variables';

/** The parts of a request or response that mappings can change. */
export interface Mapped {
  /** Names in lower case. */
  headers: Record<string, string>;
  query: Map<string, string[]>;
  /** Undefined: the integration's. */
  path?: string | undefined;
  status?: number | undefined;
}

function mapHeader(
  headers: Record<string, string>,
  { how, name }: { how: string; name: string },
  value?: string,
) {
  const { [name]: before, ...others } = headers;
  if (how === 'remove') return others;
  // A header overwritten with an empty value is not sent: the client's own must never take its place.
  if (how === 'overwrite') return value ? { ...others, [name]: value } : others;
  const values = [before, value].filter((one) => one !== undefined && one !== '');
  return values.length ? { ...others, [name]: values.join(',') } : others;
}

function mapQuery(
  query: Map<string, string[]>,
  { how, name }: { how: string; name: string },
  value?: string,
) {
  const after = new Map(query);
  const kept = how === 'append' ? (after.get(name) ?? []) : [];
  after.delete(name);
  const values = how === 'remove' || value === undefined ? kept : [...kept, value];
  return values.length ? after.set(name, values) : after;
}

function mapOne(mapped: Mapped, key: MappingKey, value: string | undefined): Mapped {
  if (!('name' in key))
    return key.where === 'path' ? { ...mapped, path: value } : { ...mapped, status: Number(value) };
  return key.where === 'header'
    ? { ...mapped, headers: mapHeader(mapped.headers, key, value) }
    : { ...mapped, query: mapQuery(mapped.query, key, value) };
}

/**
 * Applies an integration's mappings to a request or response; all values are those of the exchange before any change.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function map(exchange: Exchange, mapped: Mapped, mappings: Record<string, string> = {}): Mapped {
  return Object.entries(mappings).reduce((result, [text, expression]) => {
    const key = parseMappingKey(text);
    return key ? mapOne(result, key, evaluate(exchange, expression)) : result;
  }, mapped);
}

/** The client's request as changed by mappings; its path is set only if they change it. */
export const mapRequest = (exchange: Exchange, mappings?: Record<string, string>): Mapped =>
  map(exchange, { headers: exchange.request.headers, query: exchange.request.query }, mappings);

/** A query string, without `?`. */
export const queryText = (query: Map<string, string[]>) =>
  new URLSearchParams(
    [...query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  ).toString();

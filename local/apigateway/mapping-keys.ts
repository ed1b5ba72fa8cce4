/** Headers that mappings must not change; `*` matches any text. Source: "Reserved headers" on the page below. */
const reserved = [
  'access-control-*',
  'apigw-*',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-location',
  'forwarded',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailers',
  'transfer-encoding',
  'upgrade',
  'x-amz-*',
  'x-amzn-*',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'via',
];

const isReserved = (header: string) =>
  reserved.some((one) => (one.endsWith('*') ? header.startsWith(one.slice(0, -1)) : header === one));

/** What a mapping changes in a request or response, and how. */
export type MappingKey =
  | { how: 'append' | 'overwrite' | 'remove'; where: 'header' | 'querystring'; name: string }
  | { how: 'overwrite'; where: 'path' | 'statuscode' };

const KEY = /^(append|overwrite|remove):(header|querystring)\.(\S+)$/;

/**
 * Parses a mapping's key; undefined if it isn't one. Header names are returned in lower case.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function parseMappingKey(key: string): MappingKey | undefined {
  if (key === 'overwrite:path' || key === 'overwrite:statuscode')
    return { how: 'overwrite', where: key === 'overwrite:path' ? 'path' : 'statuscode' };
  const [, how, where, name = ''] = KEY.exec(key) ?? [];
  if (!how || !where) return undefined;
  return {
    how: how as 'append' | 'overwrite' | 'remove',
    where: where as 'header' | 'querystring',
    name: where === 'header' ? name.toLowerCase() : name,
  };
}

function problemsOf(mapping: Record<string, string>, allowed: string[], member: string): string[] {
  return Object.keys(mapping).flatMap((key) => {
    const parsed = parseMappingKey(key);
    if (!parsed || !allowed.includes(parsed.where)) return [`${member}: ${key} is not a mapping`];
    return parsed.where === 'header' && isReserved(parsed.name)
      ? [`${member}: ${key}: operations on header ${parsed.name} are restricted`]
      : [];
  });
}

/** An integration's mappings: of the request, and of responses by status. */
interface Mappings {
  requestParameters?: Record<string, string> | undefined;
  responseParameters?: Record<string, Record<string, string>> | undefined;
}

/** Everything wrong with the keys of an integration's mappings. */
export const mappingProblems = ({ requestParameters = {}, responseParameters = {} }: Mappings): string[] => [
  ...problemsOf(requestParameters, ['header', 'querystring', 'path'], 'requestParameters'),
  ...Object.values(responseParameters).flatMap((mapping) =>
    problemsOf(mapping, ['header', 'statuscode'], 'responseParameters'),
  ),
];

import type { AwsRequest } from '../../service';
import type { Cognito } from '../call';
import type { Domain, Pool } from '../model';
import type { State } from '../state';
import { domainHost } from '../tokens/well-known';

/** One parsed request to a pool's sign-in domain. */
export interface DomainRequest {
  cognito: Cognito;
  pool: Pool;
  domain: Domain;
  /** The domain's public origin, `https://<host>`, for providers and discovery. */
  origin: string;
  /** The prefix of every path: empty, or `/_local/domains/<host>` for clients that cannot set a host. */
  base: string;
  method: string;
  /** Path within the domain, such as `/oauth2/authorize`. */
  path: string;
  query: URLSearchParams;
  /** Form fields in the body; empty otherwise. */
  form: URLSearchParams;
  headers: Record<string, string>;
  cookies: Record<string, string>;
}

type Received = Pick<AwsRequest, 'path' | 'headers'>;

const based = /^\/_local\/domains\/([a-z0-9.-]+)(?=\/)/;

const hostOf = ({ path, headers }: Received) =>
  based.exec(path)?.[1] ?? headers.host?.split(':')[0]?.toLowerCase() ?? '';

const find = (state: State, host: string) =>
  [...state.domains.values()].find((domain) => domainHost(domain) === host);

/** Whether a request is for a sign-in domain, existing or not. */
export function isForDomain(state: State, request: Received): boolean {
  const host = hostOf(request);
  return based.test(request.path) || host.endsWith('.amazoncognito.com') || find(state, host) !== undefined;
}

const cookiesOf = (header = ''): Record<string, string> =>
  Object.fromEntries(
    header
      .split(/;\s*/)
      .filter(Boolean)
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [name, value.join('=')];
      }),
  );

const isForm = (type = '') =>
  type.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';

/** Parses a request to a sign-in domain; undefined if no pool has that domain. */
export function domainRequest(cognito: Cognito, request: AwsRequest): DomainRequest | undefined {
  const host = hostOf(request);
  const domain = find(cognito.state, host);
  const pool = domain && cognito.state.pools.get(domain.poolId);
  if (!pool) return undefined;
  const base = based.exec(request.path)?.[0] ?? '';
  const [path = '/', ...query] = request.path.slice(base.length).split('?');
  const { method, headers, body } = request;
  return {
    cognito,
    pool,
    domain,
    origin: `https://${host}`,
    base,
    method,
    path,
    query: new URLSearchParams(query.join('?')),
    form: new URLSearchParams(isForm(headers['content-type']) ? body.toString() : ''),
    headers,
    cookies: cookiesOf(headers.cookie),
  };
}

import type { Cognito } from '../call';
import type { Domain, Pool } from '../state';

/** One request to a pool's sign-in domain, taken apart. */
export interface DomainRequest {
  cognito: Cognito;
  pool: Pool;
  domain: Domain;
  /** The domain as the internet knows it, `https://<host>`: what providers and discovery are told. */
  origin: string;
  /** What stands before every path: empty, or `/_local/domains/<host>` for clients that cannot set a host. */
  base: string;
  method: string;
  /** Path inside the domain, such as `/oauth2/authorize`. */
  path: string;
  query: URLSearchParams;
  /** Fields of a form that was sent as the body; empty otherwise. */
  form: URLSearchParams;
  headers: Record<string, string>;
  cookies: Record<string, string>;
}

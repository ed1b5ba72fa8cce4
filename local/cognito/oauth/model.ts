import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { PendingAuthorize } from '../federation/model';

/** A code not yet exchanged, with its tokens. */
export interface AuthorizationCode {
  pending: PendingAuthorize;
  tokens: AuthenticationResultType;
  /** Milliseconds since 1970. */
  until: number;
}

/** A browser that has signed in on the pool's pages. */
export interface BrowserSession {
  /** The pool's own name of the user. */
  username: string;
  /** Seconds since 1970. */
  authTime: number;
  /** Milliseconds since 1970. */
  until: number;
  /** The external provider, if the user signed in there; undefined for a password of the pool. */
  via?: { provider: string; subject: string } | undefined;
}

/** What a pool's sign-in pages store. */
export interface Hosted {
  /** By the value of the browser's cookie. */
  sessions: Map<string, BrowserSession>;
  codes: Map<string, AuthorizationCode>;
}

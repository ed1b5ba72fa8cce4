import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { PendingAuthorize } from '../federation/model';

/** A code on its way to the token endpoint, with the tokens that it stands for. */
export interface AuthorizationCode {
  pending: PendingAuthorize;
  tokens: AuthenticationResultType;
  /** Milliseconds since 1970. */
  until: number;
}

/** A browser that has signed in at the pool's pages. */
export interface BrowserSession {
  /** The pool's own name of the user. */
  username: string;
  /** Seconds since 1970. */
  authTime: number;
  /** Milliseconds since 1970. */
  until: number;
  /** Where the user signed in; undefined with a password of the pool. */
  via?: { provider: string; subject: string } | undefined;
}

/** What the sign-in pages of a pool keep. */
export interface Hosted {
  /** By the value of the browser's cookie. */
  sessions: Map<string, BrowserSession>;
  codes: Map<string, AuthorizationCode>;
}

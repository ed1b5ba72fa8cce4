import type { AuthorizationCode } from './authorization-code';
import type { BrowserSession } from './browser-session';

/** What the sign-in pages of a pool keep. */
export interface Hosted {
  /** By the value of the browser's cookie. */
  sessions: Map<string, BrowserSession>;
  codes: Map<string, AuthorizationCode>;
}

/** A new pool's pages: nobody was there yet. */
export const newHosted = (): Hosted => ({ sessions: new Map(), codes: new Map() });

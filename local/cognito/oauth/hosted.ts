import type { Hosted } from './model';

/** The sign-in pages' data for a new pool. */
export const newHosted = (): Hosted => ({ sessions: new Map(), codes: new Map() });

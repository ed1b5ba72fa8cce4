import type { Hosted } from './model';

/** A new pool's pages: nobody was there yet. */
export const newHosted = (): Hosted => ({ sessions: new Map(), codes: new Map() });

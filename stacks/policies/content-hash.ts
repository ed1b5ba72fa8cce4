import { createHash } from 'node:crypto';
import type { StoreContent } from './cedar';
import type { PolicyFile } from './source';

const byName = (files: readonly PolicyFile[]) =>
  files.map(({ name, text }) => [name, text] as const).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Hex SHA-256 over everything that a store gets, with the pool's placeholder still in it: stores of equal content
 * have equal hashes, whatever pool, region or account they stand in.
 */
export const contentHash = ({ schema, policies, templates }: StoreContent): string =>
  createHash('sha256')
    .update(JSON.stringify([schema, byName(policies), byName(templates)]))
    .digest('hex');

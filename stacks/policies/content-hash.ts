import { createHash } from 'node:crypto';
import type { StoreContent } from './cedar';
import type { PolicyFile } from './source';

const byName = (files: readonly PolicyFile[]) =>
  files.map(({ name, text }) => [name, text] as const).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Hex SHA-256 over a store's content, with the pool's placeholder still in it: stores with equal content
 * have equal hashes, whatever their pool, region or account.
 */
export const contentHash = ({ schema, policies, templates }: StoreContent): string =>
  createHash('sha256')
    .update(JSON.stringify([schema, byName(policies), byName(templates)]))
    .digest('hex');

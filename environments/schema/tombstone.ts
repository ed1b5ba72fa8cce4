/** What remains of a tenant that is leaving or has left: one JSON file each, kept permanently. */
import { z } from 'zod';
import { regionSchema, slug } from './values';

/** A tombstone's `$schema`: the editor's schema, relative to the file's folder. */
const schemaReference = z
  .literal('../../tombstone.schema.json')
  .describe('Lets the editor check and complete this file.');

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'leave the hash as the command has written it');

const exportSchema = z.strictObject({
  region: regionSchema,
  account: slug(20),
  folder: z
    .string()
    .regex(/^exports\/[\w/.-]+$/, 'leave the folder as the command has written it')
    .describe("Where the export is in the account's state bucket."),
  manifest: sha256.describe('SHA-256 of its manifest, which has the hash of each of its parts.'),
});

const tombstoneSchema = z.strictObject({
  $schema: schemaReference.optional(),
  id: slug(30).describe("The tenant's id, never reused."),
  state: z
    .enum(['leaving', 'gone'])
    .describe('leaving: exported, but still deployed. gone: only the export is left in AWS.'),
  exportedAt: z.iso.datetime('write a time such as "2026-11-30T10:00:00Z"'),
  keepUntil: z.iso
    .date('write a date such as "2026-12-31"')
    .describe('Nothing is destroyed before this day (UTC), and the export is kept at least until then.'),
  goneAt: z.iso.datetime('write a time such as "2026-11-30T10:00:00Z"').optional(),
  exportDeletedAt: z.iso
    .datetime('write a time such as "2026-11-30T10:00:00Z"')
    .optional()
    .describe('When the export was deleted, by `fleet tenant export --delete`.'),
  hold: z
    .string()
    .min(20, 'say in at least 20 characters who asked for the hold, and why')
    .max(1000, 'use at most 1000 characters')
    .optional()
    .describe('A legal hold: while this is set, nothing of the tenant is destroyed, whatever the date.'),
  exports: z.array(exportSchema).min(1, 'leave the exports as the command has written them'),
});

/** A tombstone as its file has it, where the editor's `$schema` is required. */
export const tombstoneFileSchema = tombstoneSchema.extend({ $schema: schemaReference });

export type Tombstone = z.infer<typeof tombstoneSchema>;

import { z } from 'zod';
import type { Finding, Source } from '../../../environments/loading/finding';
import { type TextFile, tenantFileSchema } from '../../../environments/schema';
import { cellNameSchema, regionSchema, slug } from '../../../environments/schema/values';

/** The description of a new tenant: from a form, the command line, or a row or object in a file. */
export interface Draft {
  /** The values as written, not yet validated. */
  values: Readonly<Record<string, unknown>>;
  /** Files in its policy folder, by their original paths. */
  policies?: readonly TextFile[];
  /** Remedy for a missing field, unless its schema has a better one. */
  fillIn?(field: string): string;
  /** Where a part of it was written. */
  at(path: readonly PropertyKey[]): Pick<Finding, 'file' | 'path' | 'line' | 'column'>;
}

/** Every draft of one source. */
export interface Drafts {
  drafts: Draft[];
  /** Problems with the source itself. */
  findings: Finding[];
  /** Maps paths to lines. */
  source?: Source;
}

/** A draft's fields: a tenant's file without its cells, which are chosen, plus the first administrator. */
export const draftSchema = tenantFileSchema.omit({ $schema: true, status: true, cells: true }).extend({
  regions: z
    .array(regionSchema)
    .min(1, 'name at least one region')
    .refine((regions) => new Set(regions).size === regions.length, 'name each region once'),
  /** Folder of the tenant's own policies. */
  policies: z.string().min(1, 'name a folder').optional(),
  /** Only this cell, in every region. */
  cell: cellNameSchema.optional(),
  administrator: z.email('write an e-mail address').max(128, 'use at most 128 characters').optional(),
  /** Group of the tenant to which the administrator is added. */
  administratorGroup: slug(40).optional(),
});

export type DraftValues = z.infer<typeof draftSchema>;

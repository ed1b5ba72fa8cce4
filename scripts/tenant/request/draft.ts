import { z } from 'zod';
import type { Finding, Source } from '../../../environments/loading/finding';
import { type TextFile, tenantFileSchema } from '../../../environments/schema';
import { cellNameSchema, regionSchema, slug } from '../../../environments/schema/values';

/** What somebody wrote about a tenant to be: in a form, on the command line, in a row or an object of a file. */
export interface Draft {
  /** As it was written; nothing is known of it yet. */
  values: Readonly<Record<string, unknown>>;
  /** What stands in its folder of policies, by the paths where somebody has it. */
  policies?: readonly TextFile[];
  /** What to do about a field that is missing, unless its schema says that best. */
  fillIn?(field: string): string;
  /** Where a part of it was written. */
  at(path: readonly PropertyKey[]): Pick<Finding, 'file' | 'path' | 'line' | 'column'>;
}

/** Every draft of one source. */
export interface Drafts {
  drafts: Draft[];
  /** What is wrong with the source itself. */
  findings: Finding[];
  /** Where lines are found by paths. */
  source?: Source;
}

/** What a draft may say: a tenant's file but for its cells, which are chosen, and who is to be its first administrator. */
export const draftSchema = tenantFileSchema.omit({ $schema: true, status: true, cells: true }).extend({
  regions: z
    .array(regionSchema)
    .min(1, 'name at least one region')
    .refine((regions) => new Set(regions).size === regions.length, 'name each region once'),
  /** Folder of policies that it has of its own. */
  policies: z.string().min(1, 'name a folder').optional(),
  /** Only this cell, in every region. */
  cell: cellNameSchema.optional(),
  administrator: z.email('write an e-mail address').max(128, 'use at most 128 characters').optional(),
  /** Group of the tenant that the administrator is put into. */
  administratorGroup: slug(40).optional(),
});

export type DraftValues = z.infer<typeof draftSchema>;

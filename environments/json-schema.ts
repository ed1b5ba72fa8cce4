import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem } from './problems';
import { tenantFileSchema } from './schema';

/** Where the editor's schema for tenant files stands, relative to the root. */
export const tenantSchemaFile = 'environments/tenant.schema.json';

/** The JSON Schema of a tenant file, as text: what editors check and complete by. */
export const tenantJsonSchema = (): string =>
  `${JSON.stringify({ title: 'Tenant', ...z.toJSONSchema(tenantFileSchema, { io: 'input' }) }, null, 2)}\n`;

/** Whether `environments/tenant.schema.json` is what `schema.ts` says today. */
export function checkSchemaFile(root: string): Problem[] {
  const problem = (message: string): Problem[] => [
    { file: tenantSchemaFile, path: '', value: undefined, message, remedy: 'run `make schema`' },
  ];
  let text: string;
  try {
    text = readFileSync(join(root, tenantSchemaFile), 'utf8');
  } catch (error) {
    return problem(`cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  return text === tenantJsonSchema() ? [] : problem('is stale: environments/schema.ts has changed since');
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem } from './problems';
import { serviceFileSchema, tenantFileSchema } from './schema';

const text = (title: string, schema: z.ZodType) =>
  `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`;

/** The JSON Schemas of tenant and service files, by which editors check and complete: path from the root, text. */
export const jsonSchemas = (): { file: string; text: string }[] => [
  { file: 'environments/tenant.schema.json', text: text('Tenant', tenantFileSchema) },
  { file: 'environments/service.schema.json', text: text('Service', serviceFileSchema) },
];

/** Whether the editors' schema files are what `schema.ts` says today. */
export const checkSchemaFile = (root: string): Problem[] =>
  jsonSchemas().flatMap(({ file, text }) => {
    const problem = (message: string): Problem[] => [
      { file, path: '', value: undefined, message, remedy: 'run `make schema`' },
    ];
    try {
      if (readFileSync(join(root, file), 'utf8') === text) return [];
    } catch (error) {
      return problem(`cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    }
    return problem('is stale: environments/schema.ts has changed since');
  });

import { z } from 'zod';
import { toProblem } from './loading/finding';
import { readText } from './loading/text-file';
import type { Problem } from './problems';
import { approvalFileSchema, serviceFileSchema, tenantFileSchema, tombstoneFileSchema } from './schema';

const text = (title: string, schema: z.ZodType) =>
  `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`;

/** JSON Schemas of tenant, service, approval and tombstone files, for editors: path from the root, and text. */
export const jsonSchemas = (): { file: string; text: string }[] => [
  { file: 'environments/tenant.schema.json', text: text('Tenant', tenantFileSchema) },
  { file: 'environments/service.schema.json', text: text('Service', serviceFileSchema) },
  { file: 'environments/approval.schema.json', text: text('Approval', approvalFileSchema) },
  { file: 'environments/tombstone.schema.json', text: text('Tombstone', tombstoneFileSchema) },
];

/** Reports editors' schema files that no longer match `schema.ts`. */
export const checkSchemaFile = (root: string): Problem[] =>
  jsonSchemas().flatMap(({ file, text }) => {
    const { text: written, findings } = readText(root, file);
    const remedy = 'run `make schema`';
    if (findings.length > 0) return findings.map((finding) => toProblem({ ...finding, remedy }, undefined));
    if (written === text) return [];
    const message = 'is stale: environments/schema.ts has changed since';
    return [{ file, path: '', value: undefined, message, remedy }];
  });

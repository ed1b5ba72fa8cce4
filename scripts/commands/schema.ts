import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { tenantJsonSchema, tenantSchemaFile } from '../../environments/json-schema';
import type { Run } from '../lib/context';
import { withCommonFlags } from '../lib/flags';

/** `fleet schema` */
export function registerSchema(program: Command, run: Run): void {
  withCommonFlags(program.command('schema'))
    .description('write the JSON Schema of tenant files, which editors check and complete by')
    .action(
      run(async ({ workspace: { root } }) => {
        writeFileSync(join(root, tenantSchemaFile), tenantJsonSchema());
        return { data: { file: tenantSchemaFile }, text: `wrote ${tenantSchemaFile}` };
      }),
    );
}

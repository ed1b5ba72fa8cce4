import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';

/** `fleet schema` */
export function registerSchema(program: Command, run: Run): void {
  withCommonFlags(program.command('schema'))
    .description('write the JSON Schemas that editors validate with, and register the ids of new tenants')
    .action(
      run(async ({ workspace: { root } }) => {
        const { jsonSchemas } = await import('../../environments/json-schema');
        const schemas = jsonSchemas();
        for (const { file, text } of schemas) {
          // Removed first: an existing path may be a link to elsewhere, or a pipe.
          rmSync(join(root, file), { force: true });
          writeFileSync(join(root, file), text);
        }
        const { readTree } = await import('../../environments/loading/tree');
        const { registerIds } = await import('../tenant/register-ids');
        const registers = readTree(root).environments.map(({ name, tenants, tombstones }) =>
          registerIds(
            root,
            name,
            [...tenants, ...tombstones].map((file) => basename(file, '.json')),
          ),
        );
        const files = [...schemas.map(({ file }) => file), ...registers];
        return { data: { files }, text: files.map((file) => `wrote ${file}`).join('\n') };
      }),
    );
}

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jsonSchemas } from '../../environments/json-schema';
import type { LoadedEnvironment } from '../../environments/schema';
import { everyOption } from './every-option';

const project = join(__dirname, '../..');

/**
 * Runs `fleet` on a root other than the project's own: `node -e <this> -- <arguments>`.
 * @param checkout whose `fleet` it is
 */
export const fleetOn = (root: string, checkout = project) => {
  const file = (path: string) => JSON.stringify(join(checkout, path));
  return `require(${file('bin/typescript')}); require(${file('scripts/fleet')}).main(${JSON.stringify(root)});`;
};

/** Writes the environment with every option on as the only environment of a separate root. */
export function writeEveryOption(root: string, loaded: LoadedEnvironment = everyOption): void {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const { environment, tenants, services, overlays } = loaded;
  const { name } = environment;
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  put(`environments/${name}.ts`, `export default ${json(environment)}`);
  for (const tenant of tenants)
    put(
      `environments/${name}/tenants/${tenant.id}.json`,
      json({ $schema: '../../tenant.schema.json', ...tenant }),
    );
  for (const service of services)
    put(
      `environments/${name}/services/${service.id}.json`,
      json({ $schema: '../../service.schema.json', ...service }),
    );
  for (const { policies } of overlays) for (const { path, text } of policies) put(path, text);
  for (const { file, text } of jsonSchemas()) put(file, text);
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
}

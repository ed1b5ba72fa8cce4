import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironments } from '../../environments/load';
import { environmentSchema, tenantFileSchema } from '../../environments/schema';
import { policyProblems } from '../../stacks/policies/fleet-problems';
import { everyOption } from './every-option';
import { writeEveryOption } from './every-option-root';

test('the environment with every option is one that people could write', () => {
  const root = mkdtempSync(join(tmpdir(), 'every-option-'));
  try {
    writeEveryOption(root);
    const { environments, problems } = loadEnvironments(root);
    expect([...problems, ...policyProblems(everyOption.overlays)]).toEqual([]);
    const [{ environment, overlays } = everyOption] = environments;
    expect(environment).toEqual(everyOption.environment);
    expect(overlays).toEqual(everyOption.overlays);
  } finally {
    rmSync(root, { recursive: true });
  }
});

/** Paths of everything that an object of a schema may contain, through optional parts and parts with a default. */
function paths(schema: unknown, at: string[] = []): string[][] {
  // biome-ignore lint/suspicious/noExplicitAny: zod's own insides.
  const { def, shape } = schema as any;
  if (['optional', 'default'].includes(def?.type)) return paths(def.innerType, at);
  if (!shape) return [at];
  return Object.entries(shape).flatMap(([key, part]) => paths(part, [...at, key]));
}

// biome-ignore lint/suspicious/noExplicitAny: a path may lead anywhere.
const read = (value: any, path: string[]) => path.reduce((inner, key) => inner?.[key], value);

test('it omits no option but the application at Okta, and documents, which replace URLs', () => {
  const written = (value: unknown) => (path: string[]) => read(value, path) === undefined;
  const missing = paths(environmentSchema).filter(written(everyOption.environment));
  expect(missing.map((path) => path.join('.'))).toEqual([
    'internal.okta.saml.metadataFile',
    'internal.okta.app.organization',
    'internal.okta.app.baseUrl',
    'internal.okta.app.groupIds',
    'internal.identityPool.unauthenticated.reason',
    'internal.identityPool.unauthenticated.statements',
  ]);
  const [tenant] = everyOption.tenants;
  const left = paths(tenantFileSchema).filter(written({ $schema: '', ...tenant }));
  expect(left.map((path) => path.join('.'))).toEqual([]);
});

import { join } from 'node:path';
import { filesUnder } from '../../../scripts/policy/files';
import { storesOf } from '../../../scripts/policy/stores';
import { decide } from '../../../stacks/policies/decide';

// What `fleet probe` expects of deployed stores, checked with the engine: kinds, and this project's tenants and
// services with overlays.

const { kinds, overlays, warnings } = storesOf(filesUnder(join(__dirname, '../../..')), 'the working tree');

test.each([
  ...[...kinds].map(([kind, store]) => [`kind ${kind}`, store] as const),
  ...overlays.map((store) => [`${store.type} ${store.id} of ${store.environment}`, store] as const),
])('a store of %s decides as expected', (_, { content, golden }) => {
  expect(golden.length).toBeGreaterThan(0);
  const expected = golden.map(({ name, decision, by }) => ({ name, decision, by: [...by].sort() }));
  expect(golden.map((one) => ({ name: one.name, ...decide(content, one) }))).toEqual(expected);
});

test('there are stores of every scope', () => {
  expect(warnings).toEqual([]);
  expect([...kinds.keys()].sort()).toEqual(['customer', 'internal', 'service', 'tenant']);
  expect(new Set(overlays.map(({ type }) => type))).toEqual(new Set(['service', 'tenant']));
});

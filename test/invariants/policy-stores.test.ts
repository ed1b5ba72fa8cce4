import * as fc from 'fast-check';
import { type StoreKind, storeContent, storeKinds } from '../../stacks/policies/cedar';
import { contentHash } from '../../stacks/policies/content-hash';
import type { PolicyFile } from '../../stacks/policies/source';
import { realEnvironments, resourcesOf, synthesize } from './fleet';

/** A policy store as a registry has it. */
interface Published {
  /** `<stack> <address>` of the store. */
  store: string;
  /** What should be the same wherever it is: a kind, or a kind with someone's overlays. */
  content: string;
  hash: string;
}

const kindOfFlow: Record<string, StoreKind> = {
  customer: 'customer',
  internal: 'internal',
  machine: 'service',
};

const stacks = realEnvironments.map((loaded) => ({ loaded, stacks: synthesize(loaded) }));

const published: Published[] = stacks.flatMap(({ loaded: { environment, overlays }, stacks }) =>
  resourcesOf(stacks.values(), 'aws_dynamodb_table_item').flatMap(({ stack, block }) => {
    const item = JSON.parse(block.item);
    if (!item.policy_store_id) return [];
    const id = item.tenant_id?.S ?? item.service_id?.S;
    const kind = item.flow ? kindOfFlow[item.flow.S] : item.tenant_id ? 'tenant' : 'service';
    const added = overlays.some((one) => one.of === kind && one.id === id);
    const [, address] = /^\$\{(.+)\.id\}$/.exec(item.policy_store_id.S) ?? [];
    return [
      {
        store: `${stack.id} ${address}`,
        content: added ? `${kind} with what ${id} of ${environment.name} adds` : `${kind}`,
        hash: item.policy_content.S,
      },
    ];
  }),
);

test('every policy store is in a registry, once', () => {
  const standing = stacks.flatMap(({ stacks }) =>
    resourcesOf(stacks.values(), 'aws_verifiedpermissions_policy_store').map(
      ({ stack, address }) => `${stack.id} ${address}`,
    ),
  );
  expect(published.map(({ store }) => store).sort()).toEqual(standing.sort());
});

test('stores with the same content publish the same hash in every region of every environment, others a different one', () => {
  const hashes = new Map<string, Set<string>>();
  for (const { content, hash } of published)
    hashes.set(content, (hashes.get(content) ?? new Set()).add(hash));
  expect([...hashes.keys()].sort()).toEqual(
    [
      ...storeKinds,
      'tenant with what globex of dev adds',
      'tenant with what stark of prod adds',
      'service with what reporting of dev adds',
      'service with what fraud-screening of prod adds',
    ].sort(),
  );
  for (const kind of storeKinds)
    expect([...(hashes.get(kind) ?? [])]).toEqual([contentHash(storeContent(kind))]);
  const all = [...hashes.values()].flatMap((of) => [...of]);
  expect(all).toHaveLength(hashes.size);
  expect(new Set(all).size).toBe(all.length);
});

test('adding, removing or changing a byte of any policy changes the hash', () => {
  const change = fc.record({
    kind: fc.constantFrom(...storeKinds),
    file: fc.nat(),
    at: fc.nat(),
    cut: fc.constantFrom(0, 1),
    put: fc.constantFrom('', ' ', 'x'),
  });
  fc.assert(
    fc.property(change, ({ kind, file, at, cut, put }) => {
      const content = storeContent(kind);
      const files = [...content.policies, ...content.templates];
      const chosen = files[file % files.length] as PolicyFile;
      const start = at % chosen.text.length;
      const text = chosen.text.slice(0, start) + put + chosen.text.slice(start + cut);
      fc.pre(text !== chosen.text);
      const changed = (list: PolicyFile[]) => list.map((one) => (one === chosen ? { ...one, text } : one));
      expect(
        contentHash({
          ...content,
          policies: changed(content.policies),
          templates: changed(content.templates),
        }),
      ).not.toBe(contentHash(content));
    }),
  );
});

test("a service's own store is protected only in production", () => {
  const own = stacks.flatMap(({ loaded: { environment }, stacks }) =>
    resourcesOf(stacks.values(), 'aws_verifiedpermissions_policy_store')
      .filter(({ address }) => address.includes('.machine_service-'))
      .map(({ block }) => [environment.production, block.lifecycle.prevent_destroy]),
  );
  expect(new Set(own.map(([production]) => production))).toEqual(new Set([true, false]));
  for (const [production, kept] of own) expect(kept).toBe(production);
});

import { filesUnder } from '../../../scripts/policy/files';
import { type StoreLocation, storeLocations, storeName, textFor } from '../../../scripts/policy/locations';
import { storesOf } from '../../../scripts/policy/stores';
import { selectStacks } from '../../../scripts/selection/selection';
import { storeContent, storeKinds } from '../../../stacks/policies/cedar';
import { contentHash } from '../../../stacks/policies/content-hash';
import { realEnvironment, resourcesOf, root, synthesize } from '../../invariants/fleet';

const loaded = realEnvironment('dev');
const places = storeLocations(loaded);

test('every store in the stacks has a location, and every location a store', () => {
  const made = resourcesOf(synthesize(loaded).values(), 'aws_verifiedpermissions_policy_store').map(
    ({ stack, block }) => `${stack.id} ${block.description}`,
  );
  const nameOf = ({ id, flow, owner }: StoreLocation) => `${id} dev-${flow}${owner ? `-${owner}` : ''}`;
  expect(places.map(nameOf).sort()).toEqual(made.sort());
});

test('the usual flags select among them', () => {
  const [region] = loaded.environment.regions;
  const tenant = loaded.tenants[0]?.id as string;
  expect(selectStacks(places, { env: 'dev', tenant: [tenant] }).map(({ owner }) => owner)).toContain(tenant);
  expect(
    selectStacks(places, { env: 'dev', region: [region as string], stack: ['customer'] }).map(storeName),
  ).toEqual(['customer']);
});

test('the files give the same content for each store as the stacks', () => {
  const files = storesOf(filesUnder(root), 'here');
  for (const kind of storeKinds) {
    const place = { ...(places[0] as StoreLocation), kind, owner: undefined } as unknown as StoreLocation;
    expect(contentHash(textFor(files, place)?.content ?? { schema: '', policies: [], templates: [] })).toBe(
      contentHash(storeContent(kind)),
    );
  }
});

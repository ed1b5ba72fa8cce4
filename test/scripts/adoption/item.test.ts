import fc from 'fast-check';
import { differences, type Item, keyOf, stateOf, type WantedItem } from '../../../scripts/adoption/item';

const item: Item = {
  tenant_id: { S: 'acme' },
  region: { S: 'eu-central-1' },
  ops: { L: [{ S: 'view' }, { S: 'create' }] },
  limit: { N: '200' },
};
const wanted: WantedItem = {
  tableName: 'dev-tenants',
  hashKey: 'tenant_id',
  rangeKey: 'region',
  text: JSON.stringify(item),
  item,
};

test('the state gets what the provider would have written', () => {
  expect(stateOf(wanted)).toEqual({
    schemaVersion: 0,
    attributes: {
      hash_key: 'tenant_id',
      id: 'dev-tenants|tenant_id|acme|eu-central-1',
      item: wanted.text,
      range_key: 'region',
      table_name: 'dev-tenants',
    },
  });
  const { attributes } = stateOf({ ...wanted, rangeKey: undefined });
  expect(attributes).toMatchObject({ id: 'dev-tenants|tenant_id|acme', range_key: null });
});

test('the table is queried by the key only', () => {
  expect(keyOf(wanted)).toEqual({ tenant_id: { S: 'acme' }, region: { S: 'eu-central-1' } });
});

test('attributes and sets have no order, lists do, and numbers are compared by value', () => {
  expect(differences({ a: { SS: ['x', 'y'] } }, { a: { SS: ['y', 'x'] } })).toEqual([]);
  expect(differences({ a: { NS: ['1', '2.0'] } }, { a: { NS: ['2', '1'] } })).toEqual([]);
  expect(differences({ a: { N: '1.50' } }, { a: { N: '1.5' } })).toEqual([]);
  expect(differences({ a: { L: [{ S: 'x' }, { S: 'y' }] } }, { a: { L: [{ S: 'y' }, { S: 'x' }] } })).toEqual(
    ['a'],
  );
  expect(differences({ a: { M: { S: { S: 'x' } } } }, { a: { M: { S: { S: 'y' } } } })).toEqual(['a']);
});

test('any other value, added or missing, is a difference', () => {
  const value = fc.oneof(
    fc.record({ S: fc.string() }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ N: fc.integer().map(String) }),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), value),
      fc.string({ minLength: 1 }),
      value,
      (one, key, other) => {
        const items = [one, { ...one, [key]: other }] as unknown as [Item, Item];
        const same = JSON.stringify(Object.hasOwn(one, key) ? one[key] : undefined) === JSON.stringify(other);
        expect(differences(...items)).toEqual(same ? [] : [key]);
      },
    ),
  );
});

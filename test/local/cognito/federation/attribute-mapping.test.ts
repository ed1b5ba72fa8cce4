import fc from 'fast-check';
import { attributeText, mappedAttributes } from '../../../../local/cognito/federation/attribute-mapping';
import type { Provider } from '../../../../local/cognito/federation/model';

test('several values become one string, from which each can be read again', () => {
  expect(attributeText(['On call', 'R&D', 'a,b'])).toBe('[On+call,R%26D,a%2Cb]');
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
      const text = attributeText(values) ?? '';
      const read = text.slice(1, -1).split(',');
      expect(read.map((one) => new URLSearchParams(`v=${one}`).get('v'))).toEqual(values);
    }),
  );
});

test.each([
  ['text', 'text'],
  [true, 'true'],
  [7, '7'],
  [{ a: 1 }, '{"a":1}'],
  [null, undefined],
  [undefined, undefined],
])('%j is kept as %j', (value, text) => {
  expect(attributeText(value)).toBe(text);
});

test('only what is mapped and sent is written, under the names of the pool', () => {
  const AttributeMapping = { username: 'sub', email: 'mail', 'custom:department': 'dept', name: 'cn' };
  const provider = { ProviderName: 'okta', AttributeMapping } as unknown as Provider;
  const attributes = { sub: 's', mail: 'ada@acme.example', dept: 'Payments', 'custom:tenant_id': 'eve' };
  expect(mappedAttributes({ provider, subject: 's', attributes })).toEqual({
    email: 'ada@acme.example',
    'custom:department': 'Payments',
  });
});

import fc from 'fast-check';
import { filtersMeant, usernamesMeant } from '../../../scripts/revoke/find-user';

test('a subject at Okta is searched under the names of both providers', () => {
  expect(usernamesMeant('00u1', ['okta-oidc', 'okta-saml'])).toEqual([
    '00u1',
    'okta-oidc_00u1',
    'okta-saml_00u1',
  ]);
});

test.each([
  ['00u1', []],
  ['Ada@Acme.example', ['email = "Ada@Acme.example"', 'email = "ada@acme.example"']],
  ['ada@acme.example', ['email = "ada@acme.example"']],
  ['93A4C812-0000-4000-8000-000000000000', ['sub = "93a4c812-0000-4000-8000-000000000000"']],
])('%s is searched with %j', (user, filters) => {
  expect(filtersMeant(user)).toEqual(filters);
});

test('whatever an address contains, a filter stays one comparison of all of it', () => {
  const address = fc.string().map((name) => `${name}@${name}`);
  fc.assert(
    fc.property(address, (email) => {
      for (const filter of filtersMeant(email)) {
        const [, value] = /^email = "((?:[^"\\]|\\.)*)"$/s.exec(filter) ?? [];
        expect([email, email.toLowerCase()]).toContain(value?.replace(/\\(.)/gs, '$1'));
      }
    }),
  );
});

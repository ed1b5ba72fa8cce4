import { oktaApp, oktaGroups } from './full';
import { edit, effects, ids, seesWeakening, type Weakening } from './planned';

test.each<Weakening>([
  [
    'redirect_uris',
    ['https://a.example/x'],
    ['https://a.example/y', 'https://evil.example/x'],
    'callbacks-wider',
    'codes could be sent to https://evil.example',
  ],
  ['grant_types', ['authorization_code'], ['authorization_code', 'implicit'], 'oauth-wider', /implicit/],
  ['response_types', ['code'], ['code', 'token'], 'oauth-wider', /token/],
  ['implicit_assignment', false, true, 'assignment-wider', /everybody at Okta/],
])('%s from %j to %j', (...row) => seesWeakening('okta_app_oauth', oktaApp, row));

test('an additional group may use the application, one group less may not', () => {
  const type = 'okta_app_group_assignments';
  const after = edit(oktaGroups, 'group', [
    { id: 'g3', priority: 1 },
    { id: 'g1', priority: 2 },
    { id: 'g2', priority: 3 },
  ]);
  expect(effects(type, oktaGroups, after)).toEqual([
    { id: 'assignment-wider', what: 'group g3 could use it', path: 'group' },
  ]);
  expect(ids(type, after, oktaGroups)).toEqual([]);
});

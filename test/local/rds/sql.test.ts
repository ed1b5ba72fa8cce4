import fc from 'fast-check';
import { changesSession, ownStatement, startSettings, takeOver } from '../../../local/rds/sql';
import { message, messagesOf } from '../../../local/rds/wire';

test('a client can choose settings, but not who it is', () => {
  const parameters = {
    user: 'hook',
    database: 'customers',
    options: '-c role=postgres',
    Session_Authorization: 'postgres',
    role: 'postgres',
    '_pq_.extension': 'x',
    application_name: 'hook',
  };
  expect(startSettings(parameters)).toEqual([['application_name', 'hook']]);
});

test('property: no name and no value escapes its quotes', () => {
  const text = fc.string();
  fc.assert(
    fc.property(text, text, text, (user, name, value) => {
      const sql = takeOver(user, [[name, value]], []);
      // Without its literals, nothing of the given texts is left.
      return (
        sql.replace(/'(?:[^']|'')*'/g, '?') ===
        takeOver('u', [['n', 'v']], []).replace(/'(?:[^']|'')*'/g, '?')
      );
    }),
  );
});

const parse = (name: string, sql: string) => ({ type: 'P', body: Buffer.from(`${name}\0${sql}\0\0\0`) });

test.each([
  'SET SESSION AUTHORIZATION x',
  'reset session\n\tauthorization',
  'SET SESSION/* */AUTHORIZATION x',
  'SET SESSION -- why\n AUTHORIZATION x',
  "SELECT set_config('session_authorization', 'x', false)",
])('%j would change who the session is', (sql) => {
  expect(changesSession({ type: 'Q', body: Buffer.from(`${sql}\0`) })).toBe(true);
  expect(changesSession(parse('', sql))).toBe(true);
});

test('values in a statement are not statements', () => {
  expect(changesSession({ type: 'B', body: Buffer.from('session authorization') })).toBe(false);
  expect(changesSession(parse('', 'SELECT authorization FROM session'))).toBe(false);
});

test("a named statement becomes its owner's in every message that names it", () => {
  const named = (type: string, body: string) => {
    const [only] = messagesOf(ownStatement({ type, body: Buffer.from(body) }, 'me_'));
    return only?.body.toString();
  };
  expect(named('P', 'q\0SELECT 1\0\0\0')).toBe('me_q\0SELECT 1\0\0\0');
  expect(named('B', 'portal\0q\0\0\0')).toBe('portal\0me_q\0\0\0');
  expect(named('D', 'Sq\0')).toBe('Sme_q\0');
  expect(named('C', 'Sq\0')).toBe('Sme_q\0');
  // Portals and the unnamed statement are not kept.
  expect([named('D', 'Pq\0'), named('C', 'Pq\0'), named('E', 'q\0\0\0\0\0')]).toEqual([
    'Pq\0',
    'Pq\0',
    'q\0\0\0\0\0',
  ]);
  expect([named('P', '\0SELECT 1\0\0\0'), named('B', '\0\0\0\0')]).toEqual(['\0SELECT 1\0\0\0', '\0\0\0\0']);
});

test('property: messages are parsed as they were built', () => {
  const part = fc.tuple(fc.constantFrom('Q', 'P', 'Z', 'D'), fc.uint8Array());
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const bytes = Buffer.concat(parts.map(([type, body]) => message(type, Buffer.from(body))));
      const found = [...messagesOf(bytes)].map(({ type, body }) => [type, [...body]]);
      expect(found).toEqual(parts.map(([type, body]) => [type, [...body]]));
    }),
  );
});

import fc from 'fast-check';
import { selectRoute, selectStage } from '../../../local/apigateway/routing';
import type { Route, Stage } from '../../../local/apigateway/state';

const routes = (...keys: string[]): Route[] => keys.map((routeKey) => ({ routeId: routeKey, routeKey }));
const chosen = (all: Route[], method: string, path: string) => selectRoute(all, method, path)?.route.routeKey;

/** The example of AWS's own page on routes. */
const documented = routes(
  '$default',
  'ANY /{proxy+}',
  'GET /pets/{proxy+}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
);

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
  ['POST', '/test/5', 'ANY /{proxy+}'],
  ['GET', '/', '$default'],
])('%s %s goes to %s', (method, path, key) => expect(chosen(documented, method, path)).toBe(key));

test.each([
  ['a method before ANY', ['ANY /a/{x}', 'GET /a/{x}'], '/a/1', 'GET /a/{x}'],
  ['a literal before a method', ['GET /{x}', 'ANY /a'], '/a', 'ANY /a'],
  ['a full match before a greedy one', ['GET /a/{x+}', 'ANY /{y}/{z}'], '/a/b', 'ANY /{y}/{z}'],
  ['the longer greedy one', ['GET /{x+}', 'GET /a/{x+}'], '/a/b/c', 'GET /a/{x+}'],
])('%s', (_, keys, path, key) => expect(chosen(routes(...keys), 'GET', path)).toBe(key));

test.each([
  ['another method', 'POST', '/a/1'],
  ['an empty variable', 'GET', '/a/'],
  ['one part more', 'GET', '/a/1/2'],
  ['an empty part more', 'GET', '//a/1'],
  ['another case', 'GET', '/A/1'],
])('nothing matches %s', (_, method, path) =>
  expect(chosen(routes('GET /a/{x}'), method, path)).toBeUndefined(),
);

test('variables get their values from the path', () => {
  const [all] = [routes('GET /tenants/{tenant}/files/{path+}')];
  expect(selectRoute(all as Route[], 'GET', '/tenants/acme/files/a/b c')?.pathParameters).toEqual({
    tenant: 'acme',
    path: 'a/b c',
  });
});

const part = fc.constantFrom('a', 'b', 'c');
const pattern = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'ANY'),
    fc.array(fc.oneof(part, fc.constant('{v}')), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(
    ([method, parts, greedy]) =>
      `${method} /${[...parts.map((p, i) => (p === '{v}' ? `{v${i}}` : p)), ...(greedy ? ['{rest+}'] : [])].join('/')}`,
  );

/** Matches according to the documentation, as a regular expression. */
function fits(key: string, method: string, path: string): boolean {
  const [wanted, text = ''] = key.split(' ');
  const source = text.replace(/\{[^}]*\+\}/g, '.+').replace(/\{[^}+]*\}/g, '[^/]+');
  return (wanted === 'ANY' || wanted === method) && new RegExp(`^${source}$`).test(path);
}

test('a route is chosen exactly when one matches, it matches, and their order does not matter', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(pattern, { maxLength: 8 }),
      fc.constantFrom('GET', 'POST'),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      (keys, method, parts) => {
        const path = `/${parts.join('/')}`;
        const fitting = keys.filter((key) => fits(key, method, path));
        const key = chosen(routes(...keys), method, path);
        expect(key === undefined ? fitting.length === 0 : fitting.includes(key)).toBe(true);
        expect(chosen(routes(...[...keys].reverse()), method, path)).toBe(key);
        const literal = fitting.find((one) => !one.includes('{'));
        if (literal) expect(key).not.toContain('{');
        if (fitting.some((one) => !one.includes('+'))) expect(key).not.toContain('+');
      },
    ),
  );
});

test('a stage is named by the first part of the path, else it is $default', () => {
  const stage = (stageName: string) => [stageName, { stageName } as Stage] as const;
  const stages = new Map([stage('$default'), stage('dev')]);
  const select = (path: string) => {
    const found = selectStage({ stages }, path);
    return [found?.stage.stageName, found?.path];
  };
  expect(select('/dev/pets/1')).toEqual(['dev', '/pets/1']);
  expect(select('/dev')).toEqual(['dev', '/']);
  expect(select('/pets')).toEqual(['$default', '/pets']);
  expect(select('/$default/pets')).toEqual(['$default', '/$default/pets']);
  expect(selectStage({ stages: new Map() }, '/pets')).toBeUndefined();
});

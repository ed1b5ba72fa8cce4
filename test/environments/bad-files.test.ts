import { basename } from 'node:path';
import { loadEnvironments } from '../../environments/load';
import type { Problem } from '../../environments/problems';
import { render, validTree, writeFiles } from './fixture';

// Files that cannot be read as what they should be: each is one Problem with its location, never a stack trace.
const acme = 'environments/test/tenants/acme.json';
const text = (file: string) => String(render(validTree())[file]);

type Row = [kind: string, file: string, content: string | Uint8Array, expected: Partial<Problem>];

const json: Row[] = [
  ['empty', acme, '', { message: 'is empty', remedy: 'write the file, or remove it' }],
  ['blank', acme, ' \n', { message: 'is empty', remedy: 'write the file, or remove it' }],
  [
    'comma too much',
    acme,
    text(acme).replace('"active",', '"active",,'),
    { line: 5, column: 22, message: expect.stringContaining('property name expected') },
  ],
  [
    'trailing comma',
    acme,
    text(acme).replace(/\]\n}\n$/, '],\n}\n'),
    { line: 20, column: 1, remedy: expect.stringContaining('no trailing commas') },
  ],
  [
    'comment',
    acme,
    `// a tenant\n${text(acme)}`,
    { line: 1, column: 1, remedy: expect.stringContaining('no comments') },
  ],
  [
    'two values',
    acme,
    `${text(acme)}{}`,
    { line: 21, column: 1, message: expect.stringContaining('end of file') },
  ],
  [
    'byte-order mark',
    acme,
    `\u{FEFF}${text(acme)}`,
    { line: 1, column: 1, remedy: 'save it as "UTF-8", not as "UTF-8 with BOM"' },
  ],
  [
    'Latin-1',
    acme,
    Buffer.from(text(acme).replace('acme', 'café'), 'latin1'),
    { remedy: 'save it as UTF-8' },
  ],
  [
    'key twice, although the last one is right',
    acme,
    text(acme).replace('"status"', '"status": "suspended",\n  "status"'),
    {
      path: 'status',
      value: 'status',
      line: 6,
      column: 3,
      message: expect.stringContaining('first on line 5'),
    },
  ],
  [
    'region twice',
    acme,
    text(acme).replace('"eu-west-1"', '"eu-central-1"'),
    { path: 'cells["eu-central-1"]', line: 8, column: 5, remedy: 'keep one of the two' },
  ],
  ['nested without end', acme, '['.repeat(100_000), { message: 'is nested too deeply' }],
  ['list', acme, '[]', { path: '', value: [], message: 'is of the wrong type: array' }],
  ['null', acme, 'null', { path: '', value: null, message: 'is of the wrong type: null' }],
  [
    'prototype as a key',
    acme,
    text(acme).replace('"status"', '"__proto__": {},\n  "status"'),
    { path: '__proto__', value: '__proto__', line: 5, message: 'no object may have this key' },
  ],
  [
    'prototype as a region',
    acme,
    text(acme).replace('"eu-west-1"', '"__proto__": "cell-01",\n    "eu-west-1"'),
    { path: 'cells.__proto__', value: '__proto__', line: 8, message: 'no object may have this key' },
  ],
];

const modules: Row[] = [
  [
    'syntax error',
    'environments/test.ts',
    "export default {\n  name: 'test',,\n};\n",
    { line: 2, column: 16, message: 'is refused by the compiler: Expected identifier but found ","' },
  ],
  [
    'key twice',
    'environments/test.ts',
    "export default {\n  name: 'a',\n  name: 'test',\n};\n",
    { line: 3, column: 3, message: expect.stringContaining('Duplicate key "name"') },
  ],
  [
    'account id as an octal number',
    'environments/test.ts',
    'export default {\n  id: 01234567,\n};\n',
    { line: 2, column: 7, message: expect.stringContaining('octal') },
  ],
  [
    'error while evaluated',
    'environments/test.ts',
    'export default {\n  name: nowhere,\n};\n',
    { line: 2, column: 9, message: 'cannot be evaluated: nowhere is not defined' },
  ],
  [
    'something thrown that is not an error',
    'environments/test.ts',
    "throw 'a fit';\nexport default {};\n",
    { message: 'cannot be evaluated: a fit' },
  ],
  [
    'import that is not there',
    'environments/test.ts',
    "import { x } from './nowhere';\nexport default x;\n",
    { message: expect.stringMatching(/^cannot be evaluated: Cannot find module '\.\/nowhere'/) },
  ],
  ['empty', 'environments/test.ts', '', { message: 'exports nothing' }],
  [
    'several exports',
    'environments/test.ts',
    'export const b = {};\nexport const a = {};\n',
    { message: 'exports several things: a, b', remedy: expect.stringContaining('export default') },
  ],
];

const stray = (kind: string, file: string, seen = file): Row => [
  kind,
  file,
  '{}',
  {
    file: seen,
    value: basename(seen),
    message: expect.stringContaining('is read here'),
    remedy: expect.stringContaining('remove this'),
  },
];

const strays: Row[] = [
  stray('YAML tenant', 'environments/test/tenants/hooli.yaml'),
  stray('capital extension', 'environments/test/tenants/hooli.JSON'),
  stray('capital name', 'environments/test/tenants/Hooli.json'),
  stray('tenant beside the folder', 'environments/test/hooli.json'),
  stray('misspelt folder', 'environments/test/tenant/hooli.json', 'environments/test/tenant'),
  stray('environment in JavaScript', 'environments/next.js'),
  stray('environment in capitals', 'environments/Next.ts'),
];

test.each([...json, ...modules, ...strays])('%s', (_, file, content, expected) => {
  const { environments, problems } = loadEnvironments(
    writeFiles({ ...render(validTree()), [file]: content }),
  );
  expect(problems).toMatchObject([{ file, path: '', remedy: expect.any(String), ...expected }]);
  expect(JSON.stringify(problems)).not.toMatch(/node_modules|\bat .*:\d+:\d+/);
  expect(environments).toEqual([]);
});

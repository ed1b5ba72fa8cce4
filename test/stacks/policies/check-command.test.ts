import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { jsonSchemas } from '../../../environments/json-schema';
import type { Problem } from '../../../environments/problems';
import { validConfiguration } from '../../../scripts/selection/configuration';
import { render, writeFiles } from '../../environments/fixture';
import { fullTree } from '../../environments/full';
import { policyFiles } from './policy-files';

// `fleet check` on a project with its own policies: exit 2 for each mistake in them, with file and line.

// Some of these start the command itself.

interface Mistake {
  kind: string;
  /** Under `stacks/policies`. */
  file: string;
  /** The file after the mistake; a new file has no previous text. */
  make(text: string): string;
  /** `<line>:<column>`, for the current policies. */
  at: string;
  message: RegExp;
}

const permit = 'permit (\n  principal,\n  action == Payments::Action::"viewPayment",\n  resource\n)';

/** Replaces a text that must be there. */
const swap = (before: string, after: string) => (text: string) => {
  if (!text.includes(before)) throw new Error(`the file has no ${before}`);
  return text.replace(before, after);
};

const mistakes: Mistake[] = [
  {
    kind: 'a syntax error',
    file: 'customer/customers-view.cedar',
    make: swap('resource\n);', 'resource\n)'),
    at: '5:2',
    message: /unexpected end of input/,
  },
  {
    kind: 'a type error',
    file: 'tenant/operators-approve-up-to-limit.cedar',
    make: swap('<= 1000000', '<= "1000000"'),
    at: '8:50',
    message: /expected Long/,
  },
  {
    kind: 'an unknown attribute',
    file: 'internal/cases-stay-in-their-department.cedar',
    make: swap('context.token.department == resource.department', 'context.token.departement == "Payments"'),
    at: '13:3',
    message: /departement/,
  },
  {
    kind: 'an optional attribute without has',
    file: 'customer/unasked.cedar',
    make: () => `${permit}\nwhen { resource.amount < 5 };\n`,
    at: '6:8',
    message: /optional attribute/,
  },
  {
    kind: 'a wrong entity type',
    file: 'tenant/auditors-view-and-export.cedar',
    make: swap('  resource\n', '  resource is Payments::Invoice\n'),
    at: '4:15',
    message: /Payments::Invoice/,
  },
  {
    kind: 'an unknown action',
    file: 'tenant/viewers-view.cedar',
    make: swap('"viewPayment"', '"viewPayments"'),
    at: '3:13',
    message: /viewPayments/,
  },
  {
    kind: 'an action that the resource’s type does not take',
    file: 'tenant/mixed.cedar',
    make: () => `// Never.\n${permit.replace('resource\n', 'resource is Payments::Tenant\n')};\n`,
    at: '2:1',
    message: /unable to find an applicable action/,
  },
  {
    kind: 'a template without a slot',
    file: 'tenant/share-payment.template.cedar',
    make: (text) =>
      text.replace('?principal', 'Payments::User::"{user_pool_id}|ada"').replace(' == ?resource', ''),
    at: '2:1',
    message: /no slot/,
  },
  {
    kind: 'a golden decision that the policies do not make',
    file: 'service/decisions.json',
    make: swap('"decision": "ALLOW"', '"decision": "DENY"'),
    at: '19:5',
    message: /the policies say ALLOW, by view-payments, not DENY/,
  },
];

/** A project with our policies after some changes, and with valid environments. */
function rootWith(made: readonly Pick<Mistake, 'file' | 'make'>[]): string {
  const files = policyFiles();
  for (const { file, make } of made) {
    const path = `stacks/policies/${file}`;
    files[path] = make(files[path] ?? '');
  }
  const tree = fullTree();
  for (const { file, text } of jsonSchemas()) tree.files[file] = text;
  return writeFiles({ ...render(tree), ...files });
}

/** Runs the real command on the project. */
function fleetCheck(root: string) {
  const program = `require('./bin/typescript'); require('./scripts/fleet').main(${JSON.stringify(root)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program, '--', 'check'], {
    cwd: join(__dirname, '../../..'),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('no mistake: no problem', () => {
  expect(() => validConfiguration(rootWith([]))).not.toThrow();
});

test.each(mistakes)('$kind: exit 2, reported with file and line', ({ file, make, at, message }) => {
  const root = rootWith([{ file, make }]);
  const [line, column] = at.split(':').map(Number);
  const told = { file: `stacks/policies/${file}`, line, column };
  let problems: Problem[] = [];
  try {
    validConfiguration(root);
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 2 });
    ({ problems } = (error as { data: { problems: Problem[] } }).data);
  }
  // The engine reports some mistakes once per action.
  expect(problems.map(({ file, line, column }) => ({ file, line, column }))).toEqual(
    problems.map(() => told),
  );
  expect(problems).toContainEqual(
    expect.objectContaining({
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\w/),
    }),
  );
});

test('the real command reports all of them at once', () => {
  const { status, stdout, stderr } = fleetCheck(rootWith(mistakes));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  for (const { file, at } of mistakes) expect(stderr).toContain(`stacks/policies/${file}:${at}`);
  expect(stderr).toMatch(/; nothing was changed\n$/);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
});

test('a change of the schema that breaks existing policies: exit 2, reported where each of them is', () => {
  const change = {
    file: 'service/schema.cedarschema',
    make: swap('tier?: String', 'tier?: Set<String>'),
  };
  const { status, stderr } = fleetCheck(rootWith([change]));
  expect(status).toBe(2);
  const broken = [...stderr.matchAll(/stacks\/policies\/(\S+:\d+:\d+)$/gm)].map(([, place]) => place);
  expect(new Set(broken)).toEqual(
    new Set([
      'service/create-payments-up-to-limit-of-tier.cedar:18:5',
      'service/create-payments-up-to-limit-of-tier.cedar:19:5',
      'service/create-payments-up-to-limit-of-tier.cedar:20:5',
      'service/export-payments-of-higher-tiers.cedar:16:3',
    ]),
  );
});

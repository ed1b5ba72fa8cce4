/**
 * `acme` signs in at a SAML provider, which changes its certificate while people keep signing in; the rotation is
 * killed at every step. `make rotations`; its log is reports/saml-rotation.log.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { bare, selfSigned } from '../../../local/certificate';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { sign } from '../../scripts/rotate/saml-metadata/documents';
import { commit } from '../fleet/approve';
import { type Ended, ok, onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project } from '../fleet/small-fleet';
import { filesBelow } from '../flows/search';
import type { App } from '../flows/sign-in';
import { runAndDie, type Victim } from '../memory/kills';
import { storyIn } from '../memory/story';
import { wireTo } from '../memory/wire';
import {
  appAt,
  atOkta,
  detailsAt,
  documentIn,
  organisation,
  People,
  password,
  published,
  responseFor,
  samlFleet,
} from './saml-fleet';

const story = storyIn('reports/saml-rotation.log');
const regions = ['eu-central-1', 'eu-west-1'];
const state = stateFolder();
const given = stateFolder();
const ended: Ended[] = [];
let aws: LocalAws;
let project: Project;
let victim: Omit<Victim, 'args'>;
let app: App;
let people: People;
let former: string;
let next: string;
let before: Awaited<ReturnType<typeof responseFor>>;

const place = (region: string) => ({ endpoint: aws.endpoint, accountId: '202020202020', region });
const documents = () =>
  Promise.all(regions.map(async (region) => (await detailsAt(place(region))).MetadataFile ?? ''));

/** Writes a text where the operator has it. */
function file(name: string, text: string): string {
  writeFileSync(join(given, name), text);
  return join(given, name);
}

const rotation = (...args: string[]) => [
  ...['rotate', 'saml-metadata', '--env', 'staging', '--tenant', 'acme', '--yes', '--json'],
  ...args,
];

async function run(...args: string[]): Promise<Ended> {
  const end = await project.fleet(...args);
  ended.push(end);
  return end;
}

/** Kills the rotation after each of these lines of its ledger, one run each, and lets the last run finish. */
async function killedAt(steps: readonly string[], ...args: string[]): Promise<Ended> {
  for (const write of steps) {
    const kill = { what: 'ledger' as const, write, safe: true, terraform: false };
    const { ended: end, at } = await runAndDie({ ...victim, args: rotation(...args) }, [kill]);
    ended.push(end);
    story.tell(
      `${at ? 'killed' : 'not killed'} at "${write}"; ${people.signedIn} have signed in, ${people.refused.length} were refused`,
    );
    expect([write, at?.write]).toEqual([write, write]);
  }
  return ok(await run(...rotation(...args)));
}

/** The provider's document as it will be, without its first certificate. */
const withoutFirst = (xml: string) => xml.replace(/<KeyDescriptor[\s\S]*?<\/KeyDescriptor>/, '');

beforeAll(async () => {
  aws = await startLocalAws();
  const wire = await wireTo(aws.endpoint);
  const env = onLocalAws(wire.endpoint, state);
  project = new Project(env);
  victim = { root: project.root, state, env, wire };
  const fleet = samlFleet();
  project.write(fleet);
  former = await published(aws.endpoint);
  documentIn(project.root).write(former);
  await standInForOrganisation(aws.endpoint, [fleet.environment]);
  commit(project.root);
  ok(await run('rollout', '--env', 'staging', '--yes', '--parallel', '2'));
  app = await appAt(place(regions[0] as string));
  for (const name of ['ada', 'grace'])
    await atOkta(aws.endpoint, 'users', {
      username: `${name}@acme.example`,
      password,
      attributes: { email: `${name}@acme.example`, email_verified: true },
    });
  people = new People(app, ['ada@acme.example', 'grace@acme.example']);
});
afterAll(async () => {
  await people?.stop();
  await victim?.wire.close();
  await aws?.stop();
  for (const folder of [project.root, state, given]) removeFolder(folder);
});

test('people sign in', async () => {
  await people.more(5);
  expect(people.refused).toEqual([]);
});

describe('a document is refused with its problems, and nothing is changed', () => {
  const stranger = selfSigned('stranger', 365, Date.now());
  const old = selfSigned('old', -1, Date.now());
  const certificate = (xml: string) => /<X509Certificate>([^<]*)</.exec(xml)?.[1] as string;
  const cases: [string, () => string, RegExp[]][] = [
    [
      'an expired one',
      () => former.replace(certificate(former), bare(old.certificate)),
      [/certificate \S+ expired on/],
    ],
    ['a wrongly signed one', () => sign(former, stranger), [/its signature is not by a certificate in use/]],
    [
      "another provider's",
      () =>
        former
          .replace(/entityID="[^"]*"/, 'entityID="http://www.okta.com/other"')
          .replaceAll(organisation, 'evil.okta.example'),
      [/it is from http:\/\/www\.okta\.com\/other/, /browsers would be sent to https:\/\/evil/],
    ],
  ];
  test.each(cases)('%s', async (name, text, whys) => {
    const source = file('refused.xml', text());
    const unchanged = await documents();
    const end = await run(...rotation('--metadata', source));
    expect(end.code).toBe(2);
    const { error } = JSON.parse(end.stdout);
    for (const why of [/refused\.xml is refused, and nothing was changed/, ...whys])
      expect(error.message).toMatch(why);
    expect(await documents()).toEqual(unchanged);
    expect(documentIn(project.root).read()).toBe(former);
    story.tell(`${name}: refused`);
  });
});

test('killed at every step, the new certificate is added beside the old one', async () => {
  await atOkta(aws.endpoint, 'keys', { do: 'announce' });
  next = withoutFirst(await published(aws.endpoint));
  const end = await killedAt(
    ['begin put in', 'end put in', 'begin roll out', 'end roll out'],
    '--metadata',
    file('next.xml', next),
  );
  const { outcome, certificates } = JSON.parse(end.stdout);
  expect(outcome).toBe('waiting');
  expect(certificates).toMatchObject([{ carried: false }, { carried: true }]);
  const [first, ...others] = await documents();
  expect(first).toContain('carried over until the provider has switched');
  expect(others).toEqual([first]);
  expect(people.refused).toEqual([]);
});

const due = async () => {
  const end = await run('rotate', '--due', '--only', 'providers', '--env', 'staging', '--json');
  return (JSON.parse(end.stdout).items as { kind: string; why: string; region: string }[])
    .filter(({ kind }) => kind === 'SAML certificate')
    .map(({ why }) => why);
};

test('a rotation in progress is due; an assertion signed with the old certificate does not end it', async () => {
  expect((await due()).filter((why) => /in progress/.test(why))).toHaveLength(regions.length);
  before = await responseFor(app, 'ada@acme.example');
  const end = ok(await run(...rotation('--assertion', file('response.txt', before.response))));
  const { outcome, proofs } = JSON.parse(end.stdout);
  expect([outcome, proofs]).toEqual([
    'waiting',
    [expect.stringMatching(/^an assertion of .* is signed with /)],
  ]);
});

test('the provider switches; killed at every step, the old certificate is dropped once an assertion has proven the new one', async () => {
  await atOkta(aws.endpoint, 'keys', { do: 'switch' });
  await people.more(5);
  const { response } = await responseFor(app, 'grace@acme.example');
  const end = await killedAt(
    ['begin drop', 'begin roll out', 'end roll out'],
    '--assertion',
    file('response.txt', response),
  );
  expect(JSON.parse(end.stdout)).toMatchObject({ outcome: 'unchanged', certificates: [{ carried: false }] });
  for (const one of await documents()) expect(one).not.toContain('carried over');
  await people.more(5);
  story.tell(`${people.signedIn} have signed in, ${people.refused.length} were refused`);
  expect(people.refused).toEqual([]);
  expect(people.signedIn).toBeGreaterThan(50);
});

test('what the old certificate signed is refused; nothing is due; Terraform plans no changes', async () => {
  const { browser, page } = before;
  const back = await browser.submit(page);
  expect(back.url.searchParams.get('error_description')).toMatch(/Invalid SAML response/);
  expect((await due()).filter((why) => /in progress/.test(why))).toEqual([]);
  const plan = ok(await run('plan', '--env', 'staging', '--stack', 'cell-01', '--json'));
  expect(JSON.parse(plan.stdout).stacks).toMatchObject(regions.map(() => ({ changed: false })));
});

test('no response, and no user named in it, is in any output, ledger or state', async () => {
  const texts = [
    ...ended.flatMap(({ stdout, stderr }) => [stdout, stderr]),
    ...filesBelow(state).map(({ text }) => text),
  ];
  expect(texts.length).toBeGreaterThan(50);
  expect(
    texts.filter(
      (text) => text.includes('grace@acme.example') || text.includes(before.response.slice(0, 200)),
    ),
  ).toEqual([]);
  const ledgers = readdirSync(join(state, 'ledger')).filter((name) =>
    name.startsWith('staging-rotate-saml-metadata-acme-'),
  );
  const told = ledgers.map((name) => readFileSync(join(state, 'ledger', name), 'utf8')).join('');
  expect(told).toMatch(/"step":"drop".*is signed with/);
  expect(existsSync(join(project.root, 'environments/staging/saml/acme.xml'))).toBe(true);
});

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { accountId, stateBucket, stateKey } from '../../../environments/names';
import { fileHash, type PlanSetManifest } from '../../../scripts/plan-set/folder';
import { writeEveryOption } from '../../stacks/every-option-root';
import { access } from '../fleet/cloud';
import { type Ended, ok } from '../fleet/fleet';
import type { Applied, Elsewhere } from './applied';
import { type Recorded, record, writesAmong } from './recorded';
import { filesBelow } from './search';

/** A small stack that nothing else here depends on. */
const stack = 'every-cells-a-eu-central-1-email';
const only = ['--account', 'cells-a', '--stack', 'email'];

/** A rule of the environment itself, which also applies outside production. */
const ownRule = `@id("configuration-set-kept")
@message("Mails of everybody go by this configuration set.")
@proceed("Ask whoever watches the mails, and write an approval.")
forbid (principal, action == Guard::Action::"update", resource)
when { resource.type == "aws_sesv2_configuration_set" };
`;

const author = 'ada@northpay.example';
const approver = 'carol@northpay.example';

/** Plans, reviews and rollouts of one stack from a checkout under version control. */
class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), 'plan-sets-'));
  /** Makes the values of this run unique, so that none is deployed already. */
  private readonly run = randomBytes(4).toString('hex');
  readonly at: Elsewhere = { root: join(this.folder, 'root'), state: join(this.folder, 'fleet') };

  constructor(private readonly applied: Applied) {
    writeEveryOption(this.at.root, applied.loaded);
    this.put('.gitignore', '.fleet\n');
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit('as it was rolled out');
  }

  git(...args: string[]): string {
    const as = ['-c', 'user.name=Ada', '-c', `user.email=${author}`];
    return execFileSync('git', [...as, ...args], { cwd: this.at.root, encoding: 'utf8' }).trim();
  }

  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  put(path: string, text: string): void {
    const file = join(this.at.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Changes the value of a tag that everything in the stack has. */
  tag(value: string): void {
    const { environment } = this.applied.loaded;
    const edited = { ...environment, tags: { ...environment.tags, 'cost-center': `${value}-${this.run}` } };
    this.put(`environments/${environment.name}.ts`, `export default ${JSON.stringify(edited)};\n`);
  }

  fleet(...args: string[]): Promise<Ended> {
    return this.applied.attempt(this.at, ...args, '--json');
  }

  async plan(...args: string[]): Promise<string> {
    return JSON.parse(ok(await this.fleet('plan', '--env', 'every', ...only, ...args)).stdout).planSet;
  }

  rollout(...args: string[]): Promise<Ended> {
    return this.fleet('rollout', '--env', 'every', '--yes', ...args);
  }

  /** A tampered copy of a plan set. */
  copy(set: string, change: (folder: string) => void): string {
    const folder = `${set}-copy`;
    rmSync(folder, { recursive: true, force: true });
    cpSync(set, folder, { recursive: true });
    change(folder);
    return folder;
  }

  /** How often Terraform has run a command, according to all logs. */
  ran(command: string): number {
    const logs = filesBelow(join(this.at.state, 'runs')).map(({ text }) => text);
    return logs.flatMap((text) => text.match(new RegExp(`^# terraform ${command} `, 'gm')) ?? []).length;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

function editManifest(folder: string, change: (manifest: PlanSetManifest) => void): void {
  const file = join(folder, 'manifest.json');
  const manifest: PlanSetManifest = JSON.parse(readFileSync(file, 'utf8'));
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}

const flip = (file: string, at: number) => {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};

/** Plan, review and apply as in a pipeline: exactly what was reviewed is applied, or nothing. */
export function planSets(of: () => Applied): void {
  let checkout: Checkout;
  let recorded: Recorded;
  /** Commit and plan set of the first `cost-center`. */
  let one: { commit: string; set: string };

  beforeAll(async () => {
    checkout = new Checkout(of());
    recorded = await record(of().endpoint);
    checkout.at.env = { AWS_ENDPOINT_URL: recorded.endpoint };
    // Approvals require that the last apply came from a git commit.
    checkout.tag('none');
    checkout.commit('a cost center');
    ok(await checkout.rollout(...only));
    recorded.take();
  });
  afterAll(async () => {
    checkout.close();
    await recorded.close();
  });

  /** Uses the stack's state in its bucket. */
  const state = async <T>(use: (client: S3Client, at: { Bucket: string; Key: string }) => Promise<T>) => {
    const { endpoint, region, loaded } = of();
    const { environment } = loaded;
    const place = { endpoint, region, accountId: accountId(environment, 'cells-a') };
    const client = new S3Client(access(place));
    const at = { Bucket: stateBucket(environment, 'cells-a'), Key: stateKey(region, 'email') };
    return use(client, at).finally(() => client.destroy());
  };
  const stateText = () =>
    state(async (client, at) => {
      const { Body } = await client.send(new GetObjectCommand(at));
      return (await Body?.transformToString()) ?? '';
    });

  /** Expects that the plan set is refused for these reasons, and that AWS and the state are unchanged. */
  async function isRefused(set: string, ...reasons: string[]): Promise<void> {
    const before = await stateText();
    recorded.take();
    const { code, stdout } = await checkout.rollout('--plan', set);
    expect({ code, writes: writesAmong(recorded.take()) }).toEqual({ code: 2, writes: [] });
    const { message } = JSON.parse(stdout).error;
    for (const reason of reasons) expect(message).toContain(reason);
    expect(await stateText()).toBe(before);
  }

  test('planning and reviewing write nothing to AWS, as either role', async () => {
    checkout.tag('one');
    const commit = checkout.commit('another cost center');
    one = { commit, set: await checkout.plan('--deploy') };
    const asPlanRole = await checkout.plan();
    const reviewed = ok(await checkout.fleet('review', one.set));

    const calls = recorded.take();
    expect(calls).toContain('AssumeRole');
    expect(calls.some((call) => call.startsWith('GET /v2/email/'))).toBe(true);
    expect(writesAmong(calls)).toEqual([]);
    const { verdict, files } = JSON.parse(reviewed.stdout);
    expect(verdict).toMatchObject({ outcome: 'clear', findings: [] });
    expect(files.map((file: string) => [file.split('.').at(-1), existsSync(file)])).toEqual(
      ['md', 'html', 'json', 'sarif'].map((ending) => [ending, true]),
    );
    await isRefused(asPlanRole, 'made as the plan role');
  });

  test.each<[string, (folder: string) => void, string[]]>([
    [
      'its plan was changed',
      (folder) => flip(join(folder, `${stack}.tfplan`), 100),
      [`${stack}.tfplan is not what it was when the set was made`],
    ],
    [
      'its model was changed',
      (folder) => edit(join(folder, 'model.json'), (text) => text.replace('"update"', '"none"')),
      ['model.json is not what it was when the set was made'],
    ],
    [
      'its manifest names a different model',
      (folder) =>
        editManifest(folder, (manifest) => {
          manifest.model = manifest.model.replaceAll(/./g, '0');
        }),
      ['model.json is not the one that manifest.json names'],
    ],
    [
      'it was made too long ago, in another account, with other tools',
      (folder) =>
        editManifest(folder, ({ facts }) => {
          facts.createdAt = new Date(Date.now() - 25 * 3_600_000).toISOString();
          facts.tools.provider = '5.99.0';
          for (const own of Object.values(facts.stacks)) own.accountId = '999999999999';
        }),
      [
        'plans may be applied for 24 hours',
        'made with AWS provider 5.99.0',
        'account 999999999999 answered then, 131313131313 does now',
      ],
    ],
  ])('a plan set is refused when %s', async (_, change, reasons) => {
    await isRefused(checkout.copy(one.set, change), ...reasons);
  });

  test('a plan set is refused if files differ from its commit, and at another commit', async () => {
    checkout.put('notes.txt', 'not committed');
    await isRefused(one.set, 'files of this checkout differ from the commit');
    rmSync(join(checkout.at.root, 'notes.txt'));

    checkout.put('environments/every/guard/configuration-set-kept.cedar', ownRule);
    checkout.tag('two');
    checkout.commit('another cost center still, and a rule');
    await isRefused(
      one.set,
      `it was made at commit ${one.commit.slice(0, 12)}`,
      'its synthesized content has changed',
    );
  });

  test('a rollout that the guard blocks changes nothing, and an approval of exactly that change lets it pass', async () => {
    const before = await stateText();
    recorded.take();
    const refused = await checkout.rollout(...only);
    expect({ code: refused.code, writes: writesAmong(recorded.take()) }).toEqual({ code: 3, writes: [] });
    expect(await stateText()).toBe(before);
    const { verdict, planSet } = JSON.parse(refused.stdout).error;
    expect(verdict.findings).toMatchObject([
      { rule: 'configuration-set-kept', severity: 'blocked', stack, action: 'update' },
    ]);

    const [{ rule, address, action }] = verdict.findings;
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const approval = {
      $schema: '../../approval.schema.json',
      ...{ stack, address, action, rule, model: verdict.model, approver, expires: day(7) },
      reason: 'Whoever watches the mails has agreed to it.',
      ticket: 'OPS-1',
    };
    const approve = (name: string, change: Partial<typeof approval>) =>
      checkout.put(
        `environments/every/approvals/${name}.json`,
        `${JSON.stringify({ ...approval, ...change }, undefined, 2)}\n`,
      );
    approve('expired', { expires: day(-1) });
    approve('other-model', { model: '0'.repeat(64) });
    approve('own', { approver: author });
    checkout.commit('approvals that are worth nothing');
    const still = await checkout.fleet('review', planSet);
    expect(still.code).toBe(3);
    const uses: { file: string; state: string; why: string }[] = JSON.parse(still.stdout).verdict.approvals;
    expect(uses.map(({ file, state, why }) => [file.split('/').at(-1), state, why])).toEqual([
      ['expired.json', 'expired', expect.stringContaining(day(-1))],
      ['other-model.json', 'mismatched', expect.stringContaining('review it again')],
      ['own.json', 'mismatched', expect.stringContaining('is an author of the change')],
    ]);

    approve('agreed', {});
    checkout.commit('an approval');
    const passed = ok(await checkout.rollout(...only));
    expect(JSON.parse(passed.stdout).stacks).toMatchObject([{ id: stack, outcome: 'applied' }]);
    expect(writesAmong(recorded.take())).not.toEqual([]);
  });

  test('a plan set is refused after another rollout', async () => {
    checkout.git('checkout', '--quiet', one.commit);
    await isRefused(one.set, 'it has been rolled out since', 'its state has moved on');
    checkout.git('checkout', '--quiet', 'main');
  });

  test('a plan set is refused if its plan would do something else, or its state has changed', async () => {
    rmSync(join(checkout.at.root, 'environments/every/guard'), { recursive: true });
    rmSync(join(checkout.at.root, 'environments/every/approvals'), { recursive: true });
    checkout.tag('three');
    checkout.commit('the rule has gone');
    const set = await checkout.plan('--deploy');
    const name = `${stack}.tfplan`;
    const swapped = checkout.copy(set, (folder) => {
      cpSync(join(one.set, name), join(folder, name));
      editManifest(folder, (manifest) => {
        const hash = fileHash(join(folder, name));
        manifest.files[name] = hash;
        for (const facts of Object.values(manifest.facts.stacks)) facts.plan = hash;
      });
    });
    await isRefused(swapped, 'its saved plan would not do what the review shows');

    const moved = JSON.parse(await stateText());
    await state((client, at) =>
      client.send(
        new PutObjectCommand({ ...at, Body: JSON.stringify({ ...moved, serial: moved.serial + 1 }) }),
      ),
    );
    await isRefused(set, `its state has moved on: serial ${moved.serial} then, ${moved.serial + 1} now`);
  });

  test('a sealed plan set is applied exactly as reviewed, once, and refused if a byte differs', async () => {
    recorded.take();
    const sealed = await checkout.plan('--deploy', '--seal');
    // Generating a data key stores nothing in AWS.
    expect(writesAmong(recorded.take())).toEqual(['TrentService.GenerateDataKey']);
    expect(existsSync(sealed.replace(/\.sealed$/, ''))).toBe(false);
    const broken = `${sealed.replace(/\.sealed$/, '')}-broken.sealed`;
    cpSync(sealed, broken);
    flip(broken, readFileSync(broken).length - 100);
    const refused = await checkout.rollout('--plan', broken);
    expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining('cannot be opened') });
    const out = join(checkout.folder, 'reports');
    ok(await checkout.fleet('review', sealed, '--out', out));
    expect(readdirSync(out).sort()).toEqual(['review.html', 'review.json', 'review.md', 'review.sarif']);

    const before = { plan: checkout.ran('plan'), apply: checkout.ran('apply') };
    expect(before.plan).toBeGreaterThan(0);
    const applied = ok(await checkout.rollout('--plan', sealed));
    expect(JSON.parse(applied.stdout).stacks).toMatchObject([{ id: stack, outcome: 'applied' }]);
    // The saved plan is applied; nothing is planned again.
    expect(checkout.ran('plan')).toBe(before.plan);
    expect(checkout.ran('apply')).toBe(before.apply + 1);
    expect(await stateText()).toMatch(/"three-\w{8}"/);
    // No decrypted files are left behind.
    expect(readdirSync(join(checkout.at.state, 'plans')).filter((name) => name.startsWith('opened'))).toEqual(
      [],
    );

    const again = ok(await checkout.rollout('--plan', sealed));
    expect(JSON.parse(again.stdout).stacks).toMatchObject([{ id: stack, outcome: 'skipped' }]);
  });
}

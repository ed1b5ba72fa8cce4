import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedEnvironment } from '../../../environments/schema';
import { judge } from '../../../scripts/guard/judge';
import { loadGuard } from '../../../scripts/guard/load';
import type { Verdict } from '../../../scripts/guard/verdict';
import { readPlanSet } from '../../../scripts/plan-set/folder';
import { deployedStacks } from '../../../scripts/removal/deployed';
import { refusal } from '../../../scripts/removal/guard';
import { omissions } from '../../../scripts/removal/omissions';
import type { ReviewModel } from '../../../scripts/review/model';
import { secretHolders } from '../../../scripts/rotate/federation-secret/secret-holders';
import { type StackInfo, stacksOf } from '../../../scripts/selection/stacks';
import { writeEveryOption } from '../../stacks/every-option-root';
import { type Ended, ok } from '../fleet/fleet';
import type { Applied, Elsewhere } from './applied';
import { stateOf } from './deployed';
import { all, type Edit } from './edit';
import { dangerous, harmless, refused } from './edit-table';
import { planted } from './planted';
import { record, writesAmong } from './recorded';
import { filesBelow, placesOf } from './search';

interface Planned {
  model: ReviewModel;
  /** The guard's verdict here, outside production, and as if this were production. */
  verdicts: { here: Verdict; production: Verdict };
}

/** Rule, address and effect of every finding, without duplicates across stacks. */
const foundIn = ({ findings }: Verdict): string[] =>
  [
    ...new Set(
      findings.flatMap(({ rule, address, effects }) =>
        effects.length > 0 ? effects.map(({ id }) => `${rule} ${address} ${id}`) : [`${rule} ${address}`],
      ),
    ),
  ].sort();

/** Edits of configuration files, planned by Terraform against the deployment, and judged. Nothing is rolled out. */
export function edits(of: () => Applied): void {
  let folder: string;
  /** Output of all commands. */
  const said: Ended[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'edits-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const checkout = (name: string, loaded: LoadedEnvironment): Elsewhere => {
    const root = join(folder, name);
    writeEveryOption(root, loaded);
    return { root, state: join(folder, 'fleet') };
  };

  /** Makes all edits together, plans the changed stacks as the plan role, and writes the reports. */
  async function planned(
    name: string,
    rows: readonly { edit: Edit; stacks: readonly string[] }[],
  ): Promise<Planned> {
    const at = checkout(name, all(...rows.map(({ edit }) => edit))(of().loaded));
    const placed = stacksOf(of().loaded);
    // Of stacks that exist in both accounts, one: they are alike.
    const chosen = [...new Set(rows.flatMap((row) => row.stacks))].flatMap((name) => {
      const alike = placed.filter(({ stack }) => stack === name);
      return (alike.find(({ account }) => account === 'identity') ?? alike[0])?.id ?? [];
    });
    const stacks = chosen.sort().join(',');
    const plan = ok(await of().attempt(at, 'plan', '--env', 'every', '--stack', stacks, '--json'));
    const { planSet } = JSON.parse(plan.stdout);
    said.push(plan, ok(await of().attempt(at, 'review', planSet)));
    const { model } = readPlanSet(planSet);
    const guard = loadGuard(at.root, 'every');
    const judged = (production: boolean) =>
      judge({ ...model, production }, { ...guard, hash: 'none', authors: null, now: new Date() });
    return { model, verdicts: { here: judged(false), production: judged(true) } };
  }

  describe('dangerous', () => {
    let plan: Planned;
    beforeAll(async () => {
      plan = await planned('dangerous', dangerous);
    });

    test.each(dangerous)('$what', ({ finds, stacks }) => {
      const { here, production } = plan.verdicts;
      for (const [rule, address, effect] of finds) {
        const isIt = (finding: Verdict['findings'][number]) =>
          finding.rule === rule &&
          finding.address === address &&
          (effect === undefined || finding.effects.some(({ id }) => id === effect));
        const found = production.findings.filter(isIt);
        const severities = (findings: Verdict['findings']) => findings.map(({ severity }) => severity);
        expect({ rule, address, effect, found: found.length > 0 }).toMatchObject({ found: true });
        expect(severities(found)).toEqual(found.map(() => 'blocked'));
        expect(severities(here.findings.filter(isIt))).toEqual(found.map(() => 'flagged'));
        for (const { stack } of found) expect(stacks.some((name) => stack.endsWith(`-${name}`))).toBe(true);
      }
    });

    test('these are all the findings, and production refuses them', () => {
      const expected = dangerous.flatMap(({ finds }) => finds.map((found) => found.join(' ')));
      expect(foundIn(plan.verdicts.production)).toEqual([...new Set(expected)].sort());
      expect([plan.verdicts.here.outcome, plan.verdicts.production.outcome]).toEqual(['flagged', 'blocked']);
    });
  });

  describe('harmless', () => {
    let plan: Planned;
    beforeAll(async () => {
      plan = await planned('harmless', harmless);
    });

    test.each(harmless)('$what', ({ touches, stacks }) => {
      for (const address of touches) {
        const places = plan.model.stacks.filter(
          ({ stack, changes }) =>
            stacks.includes(stack.stack) && changes.some((change) => change.address === address),
        );
        expect({ address, planned: places.length > 0 }).toEqual({ address, planned: true });
      }
    });

    test('there are no findings, not even in production', () => {
      expect(foundIn(plan.verdicts.production)).toEqual([]);
      expect([plan.verdicts.here.outcome, plan.verdicts.production.outcome]).toEqual(['clear', 'clear']);
    });
  });

  test('secrets are only in saved plans: in no model, report, log or output', async () => {
    const machine = stacksOf(of().loaded).find(({ stack }) => stack === 'machine') as StackInfo;
    const { resources } = await stateOf(of(), machine);
    const clients = resources.flatMap(({ instances }) =>
      instances.flatMap(({ attributes }) => attributes.client_secret || []),
    );
    expect(clients).toHaveLength(of().loaded.services.length);
    const found = filesBelow(join(folder, 'fleet'));
    for (const kind of ['model.json', 'review.md', 'review.html', 'review.json', 'review.sarif', '.log'])
      expect([kind, found.some(({ where }) => where.endsWith(kind))]).toEqual([kind, true]);
    // The search does find them where they are known to be.
    for (const client of clients) expect(placesOf(String(client), found)).not.toEqual([]);
    for (const secret of [
      ...clients.map(String),
      ...secretHolders(of().loaded).map((one) => planted(one.secretName)),
    ]) {
      expect(placesOf(secret, found).filter((where) => !where.includes('.tfplan'))).toEqual([]);
      for (const { stdout, stderr } of said) expect(stdout + stderr).not.toContain(secret);
    }
  });

  describe('refused before anything is planned', () => {
    test.each(refused)('$what', async ({ edit, says }) => {
      const loaded = edit(of().loaded);
      const { stacks } = await deployedStacks(loaded.environment, 'look', new Set());
      const error = refusal(omissions(loaded, stacksOf(loaded), stacks), new Set(), loaded);
      expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining(says) });
    });

    test('the command fails and writes nothing', async () => {
      const [{ edit, says }] = refused as [(typeof refused)[number]];
      const recorded = await record(of().endpoint);
      const at = { ...checkout('refused', edit(of().loaded)), env: { AWS_ENDPOINT_URL: recorded.endpoint } };
      const { code, stderr } = await of().attempt(
        at,
        'rollout',
        '--env',
        'every',
        '--stack',
        'cell-01',
        '--yes',
      );
      const calls = recorded.take();
      await recorded.close();
      expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(says) });
      expect(calls).toContain('AssumeRole');
      expect(writesAmong(calls)).toEqual([]);
    });
  });
}

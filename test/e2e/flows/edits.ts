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
import { stacksOf } from '../../../scripts/selection/stacks';
import { writeEveryOption } from '../../stacks/every-option-root';
import { ok } from '../fleet/fleet';
import type { Applied } from './applied';
import { all, type Edit } from './edit';
import { dangerous, harmless, refused } from './edit-table';

interface Planned {
  model: ReviewModel;
  /** As the guard judges it here, where nothing is production, and where it were. */
  verdicts: { here: Verdict; production: Verdict };
}

/** Rule, address and effect of every finding, each once, however many stacks have it. */
const foundIn = ({ findings }: Verdict): string[] =>
  [
    ...new Set(
      findings.flatMap(({ rule, address, effects }) =>
        effects.length > 0 ? effects.map(({ id }) => `${rule} ${address} ${id}`) : [`${rule} ${address}`],
      ),
    ),
  ].sort();

/** Edits of what people write, planned by Terraform on what stands, and judged. Nothing is rolled out. */
export function edits(of: () => Applied): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'edits-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const rootWith = (name: string, loaded: LoadedEnvironment) => {
    const root = join(folder, name);
    writeEveryOption(root, loaded);
    return { root, state: join(folder, 'fleet') };
  };

  async function planned(
    name: string,
    rows: readonly { edit: Edit; stacks: readonly string[] }[],
  ): Promise<Planned> {
    const at = rootWith(name, all(...rows.map(({ edit }) => edit))(of().loaded));
    const stacks = [...new Set(rows.flatMap((row) => row.stacks))].sort().join(',');
    const { stdout } = ok(await of().attempt(at, 'plan', '--env', 'every', '--stack', stacks, '--json'));
    const { model } = readPlanSet(JSON.parse(stdout).planSet);
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
        expect({ rule, address, effect, severities: found.map(({ severity }) => severity) }).toEqual({
          rule,
          address,
          effect,
          severities: expect.arrayContaining(['blocked']),
        });
        for (const { stack } of found) expect(stacks.some((name) => stack.endsWith(`-${name}`))).toBe(true);
        expect(here.findings.filter(isIt).map(({ severity }) => severity)).toEqual(
          found.map(() => 'flagged'),
        );
      }
    });

    test('are all that is found, and production refuses them', () => {
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
        const places = plan.model.stacks.filter(({ changes }) =>
          changes.some((one) => one.address === address),
        );
        expect({ address, places: places.length > 0 }).toEqual({ address, places: true });
        for (const { stack } of places) expect(stacks).toContain(stack.stack);
      }
    });

    test('nothing at all is found, in production either', () => {
      expect(foundIn(plan.verdicts.production)).toEqual([]);
      expect([plan.verdicts.here.outcome, plan.verdicts.production.outcome]).toEqual(['clear', 'clear']);
    });
  });

  describe('refused before anything is planned', () => {
    test.each(refused)('$what', async ({ edit, says }) => {
      const loaded = edit(of().loaded);
      const { stacks } = await deployedStacks(loaded.environment, 'look', new Set());
      const error = refusal(omissions(loaded, stacksOf(loaded), stacks), new Set(), loaded);
      expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining(says) });
    });

    test("a tenant's file that is gone ends the command, and no plan is made", async () => {
      const [{ edit, says }] = refused as [(typeof refused)[number]];
      const at = rootWith('refused', edit(of().loaded));
      const { code, stderr } = await of().attempt(
        at,
        'plan',
        '--env',
        'every',
        '--stack',
        'cell-01',
        '--json',
      );
      expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(says) });
    });
  });
}

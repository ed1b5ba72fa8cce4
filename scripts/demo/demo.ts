import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { compareWithApplied } from '../applied/changed';
import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import { failure, interruption } from '../cli/errors';
import type { Workspace } from '../cli/workspace';
import { useLocalAws } from '../local/environment';
import { standInForOrganisation } from '../local/organisation';
import { startLocal, stopLocal } from '../local/server';
import { planStacks } from '../plan-set/plan-stacks';
import { rolloutReport, touched } from '../rollout/report';
import { exitCodeOf } from '../rollout/rollout';
import { rolloutSelected } from '../rollout/rollout-selected';
import { validConfiguration } from '../selection/configuration';
import { describeEnvironment } from '../selection/describe';
import { pickEnvironment } from '../selection/selection';
import { stacksOf } from '../selection/stacks';
import { synth } from '../selection/synth';
import { flowSteps, showFlows } from './flows';
import { clearLeftovers, demoFolder } from './leftovers';
import { preflight } from './preflight';
import { tellStory } from './story';
import { summarize } from './summary';

const environmentName = 'dev';
/** Applies mostly wait for AWS; plans are CPU-bound, so more of them than cores gain nothing. */
const parallel = { applies: 4, plans: 2 };
const again = 'to start over: npx fleet demo';

async function play(context: Context, verbose: boolean): Promise<CommandResult> {
  const { workspace, env, interrupt, say } = context;
  const stop = interrupt.signal;
  const story = tellStory(say, 5 + flowSteps, stop);

  const endpoint = await story.step('Start a local AWS', async () => {
    story.tell(preflight(workspace, env));
    const { server } = await startLocal(workspace, { port: 0, env, stop });
    useLocalAws(env, server.endpoint);
    story.tell(server.endpoint);
    return server.endpoint;
  });
  const loaded = await story.step('Check environments, tenants and policies', async () => {
    const environments = validConfiguration(workspace.root);
    story.tell(...environments.map(describeEnvironment));
    return pickEnvironment(environments, environmentName);
  });
  const { environment } = loaded;
  const by = await callerIdentity(environment.regions[0] as string, env);
  const stacks = await story.step('Synthesize Terraform', async () => {
    const written = await synth(workspace.built, [loaded]);
    story.tell(`${written.length} stacks for ${environmentName}, in ${workspace.built}`);
    return stacksOf(loaded);
  });
  const ends = await story.step(`Roll out ${environmentName}`, async () => {
    await standInForOrganisation(endpoint, [environment]);
    say(touched(environment.name, stacks));
    const { ends: done } = await rolloutSelected(context, {
      loaded,
      stacks,
      removable: new Set(),
      selection: {},
      parallel: parallel.applies,
      by,
      refresh: false,
      agree: async () => {},
    });
    if (stop.aborted)
      throw interruption(
        'the demo was interrupted during the rollout; everything it started has been stopped',
        again,
      );
    if (exitCodeOf(done) !== 0) throw failure(`the rollout failed\n${rolloutReport(done, 'npx fleet demo')}`);
    return done;
  });
  const flows = await showFlows(story, { loaded, endpoint, root: workspace.root, verbose });
  await story.step('Plan again: there must be no changes', async () => {
    const { ends: planned } = await planStacks(
      context,
      {
        loaded,
        stacks: await compareWithApplied(context, environment, stacks, 'look'),
        unplanned: [],
        skipped: [],
        remove: [],
        role: 'plan',
        by,
      },
      parallel.plans,
    );
    if (stop.aborted)
      throw interruption(
        'the demo was interrupted during the second plan; everything it started has been stopped',
        again,
      );
    const restless = planned.filter((end) => end.outcome !== 'planned' || end.changed).map(({ id }) => id);
    if (restless.length > 0)
      throw failure(`the second plan failed or has changes in: ${restless.join(', ')}`);
    story.tell(`no changes in ${planned.length} stacks`);
  });
  return summarize(environmentName, stacks, ends, flows, story.seconds());
}

/**
 * The whole workflow, from scratch, on a local AWS that is stopped at the end.
 * It cannot reach a real account. Logs of a failed run are kept until the next run.
 */
export function runDemo(context: Context, { verbose }: { verbose: boolean }): Promise<CommandResult> {
  const { state, root, cache } = context.workspace;
  const folder = demoFolder(state, process.pid);
  const workspace: Workspace = {
    root,
    cache,
    state: folder,
    out: join(folder, 'cdktf.out'),
    built: join(folder, 'built'),
  };
  return context.interrupt.hold(async () => {
    await clearLeftovers(state);
    try {
      const result = await play({ ...context, workspace }, verbose);
      await stopLocal(folder);
      rmSync(folder, { recursive: true, force: true });
      return result;
    } finally {
      await stopLocal(folder);
    }
  });
}

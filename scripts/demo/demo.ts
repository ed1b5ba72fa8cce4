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
/** Applies wait for AWS more than they compute; plans compute, and more of them than cores gain nothing. */
const parallel = { applies: 4, plans: 2 };
const again = 'it starts from nothing each time: npx fleet demo';

async function play(context: Context, verbose: boolean): Promise<CommandResult> {
  const { workspace, env, interrupt, say } = context;
  const stop = interrupt.signal;
  const story = tellStory(say, 5 + flowSteps, stop);

  const endpoint = await story.step('Start a local AWS of its own', async () => {
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
    story.tell(`${written.length} stacks of ${environmentName} in ${workspace.built}`);
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
      throw interruption('the demo was interrupted during its rollout; what it started is stopped', again);
    if (exitCodeOf(done) !== 0) throw failure(`the rollout failed\n${rolloutReport(done, 'npx fleet demo')}`);
    return done;
  });
  const flows = await showFlows(story, { loaded, endpoint, root: workspace.root, verbose });
  await story.step('Plan again: nothing may have changed', async () => {
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
        'the demo was interrupted during its second plan; what it started is stopped',
        again,
      );
    const restless = planned.filter((end) => end.outcome !== 'planned' || end.changed).map(({ id }) => id);
    if (restless.length > 0) throw failure(`the second plan is not empty: ${restless.join(', ')}`);
    story.tell(`no changes in ${planned.length} stacks`);
  });
  return summarize(environmentName, stacks, ends, flows, story.seconds());
}

/**
 * The whole main job, from nothing, on a local AWS that lives only as long as this runs.
 * Nothing of it can reach a real account. Logs of a run that failed stay until the next one.
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

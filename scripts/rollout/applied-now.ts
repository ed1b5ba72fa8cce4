import type { Applied } from '../applied/record';
import type { StateInBucket } from '../applied/state';
import { awsProviderVersion } from '../terraform/provider-source';
import type { StackJob } from './job';

/** The record of a stack that was just applied. */
export const appliedNow = (
  { session, stack, run, content }: Pick<StackJob, 'session' | 'stack' | 'run' | 'content'>,
  { lineage, serial, etag }: StateInBucket,
  plan: string | null,
): Applied => ({
  content,
  plan,
  state: { lineage, serial, etag },
  commit: run.commit,
  tools: {
    terraform: `${session.terraform.tool.kind} ${session.terraform.tool.version}`,
    provider: awsProviderVersion,
  },
  by: run.by,
  at: new Date().toISOString(),
  run: run.ledger.run,
  ...(run.environment.rollout.gates && !stack.removed && { awaitsGate: true }),
});

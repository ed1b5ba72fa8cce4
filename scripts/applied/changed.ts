import { join } from 'node:path';
import type { Environment } from '../../environments/schema';
import type { Context } from '../cli/context';
import type { StackInfo } from '../selection/stacks';
import type { Purpose } from '../terraform/work-folder';
import { contentHash } from './content-hash';
import { remembered } from './look';
import { isCurrent, type StackRecord } from './record';

/** A stack, and whether there is anything to plan. */
export interface StackContent {
  stack: StackInfo;
  /** Hash of what it was synthesized to. */
  content: string;
  /** What is synthesized was applied last, and nobody has written the state since. */
  current: boolean;
  /** What is remembered of it. */
  record: StackRecord | undefined;
  /** Its account has a state bucket. */
  bootstrapped: boolean;
  /** Its state stands there. */
  standing: boolean;
}

/**
 * Compares stacks, as they are synthesized, with what was last applied, without starting Terraform. What somebody has
 * changed in AWS by hand is not seen.
 */
export async function compareWithApplied(
  { workspace, env }: Pick<Context, 'workspace' | 'env'>,
  environment: Environment,
  stacks: readonly StackInfo[],
  purpose: Purpose,
): Promise<StackContent[]> {
  const known = await remembered(environment, purpose, stacks);
  return stacks.map((stack) => {
    const content = contentHash(join(workspace.built, 'stacks', stack.id), env);
    const { record, etag } = known.get(stack.id) ?? { record: undefined, etag: undefined };
    const current = isCurrent(record, { content, etag });
    return {
      stack,
      content,
      current,
      record,
      bootstrapped: known.has(stack.id),
      standing: etag !== undefined,
    };
  });
}

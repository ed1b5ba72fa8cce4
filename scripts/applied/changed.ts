import { join } from 'node:path';
import type { Environment } from '../../environments/schema';
import type { Context } from '../cli/context';
import type { StackInfo } from '../selection/stacks';
import type { Purpose } from '../terraform/work-folder';
import { contentHash } from './content-hash';
import { remembered } from './look';
import { isCurrent, type StackRecord } from './record';

/** A stack, and whether it needs a plan. */
export interface StackContent {
  stack: StackInfo;
  /** Hash of its synthesized content. */
  content: string;
  /** The synthesized content was the last applied, and the state has not been written since. */
  current: boolean;
  /** Its record. */
  record: StackRecord | undefined;
  /** Its account has a state bucket. */
  bootstrapped: boolean;
  /** Its state exists there. */
  deployed: boolean;
}

/**
 * Compares synthesized stacks with what was last applied, without starting Terraform. Manual changes in AWS
 * are not detected.
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
      deployed: etag !== undefined,
    };
  });
}

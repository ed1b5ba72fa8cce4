import { blockAt } from '../../adoption/wanted';
import type { Json } from '../model';
import type { Attributes, PlannedResource } from '../planned';
import { type Block, named, nested, unreadable } from './configured';
import type { SynthesizedStack } from './input';

/** A function attached to a pool, by its argument in Terraform. */
export interface Hook {
  /** `pre_token_generation`, `post_confirmation`, … */
  trigger: string;
  /** ARN of the function. */
  function: string;
}

/** A hook that is no longer configured, and that Terraform would silently leave attached. */
export interface LeftHook extends Hook {
  /** `aws_cognito_user_pool.acme_pool` */
  address: string;
  /** The pool's id in Cognito. */
  poolId: string;
}

/** The two arguments that name the same hook: setting either sets both. */
const preToken = { plain: 'pre_token_generation', versioned: 'pre_token_generation_config' } as const;

/** Not a hook, but the key that encrypts codes for two of them. */
const noHook = ['kms_key_id'];

const list = (value: unknown): readonly unknown[] => [value ?? []].flat();

/** The function in an argument of `lambda_config`, which is its ARN, or a block with it. */
function functionOf(value: unknown): string | undefined {
  const [first] = list(value);
  if (typeof first === 'string') return first || undefined;
  const arn = (first as { lambda_arn?: unknown } | null | undefined)?.lambda_arn;
  return typeof arn === 'string' && arn !== '' ? arn : undefined;
}

/** Hooks of one `lambda_config`, by trigger. */
function hooksOf(config: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> {
  const hooks = new Map<string, string>();
  for (const [argument, value] of Object.entries(config ?? {})) {
    const arn = functionOf(value);
    if (arn && !noHook.includes(argument))
      hooks.set(argument === preToken.versioned ? preToken.plain : argument, arn);
  }
  return hooks;
}

const attached = (pool: Attributes | undefined) =>
  hooksOf(list(pool?.lambda_config)[0] as Record<string, unknown> | undefined);

function configured(block: Block, address: string): ReadonlyMap<string, string> {
  const [config] = nested(block, 'lambda_config', address);
  if (config && 'dynamic' in config)
    throw unreadable(address, 'its lambda_config has blocks computed by an expression');
  return hooksOf(config);
}

/** Whether a hook is unknown, according to the plan's `unknown`. */
const isUnknown = (unknown: Json, trigger: string): boolean => {
  const within = (value: unknown, key: string): unknown =>
    value === true ? true : (list(value)[0] as Record<string, unknown> | undefined)?.[key];
  const config = within(unknown, 'lambda_config');
  return [trigger, ...(trigger === preToken.plain ? [preToken.versioned] : [])].some((argument) =>
    JSON.stringify(within(config, argument) ?? null).includes('true'),
  );
};

/** Actions that keep the pool. */
const stays = ['none', 'update', 'move', 'import'];

/**
 * Attached hooks that are no longer configured, unless the plan itself detaches them.
 * Provider 5.100.0 does that for every hook except one. The pre-token hook stays, since its two arguments are
 * `Optional` and `Computed`, so that omitting both means "unchanged"; it is only removed with the whole `lambda_config`
 * (terraform-provider-aws#45529, #38617). All are compared, in case another provider version differs.
 *
 * The plan's refresh has just read the attached hooks from Cognito, so no call is needed.
 * Throws if configuration cannot be read, since the answer is then unknown.
 */
export function leftHooks(synthesized: SynthesizedStack, resources: readonly PlannedResource[]): LeftHook[] {
  return resources.flatMap(({ address, type, action, section, before, after, unknown }) => {
    if (type !== 'aws_cognito_user_pool' || section === 'drift' || !stays.includes(action)) return [];
    const wanted = configured(named(blockAt(synthesized, address), address), address);
    const remaining = attached(after ?? before);
    return [...attached(before)]
      .filter(([trigger]) => !wanted.has(trigger) && (remaining.has(trigger) || isUnknown(unknown, trigger)))
      .map(([trigger, arn]) => ({ address, poolId: String(before?.id ?? ''), trigger, function: arn }));
  });
}

import { blockAt } from '../../adoption/wanted';
import type { Json } from '../model';
import type { Attributes, PlannedResource } from '../planned';
import { type Block, named, nested, unreadable } from './configured';
import type { SynthesizedStack } from './input';

/** A function that is attached to a pool, by its argument in Terraform. */
export interface Hook {
  /** `pre_token_generation`, `post_confirmation`, … */
  trigger: string;
  /** ARN of the function. */
  function: string;
}

/** A hook that configuration no longer has, and that Terraform would leave attached without a word. */
export interface LeftHook extends Hook {
  /** `aws_cognito_user_pool.acme_pool` */
  address: string;
  /** The pool's, as Cognito knows it. */
  poolId: string;
}

/** The two arguments that name the same hook: setting either sets both. */
const preToken = { plain: 'pre_token_generation', versioned: 'pre_token_generation_config' } as const;

/** Not a hook, but the key that codes for two of them are encrypted with. */
const noHook = ['kms_key_id'];

const list = (value: unknown): readonly unknown[] => [value ?? []].flat();

/** The function that an argument of `lambda_config` names: it is its ARN, or a block that has it. */
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
    throw unreadable(address, 'its lambda_config has blocks by an expression');
  return hooksOf(config);
}

/** The part of `unknown` that is about one hook. */
const isUnknown = (unknown: Json, trigger: string): boolean => {
  const within = (value: unknown, key: string): unknown =>
    value === true ? true : (list(value)[0] as Record<string, unknown> | undefined)?.[key];
  const config = within(unknown, 'lambda_config');
  return [trigger, ...(trigger === preToken.plain ? [preToken.versioned] : [])].some((argument) =>
    JSON.stringify(within(config, argument) ?? null).includes('true'),
  );
};

/** Actions that leave the pool where it is. */
const stays = ['none', 'update', 'move', 'import'];

/**
 * Hooks that are attached and that configuration no longer has, as long as the plan does not take them away itself.
 * Seen with provider 5.100.0: it does for every hook but one. The pre-token hook stays, since its two arguments are
 * `Optional` and `Computed`, so that leaving both out means "as it is"; only without any `lambda_config` at all it goes
 * (terraform-provider-aws#45529, #38617). All are compared, whichever provider comes next.
 *
 * What is attached is what the plan's refresh has just read from Cognito, so nothing has to be asked.
 * Throws where configuration cannot be read: then nobody knows.
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

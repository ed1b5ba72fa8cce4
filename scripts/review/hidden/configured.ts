import { failure } from '../../cli/errors';

/** A resource's block in `cdk.tf.json`. */
export type Block = Readonly<Record<string, unknown>>;

const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The nested blocks of one name, which Terraform's JSON allows as an object or a list.
 * Throws if they are computed by an expression, since their content is then unknown.
 */
export function nested(block: Block, name: string, address: string): readonly Block[] {
  const value = block[name] ?? [];
  const blocks = Array.isArray(value) ? value : [value];
  if ([block.dynamic ?? []].flat().some((one) => isBlock(one) && name in one))
    throw unreadable(address, `its ${name} blocks are computed by an expression (dynamic)`);
  if (!blocks.every(isBlock))
    throw unreadable(address, `its ${name} is neither a block nor a list of blocks`);
  return blocks;
}

/** The error for configuration that only Terraform could evaluate. */
export const unreadable = (address: string, why: string) =>
  failure(
    `cannot read the configuration of ${address}: ${why}`,
    'write it as a plain block: hidden changes are found by comparing with it',
  );

/** The block of a resource in the plan. Throws if configuration does not have it. */
export function named(block: Block | undefined, address: string): Block {
  if (block) return block;
  throw failure(
    `the plan has ${address}, but the synthesized stack does not`,
    'synthesize and plan again: hidden changes are found by comparing the two',
  );
}

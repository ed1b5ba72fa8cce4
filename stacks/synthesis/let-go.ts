import { type IResolvable, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

import tokenMap = require('cdktf/lib/tokens/private/token-map');

/** A reference holds its stack, and an entry of `dependsOn` its resource. */
interface Owned {
  originStack?: TerraformStack;
  dependable?: IConstruct;
}

function ownerOf({ originStack, dependable }: Owned): TerraformStack | undefined {
  return originStack ?? (dependable?.node ? TerraformStack.of(dependable) : undefined);
}

/** CDKTF keeps every token that it issues, by its key, for the lifetime of the process. */
function registered(): Map<string, IResolvable & Owned> {
  const { stringTokenMap } = tokenMap.TokenMap.instance() as unknown as {
    stringTokenMap: Map<string, IResolvable & Owned>;
  };
  return stringTokenMap;
}

/** Frees a written stack: its constructs, and its tokens, each of which references a construct or its stack. */
export function letGo(stack: TerraformStack): void {
  for (const { node } of stack.node.children) stack.node.tryRemoveChild(node.id);
  const tokens = registered();
  for (const [key, token] of tokens) if (ownerOf(token) === stack) tokens.delete(key);
}

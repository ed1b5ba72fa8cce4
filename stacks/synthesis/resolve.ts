import {
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  StringConcat,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import type { Construct } from 'constructs';

type Slow = (value: unknown) => unknown;

/** Matches every text in which CDKTF would look for a token: a marker, or a number written with an exponent. */
const mayHoldToken = /TfToken\[|Map Token Value|[-|\d.+]e[-|\d.eE+]/;

/** Tokens for numbers are negative, and far from any number written by hand. */
const isPlainNumber = (value: unknown) => typeof value !== 'number' || value >= 0;

const isPlainText = (value: unknown) => typeof value !== 'string' || !mayHoldToken.test(value);

const isPlainObject = (value: object) =>
  Object.getPrototypeOf(value) === Object.prototype && !('resolve' in value);

function resolveObject(value: Record<string, unknown>, slow: Slow): unknown {
  const keys = Object.keys(value);
  if (!isPlainObject(value) || !keys.every(isPlainText)) return slow(value);
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    const resolved = resolvePlain(value[key], slow);
    if (resolved !== undefined) result[key] = resolved;
  }
  return result;
}

/** What CDKTF would resolve the value to, with `slow` for every part that is, or may contain, a token. */
function resolvePlain(value: unknown, slow: Slow): unknown {
  if (value === null) return value;
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
      return value;
    case 'string':
      return isPlainText(value) ? value : slow(value);
    case 'number':
      return isPlainNumber(value) ? value : slow(value);
    case 'object':
      if (!Array.isArray(value)) return resolveObject(value as Record<string, unknown>, slow);
      // A token for a whole list is a list with one element.
      if (!value.every((part) => isPlainNumber(part) && isPlainText(part))) return slow(value);
      return value.map((part) => resolvePlain(part, slow)).filter((part) => part !== undefined);
    default:
      return slow(value);
  }
}

/** Refuses cross-stack references, for which CDKTF would silently add an output there and read its state here. */
class OwnStackResolver extends DefaultTokenResolver {
  override resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: IPostProcessor,
  ): unknown {
    const { originStack } = token as { originStack?: TerraformStack };
    if (originStack && originStack !== TerraformStack.of(context.scope))
      throw new Error(
        `a reference to stack ${originStack.node.path}: stacks know each other by computed names and ARNs only`,
      );
    return super.resolveToken(token, context, postProcessor);
  }
}

const resolver = new OwnStackResolver(new StringConcat());

/** Replaces CDKTF's own resolve(), which looks for tokens of five kinds in every value, however plain. */
export function resolve<T>(scope: Construct, value: T, preparing = false): T {
  const slow = (part: unknown) => Tokenization.resolve(part, { scope, preparing, resolver });
  try {
    return resolvePlain(value, slow) as T;
  } catch {
    // From the top, so that the error contains the whole path.
    return slow(value);
  }
}

/** Texts of effects: plain, short, and with nothing in them that could be secret. */

/** `a, b and c` */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** `1 minute`, `15 minutes` */
export const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`;

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Seconds in the largest unit that they fill wholly: `90 minutes`, `1 day`. */
export function duration(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds > 0 && seconds % size === 0) ?? ['second', 1];
  return count(seconds / size, unit);
}

/** A URL without what may be secret in it: credentials, query, fragment. Opaque ones are cut down to their scheme. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return 'something that is no URL';
  const { protocol, host, pathname } = new URL(url);
  return host ? `${protocol}//${host}${pathname === '/' ? '' : pathname}` : `${protocol}…`;
}

/** `prod-cell-01-hook:initech` of a Lambda function's ARN; anything else as it is. */
const functionIn = (arn: string) =>
  /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:([\w:$-]+)$/.exec(arn)?.[1] ?? arn;

/** Names of functions by their ARNs; the whole ARNs where the names alone would be the same. */
export function functionNames(...arns: readonly string[]): string[] {
  const names = arns.map(functionIn);
  return new Set(names).size === new Set(arns).size ? names : [...arns];
}

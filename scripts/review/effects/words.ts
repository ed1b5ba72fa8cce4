/** Helpers for effect texts, which are plain, short, and never contain a secret. */

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

/** Seconds in the largest unit that divides them: `90 minutes`, `1 day`. */
export function duration(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds > 0 && seconds % size === 0) ?? ['second', 1];
  return count(seconds / size, unit);
}

/** A URL without possibly secret parts: credentials, query, fragment. Opaque ones are reduced to their scheme. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return 'something that is not a URL';
  const { protocol, host, pathname } = new URL(url);
  return host ? `${protocol}//${host}${pathname === '/' ? '' : pathname}` : `${protocol}…`;
}

/** `prod-cell-01-hook:initech` from a Lambda function's ARN; anything else unchanged. */
const functionIn = (arn: string) =>
  /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:([\w:$-]+)$/.exec(arn)?.[1] ?? arn;

/** Names of functions from their ARNs; the full ARNs if the names alone are equal. */
export function functionNames(...arns: readonly string[]): string[] {
  const names = arns.map(functionIn);
  return new Set(names).size === new Set(arns).size ? names : [...arns];
}

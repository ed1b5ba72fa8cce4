import type { Api, Route, Stage } from './state';

/** How a part of a route's path matches a part of a request's: the lower, the more specific. */
type Specificity = 0 | 1 | 2;
const [LITERAL, VARIABLE, GREEDY]: Specificity[] = [0, 1, 2];

/** A route that matches a request. */
export interface Match {
  route: Route;
  /** Values of the path variables, by name. */
  pathParameters: Record<string, string>;
}

interface Candidate extends Match {
  specificity: Specificity[];
  anyMethod: boolean;
}

const DEFAULT = '$default';

/** The stage named by the first part of the path, else `$default`; and the path within the stage. */
export function selectStage(
  { stages }: Pick<Api, 'stages'>,
  path: string,
): { stage: Stage; path: string } | undefined {
  const [, first = '', ...rest] = path.split('/');
  const named = first !== DEFAULT && stages.get(first);
  if (named) return { stage: named, path: `/${rest.join('/')}` };
  const stage = stages.get(DEFAULT);
  return stage && { stage, path };
}

/** How a route's path matches a request's; undefined if it doesn't. */
function meets(pattern: string, path: string): Pick<Candidate, 'pathParameters' | 'specificity'> | undefined {
  const wanted = pattern.split('/').slice(1);
  const parts = path.split('/').slice(1);
  const pathParameters: Record<string, string> = {};
  const specificity: Specificity[] = [];
  for (const [index, part] of wanted.entries()) {
    const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(part) ?? [];
    const value = plus ? parts.slice(index).join('/') : parts[index];
    if (name ? !value : part !== value) return undefined;
    if (name) pathParameters[name] = value as string;
    specificity.push(
      plus ? (GREEDY as Specificity) : name ? (VARIABLE as Specificity) : (LITERAL as Specificity),
    );
    if (plus) return { pathParameters, specificity };
  }
  return wanted.length === parts.length ? { pathParameters, specificity } : undefined;
}

function candidate(route: Route, method: string, path: string): Candidate | undefined {
  const [wanted = '', pattern = ''] = route.routeKey.split(' ');
  if (wanted !== 'ANY' && wanted !== method) return undefined;
  const met = meets(pattern, path);
  return met && { route, ...met, anyMethod: wanted === 'ANY' };
}

/** Full matches first, then the most specific part from the left, then a method before ANY. */
function compare(one: Candidate, other: Candidate): number {
  const greedy = ({ specificity }: Candidate) => Number(specificity.includes(GREEDY as Specificity));
  const first = one.specificity.findIndex((value, index) => value !== other.specificity[index]);
  const bySpecificity = first < 0 ? 0 : (one.specificity[first] ?? 0) - (other.specificity[first] ?? 0);
  return greedy(one) - greedy(other) || bySpecificity || Number(one.anyMethod) - Number(other.anyMethod);
}

/**
 * The most specific route of a request: a full match of path and method, then one with a greedy variable, then
 * `$default`. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function selectRoute(routes: Iterable<Route>, method: string, path: string): Match | undefined {
  const all = [...routes];
  const [best] = all.flatMap((route) => candidate(route, method, path) ?? []).sort(compare);
  if (best) return { route: best.route, pathParameters: best.pathParameters };
  const route = all.find(({ routeKey }) => routeKey === DEFAULT);
  return route && { route, pathParameters: {} };
}

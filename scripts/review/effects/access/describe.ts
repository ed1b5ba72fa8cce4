import type { ConditionTest, Scope, Statement } from '../../iam-document';
import type { Growth } from './grows';

/** Items listed per kind; the rest are counted, since the full documents are shown as well. */
const most = 8;

const listed = (items: readonly string[], separator = ', '): string =>
  items.length > most
    ? `${items.slice(0, most).join(separator)} and ${items.length - most} more`
    : items.join(separator);

const scopeText = ({ except, patterns }: Scope) =>
  except ? `everything except ${listed(patterns)}` : listed(patterns);

const testText = ({ operator, key, values }: ConditionTest) => `${operator} ${key} ${listed(values)}`;

const statementText = ({ principals, actions, resources, conditions }: Statement): string =>
  [
    scopeText(actions),
    // Trust policies have no resource.
    ...(principals && resources.patterns[0] === '*' ? [] : [`on ${scopeText(resources)}`]),
    ...(principals ? [`by ${scopeText(principals)}`] : []),
    ...(conditions.length > 0 ? [`if ${conditions.map(testText).join(' and ')}`] : []),
  ].join(' ');

type Part = 'principals' | 'actions' | 'resources';

/** Joins statements that differ in only one part. */
function joined(statements: readonly Statement[], part: Part): Statement[] {
  const groups = new Map<string, Statement>();
  for (const statement of statements) {
    const scope = statement[part];
    const key = JSON.stringify({ ...statement, [part]: scope?.except ? scope : undefined });
    const known = groups.get(key);
    groups.set(
      key,
      known?.[part] && scope
        ? {
            ...statement,
            [part]: {
              except: scope.except,
              patterns: [...new Set([...known[part].patterns, ...scope.patterns])],
            },
          }
        : statement,
    );
  }
  return [...groups.values()];
}

const parts: readonly Part[] = ['actions', 'resources', 'principals'];

const statementTexts = (statements: readonly Statement[]): string[] =>
  parts.reduce<readonly Statement[]>(joined, statements).map(statementText);

/** What is new, such as `cognito-idp:AdminGetUser on *`; empty if nothing is. */
export function growthText(growths: readonly Growth[]): string {
  const of = (kind: Growth['kind']) =>
    statementTexts(growths.flatMap((growth) => (growth.kind === kind ? [growth.statement] : [])));
  return listed(
    [
      ...of('allowed').map((text) => `newly allowed: ${text}`),
      ...of('undenied').map((text) => `no longer denied: ${text}`),
    ],
    '; ',
  );
}

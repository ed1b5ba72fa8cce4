import { actionsOf, findAction, fitsTemplate, hasKey, mayMean } from '../../local/iam/reference';
import { everywhere, unlistedActions, unlistedResources } from './iam-exceptions';
import { documents } from './rights';

// All policy documents that we generate, compared with AWS's Service Authorization Reference. Its data doesn't say which
// actions depend on others; fleet-roles.test.ts and the local AWS show that those are granted.

/** What is known only after an apply, as ARNs of the right kind. */
const arnOf = (resource: string) =>
  resource
    .replace(/^\$\{aws_kms_key\.[^}]+\}/, 'arn:aws:kms:eu-central-1:111111111111:key/11111111')
    .replace(
      /^\$\{aws_cognito_user_pool\.[^}]+\}/,
      'arn:aws:cognito-idp:eu-central-1:111111111111:userpool/a',
    )
    .replaceAll('$${', '*{')
    .replace(/\*\{[^}]+\}/g, '*');

/** Statements, each with the actions that it matches. */
const statements = documents.flatMap((document) =>
  document.statements.map((statement) => ({
    document,
    statement,
    name: `${document.name} ${statement.Sid}`,
  })),
);

const meant = async (patterns: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(
    patterns.map(async (pattern) => {
      if (!/[*?]/.test(pattern)) return [pattern];
      const [service = ''] = pattern.split(':');
      return (await actionsOf(service)).filter((action) => mayMean(pattern, action));
    }),
  );
  return found.flat();
};

test('every action exists, and every action pattern matches some', async () => {
  const unknown: string[] = [];
  for (const pattern of new Set(
    statements.flatMap(({ statement }) => [...(statement.Action ?? []), ...(statement.NotAction ?? [])]),
  )) {
    const actions = await meant([pattern]);
    if (actions.length === 0 && pattern !== '*') unknown.push(pattern);
    for (const action of actions)
      if (!unlistedActions.has(action) && (await findAction(action))?.name !== action) unknown.push(action);
  }
  expect(unknown).toEqual([]);
});

test('every resource belongs to an action of its statement, and every action has a resource in its statement', async () => {
  const wrong: string[] = [];
  for (const { document, statement, name } of statements) {
    // Trust policies name no resource, and in a key policy `*` is the key.
    if (!statement.Resource || document.type === 'aws_kms_key') continue;
    const resources = statement.Resource.map(arnOf);
    const used = new Set<string>();
    for (const action of await meant(statement.Action ?? [])) {
      if (unlistedActions.has(action)) {
        for (const resource of resources) used.add(resource);
        continue;
      }
      const templates = (await findAction(action))?.resources ?? [];
      const fitting = resources.filter(
        (resource) =>
          resource === '*' ||
          templates.some((template) => fitsTemplate(resource, template)) ||
          unlistedResources.some(([of, pattern]) => of === action && pattern.test(resource)),
      );
      for (const resource of fitting) used.add(resource);
      // A denied action pattern may well match actions on other resources.
      if (fitting.length === 0 && statement.Effect === 'Allow')
        wrong.push(`${name}: ${action} on ${resources}`);
    }
    if (statement.NotAction || statement.Action?.includes('*')) continue;
    wrong.push(
      ...resources.filter((resource) => !used.has(resource)).map((one) => `${name}: nothing on ${one}`),
    );
  }
  expect(wrong).toEqual([]);
});

test('`*` is allowed only if the reference has no other resource, or an exception says why', async () => {
  const wide = statements.filter(
    // In a key policy `*` is the key itself.
    ({ document, statement }) =>
      statement.Effect === 'Allow' && document.type !== 'aws_kms_key' && statement.Resource?.includes('*'),
  );
  const bounded: string[] = [];
  for (const action of new Set(wide.flatMap(({ statement }) => statement.Action ?? [])))
    if ((await findAction(action))?.resources.length !== 0) bounded.push(action);
  expect(bounded.sort()).toEqual([...everywhere.keys()]);
});

test('every condition key applies to each action of its statement', async () => {
  const wrong: string[] = [];
  for (const { document, statement, name } of statements) {
    const keys = Object.values(statement.Condition ?? {}).flatMap(Object.keys);
    for (const action of await meant(statement.Action ?? [])) {
      const found = await findAction(action);
      // Keys of web identities contain the issuer's own name.
      const own = keys.filter(
        (key) => !(document.type === 'aws_iam_role' && /^[a-z0-9.-]+\.[a-z]+(\/[^:]*)?:/.test(key)),
      );
      if (found)
        wrong.push(...own.filter((key) => !hasKey(found, key)).map((key) => `${name}: ${key} of ${action}`));
    }
  }
  expect(wrong).toEqual([]);
});

test('every exception is used, and is missing from the reference', async () => {
  const all = new Set(statements.flatMap(({ statement }) => statement.Action ?? []));
  for (const action of unlistedActions.keys()) {
    expect(await findAction(action)).toBeUndefined();
    expect(all).toContain(action);
  }
  for (const [action, pattern] of unlistedResources) {
    const templates = (await findAction(action))?.resources ?? [];
    const lacking = statements
      .filter(({ statement }) => statement.Action?.includes(action))
      .flatMap(({ statement }) => statement.Resource ?? [])
      .filter((resource) => !templates.some((template) => fitsTemplate(resource, template)));
    expect({ action, needed: lacking.some((resource) => pattern.test(resource)) }).toEqual({
      action,
      needed: true,
    });
  }
});

import { failure } from '../cli/errors';

/** Does what an administrator does by hand at Okta, whose stand-in is part of the local AWS. Gives its answer. */
export async function registerAtOkta(
  endpoint: string,
  kind: 'users' | 'clients',
  body: Record<string, unknown>,
): Promise<{ id?: string }> {
  const answer = await fetch(`${endpoint}/_local/okta/${kind}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw failure(`the stand-in for Okta takes no ${kind}: ${await answer.text()}`);
  return (await answer.json()) as { id?: string };
}

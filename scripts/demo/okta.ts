import { failure } from '../cli/errors';

/** Does what an administrator does by hand in Okta, here in the local AWS's stand-in. Returns its response. */
export async function registerAtOkta(
  endpoint: string,
  kind: 'users' | 'clients',
  body: Record<string, unknown>,
): Promise<{ id?: string }> {
  const answer = await fetch(`${endpoint}/_local/okta/${kind}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw failure(`the stand-in for Okta refused to register ${kind}: ${await answer.text()}`);
  return (await answer.json()) as { id?: string };
}

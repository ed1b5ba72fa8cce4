import type { LoadedEnvironment } from '../../environments/schema';
import { failure } from '../lib/errors';
import { decide, questions } from './decisions';
import type { Story } from './story';
import { accountAccess, findTenant, pickTenants } from './tenants';
import { claimLines, verifyToken } from './token';
import { registerUser, signIn } from './users';

/** What the sign-in part of the demo has shown. */
export interface SignInFacts {
  tenant: string;
  claims: { tenant_id: string | undefined };
  decisions: { action: string; decision: string }[];
  foreignUser: { tenant: string; token: false; refusal: string };
}

/** Four steps: a user of the tenant, the token, two decisions, and a stranger who gets nothing. */
export async function showSignIn(
  story: Story,
  loaded: LoadedEnvironment,
  endpoint: string,
): Promise<SignInFacts> {
  const { environment } = loaded;
  const pair = pickTenants(loaded);
  const access = await accountAccess(environment, pair);
  const tenant = await findTenant(access, environment, pair.own);

  const user = await story.step(`Register a user of tenant ${tenant.id}`, async () => {
    story.tell(`user pool ${tenant.userPoolId} in ${tenant.region}, found in the tenant registry`);
    const email = `ada@${tenant.id}.example`;
    const registered = await registerUser(access, environment, tenant, {
      email,
      mappedTo: tenant.id,
      group: 'operators',
    });
    story.tell(`${email}, group operators, mapped to tenant ${tenant.id}`);
    return registered;
  });

  const { accessToken, claims } = await story.step(
    'Sign in; the hook writes the tenant into the token',
    async () => {
      const answer = await signIn(access, tenant, user);
      if ('refusal' in answer) throw failure(`${user.email} cannot sign in: ${answer.refusal}`);
      const verified = await verifyToken(endpoint, tenant, answer.accessToken);
      if (verified.tenant_id !== tenant.id)
        throw failure(`the token says tenant_id ${verified.tenant_id}, not ${tenant.id}`);
      story.tell('access token verified with the published keys of the pool:', ...claimLines(verified));
      return { accessToken: answer.accessToken, claims: verified };
    },
  );

  const decisions = await story.step(`Ask the policy store of tenant ${tenant.id}`, async () => {
    const answers: SignInFacts['decisions'] = [];
    for (const question of questions(tenant.id)) {
      const decision = await decide(access, tenant, accessToken, question);
      story.tell(`${decision.padEnd(5)} ${question.action}: ${question.words}`);
      if (decision !== question.expected)
        throw failure(
          `${question.action} must be ${question.expected}, but the policy store says ${decision}`,
        );
      answers.push({ action: question.action, decision });
    }
    return answers;
  });

  const refusal = await story.step(`A user who is mapped to tenant ${pair.other} gets no token`, async () => {
    const email = `eve@${pair.other}.example`;
    const stranger = await registerUser(access, environment, tenant, { email, mappedTo: pair.other });
    const answer = await signIn(access, tenant, stranger);
    if ('accessToken' in answer)
      throw failure(`${email} of tenant ${pair.other} got a token of tenant ${tenant.id}`);
    story.tell(`${email} in the pool of ${tenant.id}: ${answer.refusal}`);
    return answer.refusal;
  });
  return {
    tenant: tenant.id,
    claims: { tenant_id: claims.tenant_id },
    decisions,
    foreignUser: { tenant: pair.other, token: false, refusal },
  };
}

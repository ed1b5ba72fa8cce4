import { identityProvider } from '../../../functions/catalogue';
import { customResourceHandler } from '../../../functions/identity-provider/custom-resource-handler';
import { managing } from '../../../functions/identity-provider/manage';
import { type CognitoAnswer, CognitoStandIn, refusal, reply } from '../cognito';
import { context } from '../events';
import { outcomeOf } from '../log';
import { budget, secrets, shortBudget, usingEndpoint } from '../store';
import { apple, invocation, placeholder, wantedProvider } from './requests';

const cognito = new CognitoStandIn();
usingEndpoint(() => cognito.start());
afterAll(() => cognito.stop());
beforeEach(() => {
  cognito.calls.length = 0;
});

const secret = 'planted-federation-secret';
const { details, userPoolId, providerName } = wantedProvider();

/** Cognito with one provider or none, and what it does before it responds properly. */
function holding(standing: Record<string, string> | undefined, first: CognitoAnswer[] = []): CognitoAnswer {
  return (call, response) => {
    const early = call.operation === 'DescribeIdentityProvider' ? undefined : first.shift();
    if (early) return early(call, response);
    if (!standing && /^(Describe|Update|Delete)/.test(call.operation))
      return reply(response, 400, { __type: 'ResourceNotFoundException', message: 'none' });
    reply(response, 200, { IdentityProvider: { ProviderType: 'OIDC', ProviderDetails: standing } });
  };
}

async function manage(answer: CognitoAnswer, event: unknown, limits = budget) {
  cognito.answer = answer;
  const handler = customResourceHandler(identityProvider, () => managing('eu-central-1', limits, 0));
  const ended = await outcomeOf(() => handler(event, context));
  const told = `${ended.text} ${JSON.stringify(ended.outcome)} ${String(ended.outcome)}`;
  // Whatever happened: no secret, no detail, and nothing from Cognito's response.
  for (const value of [
    secret,
    ...Object.values(details).filter((one) => one.length > 5),
    'quoted',
    ...Object.values(secrets),
  ])
    expect(told).not.toContain(value);
  return ended;
}

const changes = () => cognito.calls.filter(({ operation }) => operation !== 'DescribeIdentityProvider');
const answered = (outcome: string) => ({
  userPoolId,
  providerName,
  outcome,
  revision: 'revision-1',
  secretsToPush: [],
});
const shared = {
  UserPoolId: userPoolId,
  ProviderName: providerName,
  AttributeMapping: { email: 'email', username: 'sub' },
  IdpIdentifiers: ['staff.northpay.example'],
};

describe('over HTTP', () => {
  it('creates a provider with the placeholder', async () => {
    const { outcome, lines } = await manage(holding(undefined), invocation('create'));
    expect(outcome).toEqual(answered('created'));
    expect(changes()).toEqual([
      {
        operation: 'CreateIdentityProvider',
        input: {
          ...shared,
          ProviderType: 'OIDC',
          ProviderDetails: { ...details, client_secret: placeholder },
        },
      },
    ]);
    expect(lines).toEqual([
      expect.objectContaining({ message: 'done', outcome: 'created', provider: providerName }),
    ]);
  });

  it.each(['create', 'update'] as const)(
    'changes an existing one, which keeps its secret (%s)',
    async (action) => {
      const { outcome } = await manage(holding({ client_secret: secret }), invocation(action));
      expect(outcome).toEqual(answered('updated'));
      expect(changes()).toEqual([
        {
          operation: 'UpdateIdentityProvider',
          input: { ...shared, ProviderDetails: { ...details, client_secret: secret } },
        },
      ]);
    },
  );

  it('creates one provider if a create is repeated, as after a killed apply (docs/adoption.md)', async () => {
    let standing: Record<string, string> | undefined;
    const remembering: CognitoAnswer = (call, response) => {
      holding(standing)(call, response);
      if (call.operation === 'CreateIdentityProvider') standing = { ...Object(call.input.ProviderDetails) };
      // Someone pushes the real secret in between.
      if (standing?.client_secret === placeholder) standing.client_secret = secret;
    };
    expect((await manage(remembering, invocation('create'))).outcome).toEqual(answered('created'));
    expect((await manage(remembering, invocation('create'))).outcome).toEqual(answered('updated'));
    expect(
      changes().map(({ operation, input }) => [operation, Object(input.ProviderDetails).client_secret]),
    ).toEqual([
      ['CreateIdentityProvider', placeholder],
      ['UpdateIdentityProvider', secret],
    ]);
  });

  it("says which secret must be pushed again: Apple's key, if its other details change", async () => {
    cognito.calls.length = 0;
    const standing = { ...apple().details, key_id: 'OLD' } as Record<string, string>;
    const answer: CognitoAnswer = (_call, response) =>
      reply(response, 200, {
        IdentityProvider: { ProviderType: 'SignInWithApple', ProviderDetails: standing },
      });
    const { outcome } = await manage(answer, invocation('update', apple(), apple()));
    expect(outcome).toMatchObject({ outcome: 'updated', secretsToPush: ['private_key'] });
    expect(changes().map(({ input }) => input.ProviderDetails)).toEqual([
      { ...apple().details, private_key: placeholder },
    ]);
  });

  it.each([
    ['deleted', { client_secret: secret }],
    ['absent', undefined],
  ])('removes one: %s', async (outcome, standing) => {
    expect((await manage(holding(standing), invocation('delete'))).outcome).toEqual(answered(outcome));
    expect(cognito.calls.map(({ operation }) => operation)).toEqual(['DeleteIdentityProvider']);
  });

  it.each(['ConcurrentModificationException', 'AccessDeniedException', 'DuplicateProviderException'])(
    'looks and tries again after %s',
    async (type) => {
      const once = refusal(400, type, 'quoted');
      const { outcome } = await manage(holding({ client_secret: secret }, [once]), invocation('update'));
      expect(outcome).toEqual(answered('updated'));
      expect(cognito.calls).toHaveLength(4);
    },
  );

  it.each([
    ['InvalidParameterException', 'provider-refused'],
    ['UnsupportedIdentityProviderException', 'provider-refused'],
    ['NotAuthorizedException', 'store-unavailable'],
  ])('reports %s to the operator by name only', async (type, reason) => {
    const answer = holding({ client_secret: secret }, [refusal(400, type, `quoted ${secret}`)]);
    const ended = await manage(answer, invocation('update'));
    expect(ended.reason).toBe(reason);
    expect(String(ended.outcome)).toContain(
      `identity provider okta-oidc of pool ${userPoolId}: update failed, ${reason} (${type}); `,
    );
    expect(ended.metrics).toEqual([expect.objectContaining({ reason, Refused: 1 })]);
  });

  it('gives up when its time is up, and says what went wrong', async () => {
    const busy: CognitoAnswer = ({ operation }, response) =>
      operation === 'DescribeIdentityProvider'
        ? reply(response, 400, { __type: 'ConcurrentModificationException', message: 'quoted' })
        : undefined;
    const { outcome } = await manage(busy, invocation('update'), shortBudget);
    expect(String(outcome)).toMatch(/update failed, store-(unavailable|timeout)/);
  });

  it('refuses anything but requests of ours without a call', async () => {
    const ended = await manage(holding(undefined), { ...invocation('create'), providerType: 'SAML' });
    expect(ended.reason).toBe('malformed-event');
    expect(cognito.calls).toEqual([]);
  });
});

import { allowedToSomebody } from '../../../../scripts/probe/sign-in/reach';
import { storeContent } from '../../../../stacks/policies/cedar';
import { decide } from '../../../../stacks/policies/decide';
import { goldenDecisions } from '../../../../stacks/policies/decisions';

const golden = goldenDecisions('stacks/policies/tenant');
const content = storeContent('tenant');

test("everything that a user may do is asked, about the tenant's own resources, and a user in no group may do none of it", () => {
  const questions = allowedToSomebody(golden, 'globex');
  const actions = new Set(golden.filter(({ decision }) => decision === 'ALLOW').map(({ action }) => action));
  expect(new Set(questions.map(({ action }) => action))).toEqual(actions);
  for (const question of questions) {
    expect(JSON.stringify(question)).not.toContain('"acme"');
    expect(decide(content, question).decision).toBe('ALLOW');
    const nobody = { ...question, principal: { sub: 'probe', groups: [] } };
    expect(decide(content, nobody).decision).toBe('DENY');
  }
});

import { notableOnly } from '../../../../scripts/guard/notable';
import { resourceTypes } from '../../../../scripts/guard/resource-types';
import { type EffectId, effects } from '../../../../scripts/review/effects/catalogue';
import { realEnvironments, resourcesOf, synthesize } from '../../../invariants/fleet';
import { everyOption, withOktaApp } from '../../../stacks/every-option';
import { judged, modelWith, sharedRules } from '../models';

const ids = Object.keys(effects) as EffectId[];

test.each(ids.filter((id) => !Object.hasOwn(notableOnly, id)))(
  'production refuses %s, wherever it is found',
  (id) => {
    for (const type of Object.keys(resourceTypes))
      expect(judged(modelWith({ type, effects: [id] })).outcome).toBe('blocked');
  },
);

test.each(Object.entries(notableOnly))('no shared rule covers %s, and a reason is given', (id, reason) => {
  expect(ids).toContain(id);
  expect(reason).toMatch(/\w+ \w+/);
  expect(judged(modelWith({ effects: [id as EffectId] })).findings).toEqual([]);
});

test('every effect that a rule names is in the catalogue', () => {
  for (const { effects: named } of sharedRules.rules.values())
    for (const effect of named) expect(ids).toContain(effect);
});

test('resource types are exactly those in the stacks', () => {
  const made = [everyOption, withOktaApp, ...realEnvironments].flatMap((environment) =>
    resourcesOf(synthesize(environment).values()).map(({ type }) => type),
  );
  expect(Object.keys(resourceTypes).sort()).toEqual([...new Set(made)].sort());
});

test.each(Object.entries(resourceTypes))('losing %s is refused, or there is a reason not to', (type, why) => {
  const { outcome } = judged(
    modelWith({ type, action: 'delete', in: { kind: 'foundation', stack: 'foundation', tenants: [] } }),
  );
  expect(outcome).toBe(why === null ? 'blocked' : 'clear');
});

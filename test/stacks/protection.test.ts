import * as fc from 'fast-check';
import { type Protections, protections } from '../../stacks/protection';

const byRelaxation = {
  'deletion-protection': 'deletionProtection',
  'prevent-destroy': 'preventDestroy',
  mfa: 'mfaRequired',
  'point-in-time-recovery': 'pointInTimeRecovery',
  'email-sender': 'ownEmailSender',
} as const satisfies Record<string, keyof Protections>;
type Relaxation = keyof typeof byRelaxation;
const relaxable = Object.keys(byRelaxation) as Relaxation[];

test('production has every protection', () => {
  expect(protections({ production: true, relaxations: [] })).toEqual({
    deletionProtection: true,
    preventDestroy: true,
    mfaRequired: true,
    ownEmailSender: true,
    pointInTimeRecovery: true,
  });
});

test('another environment can be torn down, but keeps point-in-time recovery', () => {
  expect(protections({ production: false, relaxations: [] })).toEqual({
    deletionProtection: false,
    preventDestroy: false,
    mfaRequired: false,
    ownEmailSender: false,
    pointInTimeRecovery: true,
  });
});

test('a relaxation gives up exactly the protection that it names', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.subarray(relaxable), (production, given) => {
      const full = protections({ production, relaxations: [] });
      const relaxed = protections({ production, relaxations: given.map((protection) => ({ protection })) });
      for (const name of relaxable) {
        const key = byRelaxation[name];
        expect(relaxed[key]).toBe(given.includes(name) ? false : full[key]);
      }
    }),
  );
});

import fc from 'fast-check';
import type { LoadedEnvironment } from '../../../environments/schema';
import { describeExposure, exposureOf } from '../../../scripts/revoke/exposure';

const tokens = (accessMinutes: number, idMinutes: number) => ({ accessMinutes, idMinutes, refreshHours: 12 });
const loaded = {
  environment: {
    name: 'dev',
    customer: { tokens: tokens(60, 50), identityPool: {} },
    internal: { tokens: tokens(30, 20) },
    tenants: { tokens: tokens(40, 45) },
  },
  tenants: [{ id: 'acme' }, { id: 'initech', tokens: tokens(15, 10) }],
} as unknown as LoadedEnvironment;

test.each([
  [{ flow: 'customer' }, { accessMinutes: 60, idMinutes: 50, refreshMinutes: 0, credentialsMinutes: 60 }],
  [{ flow: 'internal' }, { accessMinutes: 30, idMinutes: 20, refreshMinutes: 0 }],
  [
    { flow: 'tenant', tenant: 'acme' },
    { accessMinutes: 40, idMinutes: 45, refreshMinutes: 0 },
  ],
  [
    { flow: 'tenant', tenant: 'initech' },
    { accessMinutes: 15, idMinutes: 10, refreshMinutes: 0 },
  ],
] as const)('%j: lifetimes from its own files, and of an identity pool if there is one', (who, expected) => {
  expect(exposureOf(loaded, who)).toEqual(expected);
});

test('each kind of token is said to live until its last minute, never less', () => {
  const minutes = fc.integer({ min: 5, max: 1440 });
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(minutes, minutes, moment, (accessMinutes, idMinutes, now) => {
      const text = describeExposure({ accessMinutes, idMinutes, refreshMinutes: 0 }, now).join('\n');
      const until = (kind: string) =>
        Date.parse(new RegExp(`${kind} tokens .* until (\\S+Z)`).exec(text)?.[1] ?? '');
      for (const [kind, lifetime] of [
        ['access', accessMinutes],
        ['ID', idMinutes],
      ] as const) {
        const over = until(kind) - (now.getTime() + lifetime * 60_000);
        expect(over).toBeGreaterThanOrEqual(0);
        expect(over).toBeLessThan(60_000);
      }
      expect(text).toMatch(/refresh tokens +no longer valid/);
    }),
  );
});

import { machineHook, tenantHook } from '../../../functions/catalogue';
import { Denied } from '../../../functions/shared/denied';
import { hook } from '../../../functions/shared/hook';
import { at, context, machineEvent, personal, preTokenEvent, tenantEvent } from '../events';
import { logOf } from '../log';

describe('a hook', () => {
  it('tells the client nothing, and logs the cause at the level of its kind', async () => {
    const fault = hook(tenantHook, () => () => Promise.reject(new Denied('store-timeout', { attempts: 2 })));
    const refusal = hook(tenantHook, () => () => {
      throw new Denied('user-not-mapped');
    });
    const { lines } = await logOf(async () => {
      await expect(fault(tenantEvent(), context)).rejects.toEqual(new Error('access denied'));
      await expect(refusal(tenantEvent(), context)).rejects.toEqual(new Error('access denied'));
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', reason: 'store-timeout', attempts: 2 }),
      expect.objectContaining({ level: 'WARN', reason: 'user-not-mapped' }),
    ]);
  });

  it.each<[string, unknown]>([
    ['an error', new TypeError(`cannot read ${personal.email}`)],
    ['a text', personal.email],
    ['nothing', undefined],
  ])(
    'turns %s thrown by our own fault into the same refusal, without its message',
    async (_title, thrown) => {
      const handler = hook(tenantHook, () => () => {
        throw thrown;
      });
      const { text, lines } = await logOf(() =>
        expect(handler(tenantEvent(), context)).rejects.toEqual(new Error('access denied')),
      );
      expect(lines).toEqual([expect.objectContaining({ level: 'ERROR', reason: 'internal' })]);
      expect(text).not.toContain(personal.email);
    },
  );

  it('does not run if its start fails, and names what is missing only in the log', async () => {
    const { lines } = await logOf(async () => {
      expect(() =>
        hook(tenantHook, () => {
          throw new Denied('misconfigured', { missing: ['TABLE'] });
        }),
      ).toThrow(new Error('access denied'));
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', reason: 'misconfigured', missing: ['TABLE'] }),
    ]);
  });

  it("does not carry one caller's ids into the log line of the next", async () => {
    const handler = hook(tenantHook, () => () => ({ access: {} }));
    const { lines } = await logOf(async () => {
      await handler(preTokenEvent(), context);
      await expect(handler({ version: '2' }, context)).rejects.toThrow('access denied');
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      reason: 'malformed-event',
      path: 'triggerSource',
      service: 'tenant-hook',
    });
    expect(lines[0]).not.toHaveProperty('client_id');
  });

  it('counts what it grants, and what it refuses, by reason only', async () => {
    const grants = hook(tenantHook, () => () => ({ access: {} }));
    const refuses = hook(tenantHook, () => () => Promise.reject(new Denied('user-not-mapped')));
    const { text, metrics } = await logOf(async () => {
      await grants(tenantEvent(), context);
      await expect(refuses(tenantEvent(), context)).rejects.toThrow('access denied');
    });
    expect(metrics).toEqual([
      { _aws: expect.anything(), service: 'tenant-hook', Granted: 1 },
      { _aws: expect.anything(), service: 'tenant-hook', reason: 'user-not-mapped', Refused: 1 },
    ]);
    expect(metrics.map(({ _aws }) => at(_aws, 'CloudWatchMetrics.0'))).toEqual([
      {
        Namespace: 'IdentityFleet',
        Dimensions: [['service']],
        Metrics: [{ Name: 'Granted', Unit: 'Count' }],
      },
      {
        Namespace: 'IdentityFleet',
        Dimensions: [['service', 'reason']],
        Metrics: [{ Name: 'Refused', Unit: 'Count' }],
      },
    ]);
    for (const value of Object.values(personal)) expect(text).not.toContain(value);
  });

  it('accepts events of the version in the catalogue, and no others', async () => {
    const ofMachines = hook(machineHook, () => () => ({ access: {} }));
    const ofTenants = hook(tenantHook, () => () => ({ access: {} }));
    const { lines } = await logOf(async () => {
      await expect(ofMachines(tenantEvent(), context)).rejects.toThrow('access denied');
      await expect(ofTenants(machineEvent(), context)).rejects.toThrow('access denied');
      expect(await ofMachines(machineEvent(), context)).toHaveProperty('version', '3');
    });
    expect(lines).toEqual([
      expect.objectContaining({ reason: 'malformed-event', path: 'version' }),
      expect.objectContaining({ reason: 'malformed-event', path: 'version' }),
    ]);
  });

  it('refuses cleanly even if the context is missing', async () => {
    const handler = hook(tenantHook, () => () => ({ access: {} }));
    await logOf(() => expect(handler(null, undefined as never)).rejects.toThrow('access denied'));
  });
});

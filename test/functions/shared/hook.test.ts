import { Denied } from '../../../functions/shared/denied';
import { hook } from '../../../functions/shared/hook';
import { context, personal, preTokenEvent, tenantEvent } from '../events';
import { logOf } from '../log';

describe('a hook', () => {
  it('tells the client nothing and the log the cause, at the level of its kind', async () => {
    const fault = hook('h', () => () => Promise.reject(new Denied('store-timeout', { attempts: 2 })));
    const refusal = hook('h', () => () => {
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
    'turns %s thrown by a fault of ours into the same refusal, without its message',
    async (_title, thrown) => {
      const handler = hook('h', () => () => {
        throw thrown;
      });
      const { text, lines } = await logOf(() =>
        expect(handler(tenantEvent(), context)).rejects.toEqual(new Error('access denied')),
      );
      expect(lines).toEqual([expect.objectContaining({ level: 'ERROR', reason: 'internal' })]);
      expect(text).not.toContain(personal.email);
    },
  );

  it('does not start where its start fails, and names what is missing in the log alone', async () => {
    const { lines } = await logOf(async () => {
      expect(() =>
        hook('h', () => {
          throw new Denied('misconfigured', { missing: ['TABLE'] });
        }),
      ).toThrow(new Error('access denied'));
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', reason: 'misconfigured', missing: ['TABLE'] }),
    ]);
  });

  it("does not carry one caller's ids into the log line of the next", async () => {
    const handler = hook('h', () => () => ({}));
    const { lines } = await logOf(async () => {
      await handler(preTokenEvent(), context);
      await expect(handler({ version: '2' }, context)).rejects.toThrow('access denied');
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ reason: 'malformed-event', path: 'triggerSource', service: 'h' });
    expect(lines[0]).not.toHaveProperty('client_id');
  });

  it('refuses calmly where even the context is missing', async () => {
    const handler = hook('h', () => () => ({}));
    await logOf(() => expect(handler(null, undefined as never)).rejects.toThrow('access denied'));
  });
});

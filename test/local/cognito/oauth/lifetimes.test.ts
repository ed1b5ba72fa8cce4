import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { PendingAuthorize } from '../../../../local/cognito/federation/model';
import { keepCode, useCode } from '../../../../local/cognito/oauth/authorization-code';
import { endSession, sessionOf, startSession } from '../../../../local/cognito/oauth/browser-session';
import { browserCookie, keepPending, takePending } from '../../../../local/cognito/oauth/pending';
import { callback, newPages } from './harness';

const minute = 60_000;
const pending = (more: Partial<PendingAuthorize> = {}): PendingAuthorize => ({
  poolId: 'eu-central-1_Abc',
  clientId: 'c1',
  redirectUri: callback,
  scopes: ['openid'],
  protocol: {},
  ...more,
});
const tokens = { AccessToken: 'a' };

const form = (code: string, code_verifier?: string) =>
  new URLSearchParams({
    code,
    redirect_uri: callback,
    ...(code_verifier !== undefined && { code_verifier }),
  });

describe('a code', () => {
  test('lasts five minutes', () => {
    const pages = newPages();
    const [early, late] = [
      keepCode(pages, { pending: pending(), tokens }),
      keepCode(pages, { pending: pending(), tokens }),
    ];
    pages.clock.now += 5 * minute - 1;
    expect(useCode(pages, pages.client, form(early)).tokens).toEqual(tokens);
    pages.clock.now += 1;
    expect(() => useCode(pages, pages.client, form(late))).toThrow('invalid_grant');
  });

  test('needs the verifier of RFC 7636, appendix B, and no other', () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    const pages = newPages();
    const use = (given?: string) =>
      useCode(
        pages,
        pages.client,
        form(keepCode(pages, { pending: pending({ codeChallenge }), tokens }), given),
      );
    expect(use(verifier).tokens).toEqual(tokens);
    expect(() => use()).toThrow('invalid_grant');
    fc.assert(
      fc.property(fc.string(), (given) => {
        expect(() => use(given)).toThrow('invalid_grant');
      }),
    );
  });

  test('that was requested without a challenge accepts no verifier', () => {
    const pages = newPages();
    const code = keepCode(pages, { pending: pending(), tokens });
    expect(() => useCode(pages, pages.client, form(code, 'any'))).toThrow('invalid_grant');
  });

  test('accepts its own verifier, whatever it is', () => {
    const pages = newPages();
    fc.assert(
      fc.property(fc.string(), (verifier) => {
        const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
        const code = keepCode(pages, { pending: pending({ codeChallenge }), tokens });
        expect(useCode(pages, pages.client, form(code, verifier)).tokens).toEqual(tokens);
      }),
    );
  });
});

describe("a browser's session", () => {
  test('lasts an hour', () => {
    const pages = newPages();
    const setCookie = startSession(pages, { username: 'ada', authTime: 1 });
    const [, value = ''] = /^cognito=([^;]+);.*Secure; HttpOnly/.exec(setCookie) ?? [];
    const browser = { ...pages, cookies: { cognito: value } };
    pages.clock.now += 60 * minute - 1;
    expect(sessionOf(browser)?.username).toBe('ada');
    pages.clock.now += 1;
    expect(sessionOf(browser)).toBeUndefined();
  });

  test('ends at once when the browser signs out', () => {
    const pages = newPages();
    const [, value = ''] =
      /^cognito=([^;]+)/.exec(startSession(pages, { username: 'ada', authTime: 1 })) ?? [];
    const browser = { ...pages, cookies: { cognito: value } };
    expect(endSession(browser)).toContain('Max-Age=0');
    expect(sessionOf(browser)).toBeUndefined();
  });
});

describe('a pending request', () => {
  const kept = (pages = newPages(), more: Partial<PendingAuthorize> = {}) => {
    const handle = keepPending(pages, pending(more), 'browser-1');
    return { pages, handle, own: { ...pages, cookies: { [browserCookie]: 'browser-1' } } };
  };

  test('is returned once, to its own browser', () => {
    const { handle, own } = kept();
    expect(takePending(own, handle).clientId).toBe('c1');
    expect(() => takePending(own, handle)).toThrow('Invalid state or session expired.');
  });

  test('stays pending when another browser, or none, asks for it', () => {
    const { pages, handle, own } = kept();
    for (const cookies of [{}, { [browserCookie]: 'browser-2' }] as Record<string, string>[])
      expect(() => takePending({ ...pages, cookies }, handle)).toThrow('Invalid state or session expired.');
    expect(takePending(own, handle).clientId).toBe('c1');
  });

  test('expires after five minutes, and belongs to no other pool', () => {
    const { pages, handle, own } = kept();
    const foreign = kept(pages, { poolId: 'eu-central-1_Other' });
    expect(() => takePending(own, foreign.handle)).toThrow('Invalid state or session expired.');
    pages.clock.now += 5 * minute;
    expect(() => takePending(own, handle)).toThrow('Invalid state or session expired.');
  });
});

import { escapeHtml } from '../../html';
import type { AwsResponse } from '../../service';

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** Redirects the browser; `cookie` is a whole `Set-Cookie` value. */
export const redirect = (to: string, cookie?: string): AwsResponse => ({
  status: 302,
  headers: { location: to, ...noStore, ...(cookie && { 'set-cookie': cookie }) },
  body: '',
});

/** A page that cannot be framed and runs no script, except for SAML's POST form. */
export const html = (status: number, body: string, cookie?: string): AwsResponse => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "frame-ancestors 'none'",
    ...noStore,
    ...(cookie && { 'set-cookie': cookie }),
  },
  body,
});

/** A page that shows an error. */
export const errorPage = (status: number, why: string): AwsResponse =>
  html(
    status,
    `<!doctype html><title>Error</title><h1>An error was encountered</h1><p>${escapeHtml(why)}</p>`,
  );

/** A JSON response of the endpoints that clients call directly. */
export const jsonAnswer = (
  status: number,
  body: object,
  headers: Record<string, string> = {},
): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...noStore, ...headers },
  body: JSON.stringify(body),
});

/**
 * A cookie of the sign-in pages; an empty value removes it. With SameSite `None`, it is also sent when a provider
 * returns the browser with a POST (SAML).
 */
export const cookie = (name: string, value: string, sameSite: 'Lax' | 'None'): string =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${sameSite}${value ? '' : '; Max-Age=0'}`;

import { escapeHtml } from '../html';
import { answer, type Exchange, readForm, redirect, sessionCookie } from './exchange';

/** Path of the organisation's sign-in page. */
export const signInPath = '/login/login.htm';

/** Where the page sends the browser next: only to a path of this organisation. */
function target({ url }: Exchange): string {
  const from = new URL(url.searchParams.get('fromURI') ?? '/', url.origin);
  return from.origin === url.origin ? `${from.pathname}${from.search}` : '/';
}

const page = (to: string, problem: string) => `<!doctype html>
<title>Sign in</title>
<p>${escapeHtml(problem)}</p>
<form method="post" action="${signInPath}?fromURI=${encodeURIComponent(to)}">
<label>Username <input name="username" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button>Sign in</button>
</form>`;

/** Sends a browser without a session to the sign-in page, and back here afterwards. */
export function askToSignIn(exchange: Exchange): void {
  const { url } = exchange;
  redirect(exchange, `${signInPath}?fromURI=${encodeURIComponent(`${url.pathname}${url.search}`)}`);
}

/** The sign-in page: a form with `username` and `password`. Wrong credentials show it again, with status 401. */
export async function signInPage(exchange: Exchange): Promise<void> {
  const { message, organisation } = exchange;
  const to = target(exchange);
  if (message.method !== 'POST') return answer(exchange, 200, page(to, ''), 'text/html; charset=utf-8');
  const form = await readForm(message);
  const session = organisation.signIn(form.get('username') ?? '', form.get('password') ?? '');
  if (!session) return answer(exchange, 401, page(to, 'Unable to sign in'), 'text/html; charset=utf-8');
  redirect(exchange, to, sessionCookie(session));
}

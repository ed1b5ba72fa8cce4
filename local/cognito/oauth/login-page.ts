import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import { escapeHtml, hiddenField } from '../../html';
import type { AwsResponse } from '../../service';
import type { Provider } from '../federation/model';
import { html } from './responses';

/** What all forms of the pages have in common. */
interface Frame {
  /** `<base>/login` */
  action: string;
  /** The handle of the stored authorize request. */
  handle: string;
  /** Custom CSS of the pool or the client. */
  css: string;
  problem: string;
  cookie: string;
}

/** Uses the class names of Cognito's classic pages, so that a pool's custom CSS applies. */
const page = ({ css, problem, cookie }: Frame, body: string): AwsResponse =>
  html(
    problem ? 400 : 200,
    `<!doctype html>
<html lang="en"><title>Signin</title><style>${css}</style>
<body class="background-customizable">
${problem ? `<p id="loginErrorMessage" class="errorMessage-customizable">${escapeHtml(problem)}</p>` : ''}
${body}
</body></html>`,
    cookie,
  );

const input = (label: string, name: string, more = '') =>
  `<label class="label-customizable">${escapeHtml(label)} <input class="inputField-customizable" name="${escapeHtml(name)}" ${more}></label>`;

const form = ({ action, handle }: Frame, fields: string, button: string) => `
<form method="post" action="${escapeHtml(action)}">${hiddenField('_csrf', handle)}
${fields}
<button class="submitButton-customizable">${button}</button>
</form>`;

/** The first page: user name and password, the providers, and a field for a corporate e-mail address. */
export function signInPage(
  frame: Frame,
  choice: { passwords: boolean; providers: Provider[]; loginHint: string; authorize: string },
): AwsResponse {
  const { passwords, providers, loginHint, authorize } = choice;
  const own = form(
    frame,
    input('Username', 'username', `autocomplete="username" value="${escapeHtml(loginHint)}"`) +
      input('Password', 'password', 'type="password" autocomplete="current-password"'),
    'Sign in',
  );
  const [path = '', query = ''] = authorize.split('?');
  const links = providers.map(({ ProviderName: name }) => {
    const href = `${authorize}&identity_provider=${encodeURIComponent(name)}`;
    return `<a class="socialButton-customizable" href="${escapeHtml(href)}">Sign in with ${escapeHtml(name)}</a>`;
  });
  const hidden = [...new URLSearchParams(query)].map(([name, value]) => hiddenField(name, value));
  const corporate = `
<form method="get" action="${escapeHtml(path)}">${hidden.join('')}
${input('Corporate e-mail', 'idp_identifier', 'type="email"')}
<button class="idpButton-customizable">Sign in with your corporate ID</button>
</form>`;
  const byAddress = providers.some(({ IdpIdentifiers }) => IdpIdentifiers?.length);
  return page(frame, [...(passwords ? [own] : []), ...links, ...(byAddress ? [corporate] : [])].join('\n'));
}

const code = input('Code', 'code', 'inputmode="numeric" autocomplete="one-time-code"');
const newPassword = input('New password', 'password', 'type="password" autocomplete="new-password"');

const fieldsOf: Record<string, (parameters: Record<string, string>) => string> = {
  NEW_PASSWORD_REQUIRED: ({ requiredAttributes = '[]' }) =>
    (JSON.parse(requiredAttributes) as string[]).reduce(
      (fields, name) => fields + input(name.replace('userAttributes.', ''), name),
      newPassword,
    ),
  SOFTWARE_TOKEN_MFA: () => code,
  SMS_MFA: ({ CODE_DELIVERY_DESTINATION: to = '' }) => `<p>Sent to ${escapeHtml(to)}</p>${code}`,
  SELECT_MFA_TYPE: () =>
    `<select name="answer"><option>SOFTWARE_TOKEN_MFA</option><option>SMS_MFA</option></select>`,
  MFA_SETUP: ({ SECRET_CODE = '' }) =>
    `<p>Key for the authenticator app: <code id="secret">${escapeHtml(SECRET_CODE)}</code></p>${code}`,
};

/** The page of a later step, such as a second factor. */
export function stepPage(frame: Frame, username: string, step: InitiateAuthResponse): AwsResponse {
  const { ChallengeName = '', ChallengeParameters = {}, Session = '' } = step;
  const fields = fieldsOf[ChallengeName]?.(ChallengeParameters) ?? '';
  const kept = { username, challenge: ChallengeName, session: Session };
  const hidden = Object.entries({ ...kept, parameters: JSON.stringify(ChallengeParameters) });
  const all = hidden.map(([name, value]) => hiddenField(name, value)).join('') + fields;
  return page(frame, form(frame, all, 'Continue'));
}

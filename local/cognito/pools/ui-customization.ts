import type {
  GetUICustomizationRequest,
  SetUICustomizationRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito, Operation } from '../call';
import { invalid } from '../errors';
import type { Pool, UiCustomization } from '../model';
import { seconds } from './pools';

/** The pool's default, for clients without their own. */
const everyClient = 'ALL';

/** AWS's limit for style sheets, in characters. */
const longest = 131_072;

/** The selectors allowed in a style sheet (developer guide, "Customizing hosted UI (classic) branding"). */
const selectors = [
  'background',
  'banner',
  'errorMessage',
  'idpButton',
  'idpDescription',
  'inputField',
  'label',
  'legalText',
  'logo',
  'passwordCheck-notValid',
  'passwordCheck-valid',
  'redirect',
  'socialButton',
  'submitButton',
  'textDescription',
].map((name) => `.${name}-customizable`);
selectors.push(
  '.idpButton-customizable:hover',
  '.inputField-customizable:focus',
  '.submitButton-customizable:hover',
);

/** Whether a style sheet changes only the page's own classes, and cannot break out of its `<style>`. */
function speaksOfPages(css: string): boolean {
  const blocks = css.split('}');
  if (blocks.pop()?.trim()) return false;
  return blocks.every((block) => {
    const [names = '', body, ...more] = block.split('{');
    const named = names.split(',').every((one) => selectors.includes(one.trim()));
    return named && body !== undefined && !more.length && !/[<>@]/.test(body);
  });
}

function check({ state }: Cognito, pool: Pool, { ClientId, CSS = '' }: SetUICustomizationRequest): void {
  if (!state.domainsOf(pool.id).length)
    throw invalid('There has to be an existing domain associated with this user pool');
  if (ClientId && ClientId !== everyClient) state.client(pool, ClientId);
  if (CSS.length > longest) throw invalid(`CSS must have at most ${longest} characters.`);
  if (!speaksOfPages(CSS))
    throw invalid('Invalid CSS: only classes of the sign-in page (.…-customizable) can be changed.');
}

/** SetUICustomization: for the pool or one client. With neither style sheet nor image, it resets to Cognito's own. */
export const setUiCustomization: Operation<SetUICustomizationRequest> = async (cognito, call) => {
  const { UserPoolId, ClientId = everyClient, CSS, ImageFile } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  check(cognito, pool, call.input);
  const now = seconds(cognito.now());
  const old = pool.uiCustomizations.get(ClientId);
  const image = ImageFile && `https://assets.invalid/${pool.id}/${ClientId}/image.png`;
  const customization = {
    UserPoolId: pool.id,
    ClientId,
    ...(image && { ImageUrl: image }),
    ...(CSS && { CSS, CSSVersion: new Date(cognito.now()).toISOString().replace(/\D/g, '').slice(0, 14) }),
    CreationDate: old?.CreationDate ?? now,
    LastModifiedDate: now,
  };
  if (CSS || image) pool.uiCustomizations.set(ClientId, customization);
  else pool.uiCustomizations.delete(ClientId);
  return { UICustomization: CSS || image ? customization : { UserPoolId: pool.id, ClientId } };
};

const shown = (pool: Pool, clientId: string): UiCustomization | undefined =>
  pool.uiCustomizations.get(clientId) ?? pool.uiCustomizations.get(everyClient);

/** GetUICustomization: a client without its own gets the pool's. */
export const getUiCustomization: Operation<GetUICustomizationRequest> = async ({ state }, call) => {
  const { UserPoolId, ClientId = everyClient } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  return { UICustomization: shown(pool, ClientId) ?? { UserPoolId: pool.id, ClientId } };
};

/** The style sheet of the client's sign-in pages; empty if there is none. */
export const customCss = (pool: Pool, clientId: string): string => shown(pool, clientId)?.CSS ?? '';

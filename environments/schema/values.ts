/** Values that several kinds of file share. Every message here is a remedy: what to write instead. */
import { z } from 'zod';

/** Lower-case words joined by hyphens; short enough to be part of AWS names. */
export const slug = (max: number) =>
  z
    .string()
    .regex(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      'use lower-case letters, digits and single hyphens, starting with a letter',
    )
    .max(max, `use at most ${max} characters`);

export const regionSchema = z
  .string()
  .regex(
    /^(af|ap|ca|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|southeast|northwest|southwest)-\d$/,
    'use an AWS region name, such as "eu-central-1"',
  );

export const cellNameSchema = z
  .string()
  .regex(/^cell-(0[1-9]|[1-9]\d{1,3})$/, 'name a cell "cell-01" to "cell-9999"');

/** A display name: one line. */
export const title = (what: string) =>
  z
    .string()
    .min(1, `write ${what}`)
    .max(100, 'use at most 100 characters')
    .regex(/^(?!\s)[^\p{Cc}]*(?<!\s)$/u, 'write it on one line, without blanks around it');

export const statusSchema = z.enum(['active', 'suspended']);

/** A URL that AWS itself fetches: a CI system's issuer, an identity provider. Credentials in it would end up in logs. */
export const httpsUrl = z
  .url({ protocol: /^https$/, error: 'use an absolute https:// URL', abort: true })
  .max(1024, 'use at most 1024 characters')
  .regex(/^https:\/\/[^\s#@]+$/, 'write it without fragment (#), blanks or credentials');

/** Schemes that browsers or operating systems handle themselves: they would run, read or call the URL. */
const foreignSchemes =
  /^(about|blob|chrome|chrome-extension|content|data|file|filesystem|ftp|http|intent|jar|javascript|moz-extension|resource|vbscript|view-source|ws|wss):/;

/**
 * Where the browser may be sent back to. Cognito's rule: https anywhere; http on localhost, 127.0.0.1 and [::1] only,
 * any port; an app's own scheme, such as `myapp://example`; no fragment; letters, marks, symbols, digits and
 * punctuation, at most 1,024 characters (API reference, CreateUserPoolClient, CallbackURLs and LogoutURLs). Cognito
 * does not document whether it refuses schemes like `javascript:`, so we do. A wildcard would be taken literally,
 * and credentials would leak. Production accepts fewer: checks/production-urls.ts.
 */
const callbackUrl = z
  .url({ error: 'use an absolute URL, such as "https://app.example.com/signed-in"', abort: true })
  .max(1024, 'use at most 1024 characters')
  .refine(
    (url) => !url.startsWith('http:') || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(url),
    {
      error: 'use https:// (Cognito allows http:// for localhost, 127.0.0.1 and [::1] only)',
      abort: true,
    },
  )
  .refine(
    (url) => url.startsWith('http:') || (/^[a-z][a-z0-9+.-]*:\/\//.test(url) && !foreignSchemes.test(url)),
    {
      error: `use https://, or a scheme of your app's own in lower case, such as "com.example.app://signed-in"`,
      abort: true,
    },
  )
  .refine(
    (url) => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(url) && !/[*#]|\/\/[^/]*@/.test(url),
    'write the exact URL without fragment (#), wildcard (*), blanks or credentials',
  );

/** At most 100 per app client: Cognito's limit. */
export const callbackUrls = z
  .array(callbackUrl)
  .min(1, 'list at least one URL')
  .max(100, 'list at most 100 URLs');

/** A host name of at least two labels, in lower case, since DNS ignores case. */
export const domainName = z
  .string()
  .max(253, 'use at most 253 characters')
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'write a domain name in lower case, such as "example.com", without https:// or @',
  );

/**
 * Name of a secret in AWS Secrets Manager: never its ARN, never its value. A name that ends in a hyphen and six
 * characters, like the suffix of ARNs, is mistaken for part of one (CreateSecret, API reference).
 */
export const secretNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9/_+=.@-]{1,256}$/,
    'write the name of a secret in Secrets Manager, such as "fleet/okta" (no ARN, and never the secret itself)',
  )
  .regex(/^(?!.*-[A-Za-z0-9]{6}$)/, 'do not end it with a hyphen and six characters');

/** The public client id issued by an identity provider. */
export const clientIdSchema = z
  .string()
  .regex(/^[\w.:/-]{1,256}$/, 'write the client id as the provider shows it, without blanks');

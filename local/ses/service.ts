import { z } from 'zod';
import { jsonAnswer, operationIn } from '../dispatch';
import { jsonBody } from '../forward';
import { type AwsRequest, type AwsResponse, json, type Service } from '../service';
import { operations } from './operations';
import type { Ses } from './ses';

const DNS = '/_local/ses/dns';

const records = z.array(
  z.object({ name: z.string().min(1), type: z.literal('CNAME'), value: z.string().min(1) }),
);

/** Every value of a query parameter, or the only one. */
function queryOf(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((key) => {
      const values = parameters.getAll(key);
      return [key, values.length > 1 ? values : (values[0] as string)];
    }),
  );
}

/** Takes `/v2/email/identities/example.com/…` apart: the operation's key, with `*` for the name, and the name. */
function read({ method, path }: AwsRequest): { key: string; name: string; query: string } {
  const [pathname = '', query = ''] = path.split('?');
  const [, before, name = '', after = ''] =
    /^(\/v\d\/email\/(?:identities|configuration-sets)\/)([^/]+)(\/.*)?$/.exec(pathname) ?? [];
  return {
    key: `${method} ${before ? `${before}*${after}` : pathname}`,
    name: decodeURIComponent(name),
    query,
  };
}

function publish(ses: Ses, request: AwsRequest): AwsResponse {
  const given = records.safeParse(jsonBody(request));
  if (!given.success) return json(400, { message: `${DNS}: ${z.prettifyError(given.error)}` });
  ses.publish(given.data);
  return json(201, {});
}

/**
 * SES v2, as far as an identity to mail from and its configuration set go; moto marks every identity verified or none,
 * gives no DKIM tokens and forgets tags and options. Here an identity is verified once its three records stand in DNS:
 * `POST /_local/ses/dns` puts them there, a list of `{ name, type: 'CNAME', value }` as the `email` stacks tell them.
 */
export function sesService(ses: Ses, now: () => number = Date.now): Service {
  const tags = new Map<string, Map<string, string>>();
  return {
    matches: (request) =>
      (request.method === 'POST' && request.path === DNS) ||
      (request.service === 'ses' && operationIn(operations, read(request).key) !== undefined),
    async handle(request) {
      if (request.path === DNS) return publish(ses, request);
      const { key, name, query } = read(request);
      const { account, region } = request;
      return jsonAnswer(() => {
        const input = { ...queryOf(query), ...jsonBody(request) };
        return operationIn(
          operations,
          key,
        )?.({ ses, tags, at: { account, region }, name, input, now: now() });
      });
    },
  };
}

import { z } from 'zod';
import { handlers, jsonAnswer, pathNames, restOperation } from '../dispatch';
import { jsonBody } from '../forward';
import { type AwsRequest, type AwsResponse, json, type Service } from '../service';
import type { Tags } from '../tags';
import { operations } from './operations';
import type { Ses } from './ses';

const DNS = 'POST /_local/ses/dns';

const records = z.array(
  z.object({ name: z.string().min(1), type: z.literal('CNAME'), value: z.string().min(1) }),
);

/** All values of a query parameter, or the only one. */
function queryOf(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((key) => {
      const values = parameters.getAll(key);
      return [key, values.length > 1 ? values : (values[0] as string)];
    }),
  );
}

function publish(ses: Ses, request: AwsRequest): AwsResponse {
  const given = records.safeParse(jsonBody(request));
  if (!given.success) return json(400, { message: `${request.path}: ${z.prettifyError(given.error)}` });
  ses.publish(given.data);
  return json(201, {});
}

/**
 * SES v2, as far as sender identities and their configuration sets go. moto marks all identities verified or none,
 * returns no DKIM tokens, and forgets tags and options. Here an identity is verified once its three records are in DNS:
 * `POST /_local/ses/dns` adds them, as a list of `{ name, type: 'CNAME', value }` like the one that `email` stacks
 * output.
 */
export function sesService(ses: Ses, now: () => number = Date.now): Service {
  const tags = new Map<string, Tags>();
  return {
    operationOf: (request) =>
      request.service === 'ses' || request.path === '/_local/ses/dns'
        ? restOperation(operations, request)
        : undefined,
    operations: {
      [DNS]: (request) => publish(ses, request),
      ...handlers(operations, (run, request) => {
        const { account, region, path } = request;
        const [name = ''] = pathNames(restOperation(operations, request), path);
        return jsonAnswer(() => {
          const input = { ...queryOf(path.split('?')[1] ?? ''), ...jsonBody(request) };
          return run({ ses, tags, at: { account, region }, name, input, now: now() });
        });
      }),
    },
  };
}

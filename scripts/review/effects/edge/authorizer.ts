import { all, changed, compared, gained, lost, number } from '../compare';
import { duration, functionNames, list } from '../words';

const id = 'authorizer-changed' as const;

/** The ARN of the invocation contains the ARN of the function that API Gateway calls. */
const called = (uri: string) => /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;

/** The authorizer, which decides who may call. Defaults: API reference of HTTP APIs, `Authorizer`. */
export const authorizer = all(
  changed(id, 'authorizer_uri', (before, after) => {
    const [was, willBe] = functionNames(called(before), called(after));
    return `${willBe || 'nothing'} would decide, now ${was || 'nothing'}`;
  }),
  changed(
    id,
    'authorizer_type',
    (before, after) => `its type would be ${after || 'none'}, now ${before || 'none'}`,
  ),
  changed(
    id,
    'jwt_configuration.issuer',
    (before, after) => `tokens of ${after || 'nobody'} would be trusted, now of ${before || 'nobody'}`,
  ),
  gained(id, 'jwt_configuration.audience', (added) => `tokens for ${list(added)} would be accepted`),
  lost(id, 'identity_sources', (removed) => `it would be called without ${list(removed)}`),
  compared({
    id: 'decisions-longer',
    path: 'authorizer_result_ttl_in_seconds',
    of: number(300),
    worse: (before, after) => after > before,
    what: (before, after) =>
      `API Gateway would cache a decision for ${duration(after)}, now ${duration(before)}`,
  }),
);

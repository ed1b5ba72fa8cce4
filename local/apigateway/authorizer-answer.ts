import { z } from 'zod';
import { grants, type PolicyDocument } from '../iam/policy';

/** An authorizer's decision, and the context for the backend. */
export interface Decision {
  allowed: boolean;
  context: Record<string, unknown>;
}

const context = z.record(z.string(), z.unknown()).nullish();
const simple = z.object({ isAuthorized: z.boolean(), context });
const statement = z.object({ Effect: z.enum(['Allow', 'Deny']) });
const policy = z.object({
  principalId: z.string(),
  policyDocument: z.looseObject({ Statement: z.union([statement.loose(), z.array(statement.loose())]) }),
  context,
});

/**
 * Parses a response in payload format 2.0: a simple response, or an IAM policy about `routeArn`. Undefined for anything
 * else, which API Gateway treats as an error.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function readAnswer(
  payload: unknown,
  { simpleResponses, routeArn }: { simpleResponses: boolean; routeArn: string },
): Decision | undefined {
  if (simpleResponses) {
    const { data } = simple.safeParse(payload);
    return data && { allowed: data.isAuthorized, context: data.context ?? {} };
  }
  const { data } = policy.safeParse(payload);
  if (!data) return undefined;
  const document = data.policyDocument as unknown as PolicyDocument;
  const request = { action: 'execute-api:Invoke', resource: routeArn, context: {} };
  return {
    allowed: grants([document], request),
    context: { ...data.context, principalId: data.principalId },
  };
}

import { z } from 'zod';
import { grants, type PolicyDocument } from '../iam/policy';

/** What an authorizer decided, and what it wants the backend to know. */
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
 * Reads an answer of payload format 2.0: a simple response, or an IAM policy about `routeArn`. Undefined for an
 * answer that is neither, which API Gateway takes for an error.
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

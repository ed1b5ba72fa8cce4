import { AwsError } from '../aws-error';
import { handlers, jsonAnswer, unsigned } from '../dispatch';
import { jsonBody } from '../forward';
import { type AwsRequest, awsError, type Service } from '../service';
import { type Inputs, inputs } from './inputs';
import { operations, type Tools } from './operations';
import { State } from './state';

const TARGET = 'secretsmanager.';

/** Validates the input against the service's model. Throws ValidationException for the first problem. */
function read<Name extends keyof Inputs>(name: Name, request: AwsRequest): Inputs[Name] {
  const { success, data, error } = inputs[name].safeParse(jsonBody(request));
  if (success) return data as Inputs[Name];
  const [issue] = error.issues;
  throw new AwsError('ValidationException', `${issue?.path.join('.') || 'request'}: ${issue?.message}`);
}

const run = <Name extends keyof Inputs>(name: Name, tools: Tools, request: AwsRequest) =>
  operations[name](tools, read(name, request));

/**
 * Secrets Manager, as far as secrets, their versions and their staging labels go. moto is not used: it changes the
 * value of a pending version, attaches a label to two versions, and returns the previous version after AWSCURRENT was
 * moved. Nothing is encrypted or replicated; a deleted secret is kept until the process ends.
 */
export function secretsManager(now: () => number = Date.now): Service {
  const state = new State();
  const names = Object.fromEntries((Object.keys(operations) as (keyof Inputs)[]).map((name) => [name, name]));
  return {
    operationOf: ({ operation, headers }) =>
      headers['x-amz-target']?.startsWith(TARGET) ? operation : undefined,
    operations: handlers(names, (name, request) => {
      if (!request.service) return unsigned();
      const { account, region } = request;
      const tools = { state, place: { account, region }, now: Math.floor(now() / 1000) };
      return jsonAnswer(() => run(name, tools, request));
    }),
    otherwise: ({ service, operation }) =>
      service ? awsError(400, 'UnknownOperationException', `the local AWS has no ${operation}`) : unsigned(),
  };
}

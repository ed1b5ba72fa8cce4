import { type Importable, one } from '../kind';

const missing = ['ResourceNotFoundException'];

const fn: Importable = {
  by: 'name',
  found: 'GetFunction',
  unique: 'name; its tags are ours',
  format: 'function name',
  importId: ({ function_name }) => String(function_name),
  async find(look) {
    const FunctionName = await look.text('function_name');
    const { sdk, client } = await look.use('lambda');
    const answer = await look.ask(
      'lambda:GetFunction',
      () => client.send(new sdk.GetFunctionCommand({ FunctionName })),
      missing,
    );
    const arn = `arn:aws:lambda:${look.region}:${look.accountId}:function:${FunctionName}`;
    const invoke_arn = `arn:aws:apigateway:${look.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
    return one(
      answer && { id: FunctionName, function_name: FunctionName, arn, invoke_arn },
      answer?.Tags ?? {},
    );
  },
};

const alias: Importable = {
  by: 'name',
  found: 'GetAlias',
  unique: 'name in its function',
  format: 'function name/alias',
  importId: ({ function_name, name }) => `${function_name}/${name}`,
  async find(look) {
    const [FunctionName, Name] = await Promise.all([look.text('function_name'), look.text('name')]);
    const { sdk, client } = await look.use('lambda');
    const answer = await look.ask(
      'lambda:GetAlias',
      () => client.send(new sdk.GetAliasCommand({ FunctionName, Name })),
      missing,
    );
    const arn = `arn:aws:lambda:${look.region}:${look.accountId}:function:${FunctionName}:${Name}`;
    return one(answer && { function_name: FunctionName, name: Name, arn });
  },
};

const permission: Importable = {
  by: 'name',
  found: 'GetPolicy of its function, or alias',
  unique: 'statement id in its function, or alias',
  format: 'function name/statement id, or function name:alias/statement id',
  importId: ({ function_name, qualifier, statement_id }) =>
    `${function_name}${qualifier ? `:${qualifier}` : ''}/${statement_id}`,
  async find(look) {
    const [FunctionName, Qualifier, statement] = await Promise.all([
      look.text('function_name'),
      look.optional('qualifier'),
      look.text('statement_id'),
    ]);
    const policy = await look.once(`policy of ${FunctionName}:${Qualifier}`, async () => {
      const { sdk, client } = await look.use('lambda');
      return look.ask(
        'lambda:GetPolicy',
        () => client.send(new sdk.GetPolicyCommand({ FunctionName, Qualifier })),
        missing,
      );
    });
    const { Statement = [] } = JSON.parse(policy?.Policy ?? '{}') as { Statement?: { Sid?: string }[] };
    const attributes = {
      function_name: FunctionName,
      statement_id: statement,
      ...(Qualifier && { qualifier: Qualifier }),
    };
    return one(Statement.some(({ Sid }) => Sid === statement) ? attributes : undefined);
  },
};

export const functions = {
  aws_lambda_function: fn,
  aws_lambda_alias: alias,
  aws_lambda_permission: permission,
};

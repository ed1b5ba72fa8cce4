/** The parts of a request's input that can name tables. */
interface TableInput {
  TableName?: string;
  /** Batch operations: by table. */
  RequestItems?: Record<string, unknown>;
  /** Transactions. */
  TransactItems?: Record<string, { TableName?: string } | undefined>[];
}

/** Calls about items. They are the same in every replica, so any of them can answer. */
export const dataPlane = [
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'TransactGetItems',
  'TransactWriteItems',
  'UpdateItem',
];

/** DynamoDB accepts a table's ARN wherever it accepts a name. */
export const tableName = (nameOrArn: string) => nameOrArn.split(':table/').at(-1) as string;

/** Names of the tables whose items a data-plane request is about. */
export function tablesOf({ TableName, RequestItems = {}, TransactItems = [] }: TableInput): string[] {
  const names = [
    TableName,
    ...Object.keys(RequestItems),
    ...TransactItems.flatMap((item) => Object.values(item).map((action) => action?.TableName)),
  ];
  return [...new Set(names.filter((name) => name !== undefined).map(tableName))];
}

/** The same input with names instead of ARNs, so that it refers to the home region's tables. */
export function withNames<T extends TableInput>(input: T): T {
  const { TableName, RequestItems, TransactItems } = input;
  const items = RequestItems && Object.entries(RequestItems).map(([name, value]) => [tableName(name), value]);
  const named = (action?: { TableName?: string }) =>
    action?.TableName ? { ...action, TableName: tableName(action.TableName) } : action;
  const transact = TransactItems?.map((item) =>
    Object.fromEntries(Object.entries(item).map(([kind, action]) => [kind, named(action)])),
  );
  return {
    ...input,
    ...(TableName && { TableName: tableName(TableName) }),
    ...(items && { RequestItems: Object.fromEntries(items) }),
    ...(transact && { TransactItems: transact }),
  };
}

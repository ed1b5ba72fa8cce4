import { type AsState, type Importable, type NotImportable, one, tagMap } from '../kind';

const missing = ['ResourceNotFoundException'];

const table: Importable = {
  by: 'name',
  found: 'DescribeTable, ListTagsOfResource',
  unique: 'name; its tags are ours',
  format: 'table name',
  importId: ({ name }) => String(name),
  async find(look) {
    const name = await look.text('name');
    const { sdk, client } = await look.use('dynamodb');
    const answer = await look.ask(
      'dynamodb:DescribeTable',
      () => client.send(new sdk.DescribeTableCommand({ TableName: name })),
      missing,
    );
    const arn = answer?.Table?.TableArn;
    if (!arn) return [];
    const tagged = await look.ask(
      'dynamodb:ListTagsOfResource',
      () => client.send(new sdk.ListTagsOfResourceCommand({ ResourceArn: arn })),
      missing,
    );
    return one({ id: name, name, arn }, tagMap(tagged?.Tags));
  },
};

/** `stacks/constructs/existing-replicas.ts` writes the import blocks. */
const replica: NotImportable = {
  by: 'nothing',
  what: "the stack's own import block takes over an existing copy",
  instead: 'by-itself',
};

const item: AsState = {
  by: 'state',
  found: 'GetItem',
  unique: 'key in its table; every attribute must be the same',
  what: 'the provider cannot import it, nor create it if it exists: it is put into the state',
};

export const tables = {
  aws_dynamodb_table: table,
  aws_dynamodb_table_replica: replica,
  aws_dynamodb_table_item: item,
};

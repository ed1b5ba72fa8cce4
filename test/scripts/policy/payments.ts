import { contentOf, type StoreContent } from '../../../stacks/policies/cedar';
import { policyFile } from '../../../stacks/policies/source';

/** Parts of a small schema that tests change. */
interface Parts {
  payment?: string;
  context?: string;
  actions?: string;
}

/** A small schema of payments in Cedar's own syntax. */
export const schemaText = ({ payment = '', context = '', actions = '' }: Parts = {}) => `namespace Payments {
  type Token = { tenant?: String, level?: Long };
  entity Group;
  entity User in [Group];
  entity Payment { amount?: Long, owner: User, tags?: Set<String>, ${payment} };
  entity Report;
  action view, pay appliesTo { principal: User, resource: Payment, context: { token?: Token, urgent: Bool, ${context} } };
  action export appliesTo { principal: User, resource: Report };
  ${actions}
}`;

/** A store's content from a schema and policies by name; a name that ends in `.template` is a template. */
export const contentFrom = (schema: string, policies: Record<string, string>): StoreContent =>
  contentOf({
    schema: { path: 'schema.cedarschema', text: schema },
    policies: Object.entries(policies).map(([name, text]) => policyFile(`${name}.cedar`, text)),
  });

/** A store's text without golden decisions. */
export const storeFrom = (schema: string, policies: Record<string, string>) => ({
  content: contentFrom(schema, policies),
  golden: [],
});

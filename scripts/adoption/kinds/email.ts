import { type Importable, one, tagMap } from '../kind';

const missing = ['NotFoundException'];

const configurationSet: Importable = {
  by: 'name',
  found: 'GetConfigurationSet',
  unique: 'name; its tags are ours',
  format: 'configuration set name',
  importId: ({ configuration_set_name }) => String(configuration_set_name),
  async find(look) {
    const name = await look.text('configuration_set_name');
    const { sdk, client } = await look.use('ses');
    const answer = await look.ask(
      'ses:GetConfigurationSet',
      () => client.send(new sdk.GetConfigurationSetCommand({ ConfigurationSetName: name })),
      missing,
    );
    return one(answer && { id: name, configuration_set_name: name }, tagMap(answer?.Tags));
  },
};

const identity: Importable = {
  by: 'name',
  found: 'GetEmailIdentity',
  unique: 'domain or address; its tags are ours',
  format: 'domain or address',
  importId: ({ email_identity }) => String(email_identity),
  async find(look) {
    const name = await look.text('email_identity');
    const { sdk, client } = await look.use('ses');
    const answer = await look.ask(
      'ses:GetEmailIdentity',
      () => client.send(new sdk.GetEmailIdentityCommand({ EmailIdentity: name })),
      missing,
    );
    return one(answer && { id: name, email_identity: name }, tagMap(answer?.Tags));
  },
};

export const email = { aws_sesv2_configuration_set: configurationSet, aws_sesv2_email_identity: identity };

import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { stateKeyAlias } from '../../environments/names';
import type { Scope } from '../permissions/scope';
import { keyDocument } from '../permissions/state-key';

/** The key that encrypts the account's states; rotated yearly, deleted no sooner than 30 days after a request. */
export class StateKey extends Construct {
  readonly key: KmsKey;
  readonly alias: KmsAlias;

  constructor(parent: Construct, id: string, scope: Scope, { preventDestroy }: { preventDestroy: boolean }) {
    super(parent, id);
    this.key = new KmsKey(this, 'key', {
      description: `Terraform state of ${scope.environment.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyDocument(scope),
      lifecycle: { preventDestroy },
    });
    this.alias = new KmsAlias(this, 'alias', {
      name: stateKeyAlias(scope.environment),
      targetKeyId: this.key.keyId,
    });
  }
}

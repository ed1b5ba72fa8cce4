import { AwsError } from '../aws-error';
import type { Place } from '../place';
import type { Secret } from './secret';

/** All secrets, by place and name. */
export class State {
  private readonly secrets = new Map<string, Secret>();

  private key = ({ account, region }: Place, name: string) => `${account} ${region} ${name}`;

  /** The secret with that name or ARN in the account and region. */
  find(place: Place, id: string): Secret | undefined {
    const byName = this.secrets.get(this.key(place, id));
    const inPlace = ({ account, region }: Secret) => account === place.account && region === place.region;
    return byName ?? [...this.secrets.values()].find((secret) => secret.arn === id && inPlace(secret));
  }

  /** The secret, unless deleted. Throws ResourceNotFoundException, or InvalidRequestException. */
  usable(place: Place, id: string): Secret {
    const secret = this.existing(place, id);
    if (secret.deletion !== undefined)
      throw new AwsError(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    return secret;
  }

  /** The secret, deleted or not. Throws ResourceNotFoundException. */
  existing(place: Place, id: string): Secret {
    const secret = this.find(place, id);
    if (!secret)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  }

  add(secret: Secret): void {
    this.secrets.set(this.key(secret, secret.name), secret);
  }

  remove(secret: Secret): void {
    this.secrets.delete(this.key(secret, secret.name));
  }
}

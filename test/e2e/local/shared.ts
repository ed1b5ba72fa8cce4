import { type LocalAws, startLocalAws } from '../../../local/aws';

let started: Promise<LocalAws> | undefined;

/** The local AWS of this test file, started on first use. */
export function startLocal(): Promise<LocalAws> {
  started ??= startLocalAws();
  return started;
}

export const stopLocal = async (): Promise<void> => (await started)?.stop();

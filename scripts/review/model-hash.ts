import { createHash } from 'node:crypto';
import type { ReviewModel } from './model';

/** SHA-256 of a model, hexadecimal. */
export const modelHash = (model: ReviewModel): string =>
  createHash('sha256').update(JSON.stringify(model)).digest('hex');

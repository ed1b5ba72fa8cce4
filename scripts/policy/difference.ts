import type { Answer, Side } from './engine';
import type { Request } from './request';

/** Both sides' decisions about one request. */
export interface Asked {
  request: Request;
  before: Answer;
  after: Answer;
}

/** One side; undefined if it lacks the store or the environment. */
export type MaybeSide = Pick<Side, 'ask'> | undefined;

const nothing = (why: string): Answer => ({ decision: 'DENY', by: [], refused: why });

/** Asks both sides; a missing side denies everything. */
export const askBoth = (request: Request, before: MaybeSide, after: MaybeSide): Asked => ({
  request,
  before: before?.ask(request) ?? nothing('there is no such store'),
  after: after?.ask(request) ?? nothing('there is no such store'),
});

/** How a request's decision changed from one side to the other. */
export const changeOf = ({ before, after }: Asked): 'newly allowed' | 'newly denied' | undefined => {
  if (before.decision === after.decision) return undefined;
  return after.decision === 'ALLOW' ? 'newly allowed' : 'newly denied';
};

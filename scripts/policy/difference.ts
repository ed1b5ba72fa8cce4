import type { Answer, Side } from './engine';
import type { Request } from './request';

/** What both sides say of one request. */
export interface Asked {
  request: Request;
  before: Answer;
  after: Answer;
}

/** A side that may lack the environment altogether. */
export type MaybeSide = Pick<Side, 'ask'> | undefined;

const nothing = (why: string): Answer => ({ decision: 'DENY', by: [], refused: why });

/** Asks both sides; one that is not there allows nothing. */
export const askBoth = (request: Request, before: MaybeSide, after: MaybeSide): Asked => ({
  request,
  before: before?.ask(request) ?? nothing('there is no such store'),
  after: after?.ask(request) ?? nothing('there is no such store'),
});

/** What came of a request from one side to the other. */
export const changeOf = ({ before, after }: Asked): 'newly allowed' | 'newly denied' | undefined => {
  if (before.decision === after.decision) return undefined;
  return after.decision === 'ALLOW' ? 'newly allowed' : 'newly denied';
};

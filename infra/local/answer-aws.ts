import type { Answer } from './http-messages.ts';
import type { RawRequest } from './s3/s3-server.ts';

/** Answers the requests of one AWS service. */
export type AnswerAws = (request: RawRequest) => Answer | Promise<Answer>;

import { plugIn } from '../plug-in.ts';
import { DeadLetters } from './dead-letters.ts';

/** The template's queues: where events go that nothing could process. */
export const queues = plugIn<DeadLetters>(['AWS::SQS::Queue'], ({ assembly, inside }) => ({
  gives: new DeadLetters(inside('dlq'), assembly),
}));

import { plugIn } from '../plug-in.ts';
import { callRecorder, type RecordCall } from './call-recorder.ts';

/** Which function called what, written down when the runner is asked to (`recordCalls`). */
export const recording = plugIn<RecordCall>([], ({ options, assembly, inside }) => {
  const functionIds = new Set(assembly.of('AWS::Lambda::Function').map(({ logicalId }) => logicalId));
  return { gives: options.recordCalls === true ? callRecorder(inside('calls.jsonl'), functionIds) : () => undefined };
});

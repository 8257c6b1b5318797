import * as z from 'zod';
import { plainItem } from '../rollups/stream-image.ts';
import { type ResendRequest, resendRequestSchema } from './sending.ts';

const streamEvent = z.looseObject({
  Records: z.array(
    z.looseObject({
      eventName: z.string(),
      dynamodb: z.looseObject({ NewImage: z.record(z.string(), z.record(z.string(), z.unknown())).optional() }),
    }),
  ),
});

/** Requests to send again, from records of the system table's stream; undefined when the event is a schedule's. */
export function resendRequests(event: unknown): ResendRequest[] | undefined {
  const parsed = streamEvent.safeParse(event);
  if (!parsed.success) return undefined;
  return parsed.data.Records.flatMap(({ eventName, dynamodb: { NewImage } }) => {
    if (eventName !== 'INSERT' || NewImage === undefined) return [];
    const item = plainItem(NewImage);
    return typeof item.SK === 'string' && item.SK.startsWith('RESEND#') ? resendRequestSchema.parse(item) : [];
  });
}

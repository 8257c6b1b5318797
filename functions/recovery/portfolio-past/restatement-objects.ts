import * as z from 'zod';
import type { ObjectStore } from '../reports/closing/object-store.ts';
import { portfolioSumsSchema } from './portfolio-sums.ts';
import { type RestatedSegment, restatedSegmentSchema } from './restate-segment.ts';

/** Where figures of the past lie in the reports' bucket. */
export const PAST_PREFIX = 'portfolio-past/';

/** What a restatement comes to, all segments together. */
export const restatedPortfolioSchema = z.object({
  failed: z.array(z.string()),
  sums: portfolioSumsSchema,
});
export type RestatedPortfolio = z.infer<typeof restatedPortfolioSchema>;

export interface RestatementObjects {
  /** Once: what a run that was cut off has put already stays. Answers what is kept. */
  putSegment(restatementId: string, segment: number, restated: RestatedSegment): Promise<RestatedSegment>;
  segment(restatementId: string, segment: number): Promise<RestatedSegment>;
  /** Answers the text that is kept. */
  putPortfolio(restatementId: string, restated: RestatedPortfolio): Promise<string>;
  portfolio(restatementId: string): Promise<RestatedPortfolio>;
}

/** Objects of a restatement, each written once. Throws a RangeError for one that is not there. */
export function createRestatementObjects({ putNew, get }: ObjectStore): RestatementObjects {
  const segmentKey = (id: string, segment: number) => `${PAST_PREFIX}${id}/${String(segment).padStart(3, '0')}.json`;
  const portfolioKey = (id: string) => `${PAST_PREFIX}${id}/portfolio.json`;
  const kept = async (key: string): Promise<string> => {
    const text = await get(key);
    if (text === undefined) throw new RangeError(`${key} is not there`);
    return text;
  };
  const readSegment = async (id: string, segment: number) =>
    restatedSegmentSchema.parse(JSON.parse(await kept(segmentKey(id, segment))));
  return {
    async putSegment(id, segment, restated) {
      const put = await putNew(segmentKey(id, segment), JSON.stringify(restated));
      return put === 'written' ? restated : readSegment(id, segment);
    },
    segment: readSegment,
    async putPortfolio(id, restated) {
      const text = JSON.stringify(restated);
      return (await putNew(portfolioKey(id), text)) === 'written' ? text : kept(portfolioKey(id));
    },
    portfolio: async (id) => restatedPortfolioSchema.parse(JSON.parse(await kept(portfolioKey(id)))),
  };
}

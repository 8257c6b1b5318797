/**
 * On-demand prices of DynamoDB in us-east-1, standard table class, USD per million request units, as published after
 * the cut of November 2024. TO BE CHECKED against https://aws.amazon.com/dynamodb/pricing/on-demand/ before anybody
 * budgets with them. Storage, backups, streams (the first reads by Lambda are free), S3 and Lambda time are not in it.
 */
export const USD_PER_MILLION_WRITE_UNITS = 0.625;
export const USD_PER_MILLION_READ_UNITS = 0.125;

/** USD for a million repetitions of something that costs these units. */
export function usdPerMillion(units: { readonly writeUnits: number; readonly readUnits: number }): number {
  return units.writeUnits * USD_PER_MILLION_WRITE_UNITS + units.readUnits * USD_PER_MILLION_READ_UNITS;
}

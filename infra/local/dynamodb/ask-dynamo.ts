import { type Json, type JsonObject, jsonSchema } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';

/** One request in the JSON protocol of DynamoDB and of its streams; a refusal is an answer that is not `ok`. */
export async function askDynamo(
  endpoint: string,
  target: `DynamoDB_20120810.${string}` | `DynamoDBStreams_20120810.${string}`,
  body: JsonObject,
): Promise<{ readonly ok: boolean; readonly body: Json }> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `local/${date.slice(0, 8)}/${LOCAL_REGION}/dynamodb/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': date,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unchecked`,
    },
    body: JSON.stringify(body),
  });
  return { ok: response.ok, body: jsonSchema.parse(await response.json()) };
}

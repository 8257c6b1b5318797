import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DemonstrationDay, Seeder } from '../seeder.ts';
import { actsOfTheDay } from './acts-of-the-day.ts';
import { loadPortfolio, portfolioTables } from './load-portfolio.ts';

/** The register and the ledger as a cut-over leaves them: people, products, notes and their history; and acts on them. */
export const lending: Seeder = {
  steps: {
    before: (demonstration) => [
      {
        key: 'portfolio',
        title: 'Cartera de demostración',
        on: demonstration.day,
        run: () => seedPortfolio(demonstration),
      },
    ],
    after: actsOfTheDay,
  },
};

async function seedPortfolio({ runner, portfolio }: DemonstrationDay): Promise<string> {
  const { region, credentials, dynamodbEndpoint } = runner.awsEndpoints;
  const client = new DynamoDBClient({ region, credentials, endpoint: dynamodbEndpoint });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const count = (value: number) => value.toLocaleString('es-MX');
  const counts = await loadPortfolio(documents, portfolioTables(runner.tableNames), portfolio(), (so) => {
    if (process.stdout.isTTY)
      process.stdout.write(`\r\u001b[2K    ${count(so.borrowers)} acreditados, ${count(so.notes)} pagarés`);
  });
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  client.destroy();
  return `${count(counts.borrowers)} acreditados, ${count(counts.notes)} pagarés, ${count(counts.entries)} asientos`;
}

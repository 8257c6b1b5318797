import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { tableName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { TABLES, type TableVariable } from '../tables.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * A table as every table of money or of people must be: on demand, restorable to any second of 35 days,
 * protected from deletion, under our own key, kept when its stack goes.
 */
export function addLedgerTable(scope: Construct, stage: Stage, variable: TableVariable, encryptionKey: IKey): Table {
  const definition = TABLES[variable];
  const table = new Table(scope, definition.constructId, {
    tableName: tableName(stage, variable),
    partitionKey: text(definition.partitionKey),
    ...(definition.sortKey !== undefined && { sortKey: text(definition.sortKey) }),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: true,
      recoveryPeriodInDays: definition.pointInTimeRecoveryDays,
    },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ...(definition.stream !== undefined && { stream: StreamViewType[definition.stream] }),
    ...(definition.ttlAttribute !== undefined && { timeToLiveAttribute: definition.ttlAttribute }),
  });
  for (const index of definition.indexes) {
    table.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: text(index.partitionKey),
      sortKey: text(index.sortKey),
      projectionType: ProjectionType.ALL,
    });
  }
  return table;
}

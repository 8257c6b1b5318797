import { faults } from '../faults/plug-in.ts';
import { StreamFaults } from '../faults/stream-faults.ts';
import { frontServer } from '../front-server.ts';
import { jsonAnswer } from '../http-messages.ts';
import { lambda } from '../lambda/plug-in.ts';
import { plugIn } from '../plug-in.ts';
import { queues } from '../queues/plug-in.ts';
import { dynamodb } from './plug-in.ts';
import { StreamConsumers } from './stream-consumers.ts';
import { streamMappings } from './stream-mappings.ts';
import { StreamRecords } from './stream-records.ts';

/** Functions fed from the streams of tables. */
export const streams = plugIn<StreamConsumers>(['AWS::Lambda::EventSourceMapping'], (machine) => {
  const { engine, shapes } = dynamodb.of(machine);
  const plan = faults.of(machine);
  const mappings = streamMappings(machine.assembly);
  const records = new StreamRecords(engine.databaseFile);
  const consumers = new StreamConsumers({
    mappings,
    streamedTables: shapes.filter((shape) => shape.StreamSpecification !== undefined).map((shape) => shape.tableName),
    endpoint: engine.endpoint,
    records,
    lambdas: lambda.of(machine).lambdas,
    deadLetters: queues.of(machine).deadLetters,
    dir: machine.inside('streams'),
    faults: plan && new StreamFaults(plan),
  });
  frontServer.of(machine).page('/_local/streams.json', () => jsonAnswer(200, consumers.states()));
  return {
    gives: consumers,
    begin: () => consumers.start(),
    drain: () => consumers.stop(),
    stop: () => records.close(),
  };
});

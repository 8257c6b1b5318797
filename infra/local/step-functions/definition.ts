import * as z from 'zod';
import { jsonSchema, parseJson } from '../assembly/json.ts';

/** A number, or an expression that gives one. */
const quantity = z.union([z.number().nonnegative(), z.string()]);
const assignment = z.record(z.string(), jsonSchema);
const errorNames = z.array(z.string()).min(1);

const described = { Comment: z.string().optional(), QueryLanguage: z.string().optional() };
const flowing = {
  ...described,
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Output: jsonSchema.optional(),
  Assign: assignment.optional(),
};

const retrierSchema = z.strictObject({
  ...described,
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().positive().default(1),
  MaxAttempts: z.int().nonnegative().default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().positive().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
const catcherSchema = z.strictObject({
  ...described,
  ErrorEquals: errorNames,
  Next: z.string(),
  Output: jsonSchema.optional(),
  Assign: assignment.optional(),
});
const recovering = {
  Retry: z.array(retrierSchema).default([]),
  Catch: z.array(catcherSchema).default([]),
};

/** Some states, one after the other, from `StartAt` on: a machine, a branch, or what is done with an item. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: StatesByName;
  readonly QueryLanguage?: string | undefined;
}
interface StatesByName {
  readonly [name: string]: State;
}
const statesSchema: z.ZodType<StatesByName> = z.lazy(() => z.record(z.string(), stateSchema));
const workflowFields = { ...described, StartAt: z.string(), States: statesSchema };
const workflowSchema: z.ZodType<Workflow> = z.strictObject(workflowFields);

const passSchema = z.strictObject({ Type: z.literal('Pass'), ...flowing });
const taskSchema = z.strictObject({
  Type: z.literal('Task'),
  ...flowing,
  ...recovering,
  Resource: z.string(),
  Arguments: jsonSchema.optional(),
  TimeoutSeconds: quantity.optional(),
  HeartbeatSeconds: quantity.optional(),
  /** Permissions are not enforced here. */
  Credentials: jsonSchema.optional(),
});
const choiceSchema = z.strictObject({
  Type: z.literal('Choice'),
  ...described,
  Choices: z
    .array(
      z.strictObject({
        ...described,
        Condition: z.union([z.boolean(), z.string()]),
        Next: z.string(),
        Output: jsonSchema.optional(),
        Assign: assignment.optional(),
      }),
    )
    .min(1),
  Default: z.string().optional(),
  Output: jsonSchema.optional(),
  Assign: assignment.optional(),
});
const waitSchema = z
  .strictObject({
    Type: z.literal('Wait'),
    ...flowing,
    Seconds: quantity.optional(),
    Timestamp: z.string().optional(),
  })
  .refine(({ Seconds, Timestamp }) => (Seconds === undefined) !== (Timestamp === undefined), {
    message: 'a Wait state has Seconds or Timestamp',
  });
const succeedSchema = z.strictObject({ Type: z.literal('Succeed'), ...described, Output: jsonSchema.optional() });
const failSchema = z.strictObject({
  Type: z.literal('Fail'),
  ...described,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
const parallelSchema = z.strictObject({
  Type: z.literal('Parallel'),
  ...flowing,
  ...recovering,
  Branches: z.array(workflowSchema).min(1),
  Arguments: jsonSchema.optional(),
});
const readerSchema = z.strictObject({
  Resource: z.enum(['arn:aws:states:::s3:getObject', 'arn:aws:states:::s3:listObjectsV2']),
  Arguments: jsonSchema,
  ReaderConfig: z
    .strictObject({
      InputType: z.enum(['JSON', 'JSONL', 'CSV']).default('JSON'),
      CSVHeaderLocation: z.enum(['FIRST_ROW', 'GIVEN']).default('FIRST_ROW'),
      CSVHeaders: z.array(z.string()).optional(),
      CSVDelimiter: z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']).default('COMMA'),
      MaxItems: quantity.optional(),
    })
    .optional(),
});
const batcherSchema = z.strictObject({
  MaxItemsPerBatch: quantity.optional(),
  MaxInputBytesPerBatch: quantity.optional(),
  BatchInput: jsonSchema.optional(),
});
const writerSchema = z.strictObject({
  Resource: z.literal('arn:aws:states:::s3:putObject').optional(),
  Arguments: jsonSchema.optional(),
  WriterConfig: z
    .strictObject({
      Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']).optional(),
      OutputType: z.enum(['JSON', 'JSONL']).default('JSON'),
    })
    .optional(),
});
const mapSchema = z.strictObject({
  Type: z.literal('Map'),
  ...flowing,
  ...recovering,
  ItemProcessor: z.strictObject({
    ...workflowFields,
    ProcessorConfig: z
      .strictObject({
        Mode: z.enum(['INLINE', 'DISTRIBUTED']).default('INLINE'),
        ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
      })
      .optional(),
  }),
  Items: z.union([z.string(), z.array(jsonSchema)]).optional(),
  ItemSelector: jsonSchema.optional(),
  MaxConcurrency: quantity.optional(),
  ItemReader: readerSchema.optional(),
  ItemBatcher: batcherSchema.optional(),
  ResultWriter: writerSchema.optional(),
  ToleratedFailureCount: quantity.optional(),
  ToleratedFailurePercentage: quantity.optional(),
  Label: z.string().optional(),
});

const stateSchema = z.discriminatedUnion('Type', [
  passSchema,
  taskSchema,
  choiceSchema,
  waitSchema,
  succeedSchema,
  failSchema,
  parallelSchema,
  mapSchema,
]);

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;
export type PassState = z.output<typeof passSchema>;
export type TaskState = z.output<typeof taskSchema>;
export type ChoiceState = z.output<typeof choiceSchema>;
export type WaitState = z.output<typeof waitSchema>;
export type SucceedState = z.output<typeof succeedSchema>;
export type FailState = z.output<typeof failSchema>;
export type ParallelState = z.output<typeof parallelSchema>;
export type MapState = z.output<typeof mapSchema>;
export type Retrier = z.output<typeof retrierSchema>;
export type Catcher = z.output<typeof catcherSchema>;
export type ItemReader = z.output<typeof readerSchema>;
export type ItemBatcher = z.output<typeof batcherSchema>;
export type ResultWriter = z.output<typeof writerSchema>;

const machineSchema = z.strictObject({
  ...workflowFields,
  Version: z.string().optional(),
  TimeoutSeconds: z.number().positive().optional(),
});
export type MachineDefinition = z.output<typeof machineSchema>;

/**
 * Reads a definition in Amazon States Language. Only JSONata is known here, and no field passes unseen: what the
 * interpreter would not obey throws, by its name.
 */
export function readDefinition(text: string): MachineDefinition {
  const read = machineSchema.safeParse(parseJson(text));
  if (!read.success) throw new Error(z.prettifyError(read.error));
  checkWorkflow(read.data, read.data.QueryLanguage ?? 'JSONPath');
  return read.data;
}

function checkWorkflow({ StartAt, States }: Workflow, language: string): void {
  const mustExist = (name: string): void => {
    if (States[name] === undefined) throw new Error(`there is no state ${name}`);
  };
  mustExist(StartAt);
  for (const [name, state] of Object.entries(States)) {
    if ((state.QueryLanguage ?? language) !== 'JSONata')
      throw new Error(`state ${name}: only the query language JSONata is available locally`);
    for (const next of followers(name, state)) mustExist(next);
    for (const inner of innerWorkflows(state)) checkWorkflow(inner, inner.QueryLanguage ?? language);
  }
}

function followers(name: string, state: State): readonly string[] {
  switch (state.Type) {
    case 'Succeed':
    case 'Fail':
      return [];
    case 'Choice':
      return [...state.Choices.map(({ Next }) => Next), ...(state.Default === undefined ? [] : [state.Default])];
  }
  if ((state.Next === undefined) === (state.End !== true)) throw new Error(`state ${name} has neither Next nor End`);
  const caught = 'Catch' in state ? state.Catch.map(({ Next }) => Next) : [];
  return state.Next === undefined ? caught : [state.Next, ...caught];
}

function innerWorkflows(state: State): readonly Workflow[] {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' ? [state.ItemProcessor] : [];
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { propertiesOf, type Resource } from '../assembly/resource.ts';

const functionSchema = z.object({
  Runtime: z.string().optional(),
  Handler: z.string().default('index.handler'),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  Code: z.object({ S3Key: z.string().optional(), ZipFile: z.string().optional() }).default({}),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  Layers: z.array(z.string()).default([]),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
});

const layerSchema = z.object({ Content: z.object({ S3Key: z.string() }) });

const invokeConfigSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().default(2),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string().optional() }).optional() }).optional(),
});

/** One function of the template, with everything a sandbox needs. */
export interface FunctionDefinition {
  readonly name: string;
  readonly logicalId: string;
  readonly arn: string;
  /** The bundle's module file. */
  readonly moduleFile: string;
  readonly exportName: string;
  readonly taskRoot: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Retries after a failed asynchronous call; AWS makes two unless the template says otherwise. */
  readonly asyncRetries: number;
  /** ARN of the queue for events whose asynchronous calls all failed. */
  readonly onFailureArn: string | undefined;
}

/**
 * The template's Node functions. Functions with inline code are CDK's own custom resources: they act
 * on AWS only and are left out.
 */
export function functionDefinitions(assembly: Assembly): readonly FunctionDefinition[] {
  const layerFolders = new Map<string, string>();
  for (const layer of assembly.of('AWS::Lambda::LayerVersion')) {
    const folder = assembly.assetPath(propertiesOf(layer, layerSchema).Content.S3Key);
    if (folder !== undefined) layerFolders.set(layer.arn, folder);
  }
  const invokeConfigs = assembly
    .of('AWS::Lambda::EventInvokeConfig')
    .map((config) => propertiesOf(config, invokeConfigSchema));

  return assembly.of('AWS::Lambda::Function').flatMap((resource) => {
    const properties = propertiesOf(resource, functionSchema);
    const key = properties.Code.S3Key;
    if (key === undefined || !(properties.Runtime ?? 'nodejs').startsWith('nodejs')) return [];
    const taskRoot = assembly.assetPath(key);
    if (taskRoot === undefined) throw new Error(`${resource.logicalId}: the assembly has no asset ${key}`);
    const moduleFile = handlerFile(taskRoot, properties.Handler);
    if (moduleFile === undefined) return isCdkOwn(resource) ? [] : missingHandler(resource, properties.Handler);
    const config = invokeConfigs.find(({ FunctionName }) => [resource.name, resource.arn].includes(FunctionName));
    const layers = properties.Layers.map((arn) => layerFolders.get(arn)).filter((folder) => folder !== undefined);
    return [
      {
        name: resource.name,
        logicalId: resource.logicalId,
        arn: resource.arn,
        moduleFile,
        exportName: properties.Handler.split('.').at(-1) ?? 'handler',
        taskRoot,
        timeoutSeconds: properties.Timeout,
        memoryMegabytes: properties.MemorySize,
        variables: withLayerFolders(properties.Environment?.Variables ?? {}, layers),
        asyncRetries: config?.MaximumRetryAttempts ?? 2,
        onFailureArn: config?.DestinationConfig?.OnFailure?.Destination ?? properties.DeadLetterConfig?.TargetArn,
      },
    ];
  });
}

/** Finds a function by name, ARN (with or without qualifier), logical id, or the end of its name. */
export function findFunction(functions: readonly FunctionDefinition[], wanted: string): FunctionDefinition | undefined {
  const exact = functions.find(
    ({ name, arn, logicalId }) =>
      wanted === name || wanted === arn || wanted === logicalId || wanted.startsWith(`${arn}:`),
  );
  if (exact !== undefined) return exact;
  const plain = (text: string): string => text.replaceAll('-', '').toLowerCase();
  const byEnd = functions.filter(
    ({ name, logicalId }) =>
      name.endsWith(`-${wanted}`) ||
      plain(logicalId.replace(/[0-9A-F]{8}$/, '')).replace(/function$/, '') === plain(wanted),
  );
  return byEnd.length === 1 ? byEnd[0] : undefined;
}

function handlerFile(taskRoot: string, handler: string): string | undefined {
  const stem = handler.slice(0, handler.lastIndexOf('.'));
  return ['.mjs', '.js', '.cjs'].map((end) => path.resolve(taskRoot, stem + end)).find((file) => existsSync(file));
}

/** Custom-resource providers of CDK carry no name of ours; a handler of ours that is missing is an error. */
function isCdkOwn(resource: Resource): boolean {
  return /^(Custom|AWS|LogRetention)/.test(resource.logicalId);
}

function missingHandler(resource: Resource, handler: string): never {
  throw new Error(`${resource.logicalId}: its asset holds no ${handler}`);
}

/**
 * On AWS layers are mounted at /opt. A machine cannot mount them per worker, so a variable that
 * points into /opt gets the layer's own folder instead; the handler reads the same variable.
 */
function withLayerFolders(variables: Record<string, string>, layers: readonly string[]): Record<string, string> {
  const mapped: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    const inside = /^\/opt(\/.*)?$/.exec(value);
    const candidates = layers.map((folder) => path.resolve(folder, `.${inside?.[1] ?? ''}`));
    mapped[name] = inside === null ? value : (candidates.find((file) => existsSync(file)) ?? value);
  }
  return mapped;
}

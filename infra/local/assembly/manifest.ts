import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readJsonFile } from './json.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .object({
          stackName: z.string().optional(),
          templateFile: z.string().optional(),
          file: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export interface ManifestContents {
  readonly stacks: readonly { readonly name: string; readonly account: string; readonly templateFile: string }[];
  /** Key of an asset in the asset bucket → its folder or file. */
  readonly assetPaths: ReadonlyMap<string, string>;
}

/**
 * Reads `manifest.json` of a cloud assembly. Code is found through `*.assets.json`, because the
 * `aws:asset:path` metadata is only written when the CDK CLI runs the app (local.md 5).
 * When the assembly holds stages, the one named `stage` is read; without a name there must be one only.
 */
export function readManifest(assemblyDir: string, stage?: string): ManifestContents {
  const file = path.join(assemblyDir, 'manifest.json');
  if (!existsSync(file)) throw new Error(`${assemblyDir} holds no cloud assembly (manifest.json)`);
  const artifacts = Object.entries(readJsonFile(file, manifestSchema).artifacts);
  const nested = artifacts.filter(([, artifact]) => artifact.type === 'cdk:cloud-assembly');
  if (nested.length > 0) {
    const chosen = nested.find(([id]) => stage !== undefined && id.toLowerCase().endsWith(stage.toLowerCase()));
    const only = chosen ?? (nested.length === 1 ? nested[0] : undefined);
    const directory = only?.[1].properties?.directoryName;
    if (directory === undefined)
      throw new Error(`${file} holds the stages ${nested.map(([id]) => id).join(', ')}; none is ${stage}`);
    return readManifest(path.join(assemblyDir, directory));
  }
  const assetPaths = new Map<string, string>();
  const stacks: { name: string; account: string; templateFile: string }[] = [];
  for (const [id, { type, environment, properties }] of artifacts) {
    if (type === 'cdk:asset-manifest' && properties?.file !== undefined) {
      const { files } = readJsonFile(path.join(assemblyDir, properties.file), assetsSchema);
      for (const { source, destinations } of Object.values(files))
        for (const { objectKey } of Object.values(destinations))
          if (source.path !== undefined) assetPaths.set(objectKey, path.join(assemblyDir, source.path));
    }
    if (type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined) {
      const account = /^aws:\/\/(\d{12})\//.exec(environment ?? '')?.[1] ?? '000000000000';
      const name = properties.stackName ?? id;
      stacks.push({ name, account, templateFile: path.join(assemblyDir, properties.templateFile) });
    }
  }
  return { stacks, assetPaths };
}

import { resolveIntrinsics } from './intrinsics.ts';
import { isJsonObject, type Json } from './json.ts';
import { type ManifestContents, readManifest } from './manifest.ts';
import { LOCAL_REGION, type Resource } from './resource.ts';
import { localArn, localName, NAME_PROPERTIES, refAttribute } from './resource-names.ts';
import { readTemplate, type Template } from './template.ts';

/** The synthesized application as the runner sees it: resources with resolved properties, across stacks. */
export interface Assembly {
  readonly resources: readonly Resource[];
  /** Resources of any of these types, in template order. */
  of(...types: string[]): readonly Resource[];
  /** The resource an ARN names, also when the ARN goes on (":alias", "/stream/…", "/index/…"). */
  byArn(arn: string): Resource | undefined;
  /** Folder or file of an asset by its key in the asset bucket. */
  assetPath(objectKey: string): string | undefined;
  /** References that nothing answered; each is a gap of the runner or of the template. */
  readonly unresolved: ReadonlySet<string>;
}

/**
 * Reads cdk.out. Values resolve lazily and in any order, because stacks export values to each other.
 * `stage` picks one when the app synthesizes CDK stages.
 */
export function readAssembly(assemblyDir: string, stage?: string): Assembly {
  const manifest = readManifest(assemblyDir, stage);
  return new AssemblyReader(manifest).assembly();
}

interface Named {
  readonly template: Template;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: { readonly [key: string]: Json };
}

class AssemblyReader {
  readonly #manifest: ManifestContents;
  readonly #templates: readonly Template[];
  readonly #byId = new Map<string, Named>();
  readonly #unresolved = new Set<string>();

  constructor(manifest: ManifestContents) {
    this.#manifest = manifest;
    this.#templates = manifest.stacks.map((stack) => readTemplate(stack.name, stack.account, stack.templateFile));
    for (const template of this.#templates)
      for (const [logicalId, { Type, Properties }] of Object.entries(template.body.Resources))
        this.#byId.set(`${template.stack}/${logicalId}`, {
          template,
          logicalId,
          type: Type,
          properties: Properties ?? {},
        });
  }

  assembly(): Assembly {
    const resources = [...this.#byId.values()].map((named): Resource => {
      const { type, logicalId, template } = named;
      const properties = this.#resolve(named.properties, template);
      return {
        type,
        logicalId,
        stack: template.stack,
        name: this.#name(named),
        arn: this.#arn(named),
        properties: isJsonObject(properties) ? properties : {},
      };
    });
    return {
      resources,
      of: (...types) => resources.filter((resource) => types.includes(resource.type)),
      byArn: (arn) =>
        resources.find(({ arn: own }) => arn === own) ??
        resources.find(({ arn: own }) => arn.startsWith(`${own}:`) || arn.startsWith(`${own}/`)),
      assetPath: (objectKey) => this.#manifest.assetPaths.get(objectKey),
      unresolved: this.#unresolved,
    };
  }

  #resolve(value: Json, template: Template): Json | undefined {
    return resolveIntrinsics(value, template, {
      ref: (stack, logicalId) => {
        const named = this.#byId.get(`${stack}/${logicalId}`);
        if (named === undefined) return undefined;
        const attribute = refAttribute(named.type);
        return attribute === undefined ? this.#name(named) : this.#attribute(named, attribute);
      },
      attribute: (stack, logicalId, attribute) => {
        const named = this.#byId.get(`${stack}/${logicalId}`);
        return named === undefined ? undefined : this.#attribute(named, attribute);
      },
      importedValue: (name) => this.#imported(name),
      unresolved: (what) => this.#unresolved.add(what),
    });
  }

  #imported(name: string): Json | undefined {
    for (const template of this.#templates)
      for (const output of Object.values(template.body.Outputs))
        if (output.Export !== undefined && this.#resolve(output.Export.Name, template) === name)
          return this.#resolve(output.Value, template);
    return undefined;
  }

  #name({ template, logicalId, type, properties }: Named): string {
    const property = NAME_PROPERTIES.find((key) => properties[key] !== undefined);
    const given = property === undefined ? undefined : this.#resolve(properties[property] ?? null, template);
    return localName(type, typeof given === 'string' ? given : undefined, template.stack, logicalId);
  }

  #arn(named: Named): string {
    return localArn(named.type, this.#name(named), named.template.account);
  }

  #attribute(named: Named, attribute: string): string | undefined {
    switch (attribute) {
      case 'Arn':
      case 'UserPoolArn':
      case 'LayerVersionArn':
        return this.#arn(named);
      case 'StreamArn':
        return `${this.#arn(named)}/stream/local`;
      case 'Name':
      case 'QueueName':
      case 'UserPoolId':
      case 'ClientId':
      case 'ApiId':
      case 'AuthorizerId':
      case 'KeyId':
      case 'FunctionName':
        return this.#name(named);
      case 'ProviderURL':
        return `https://cognito-idp.${LOCAL_REGION}.amazonaws.com/${this.#name(named)}`;
      case 'ProviderName':
        return `cognito-idp.${LOCAL_REGION}.amazonaws.com/${this.#name(named)}`;
      case 'QueueUrl':
        return `https://sqs.${LOCAL_REGION}.amazonaws.com/${named.template.account}/${this.#name(named)}`;
      case 'DomainName':
      case 'RegionalDomainName':
        return `${this.#name(named)}.s3.amazonaws.com`;
      case 'ApiEndpoint':
        return `https://${this.#name(named)}.execute-api.${LOCAL_REGION}.amazonaws.com`;
      default:
        return undefined;
    }
  }
}

import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import { LOCAL_REGION } from './resource.ts';
import type { Template } from './template.ts';

/** How a template's references are answered; the assembly knows the resources, this module the grammar. */
export interface References {
  /** `Ref` of a resource; undefined when the stack has none by that id. */
  ref(stack: string, logicalId: string): string | undefined;
  attribute(stack: string, logicalId: string, attribute: string): string | undefined;
  importedValue(exportName: string): Json | undefined;
  /** Told of every reference that could not be answered, so that the runner can list them at start. */
  unresolved(what: string): void;
}

/**
 * Resolves CloudFormation's intrinsic functions in a value. `undefined` stands for AWS::NoValue:
 * such members and elements leave their object or array. What cannot be answered becomes its own
 * name, and `references.unresolved` is told.
 */
export function resolveIntrinsics(value: Json, template: Template, references: References): Json | undefined {
  const resolve = (inner: Json): Json | undefined => resolveIntrinsics(inner, template, references);
  if (isJsonArray(value)) return value.map(resolve).filter((inner) => inner !== undefined);
  if (!isJsonObject(value)) return value;
  const [entry, ...more] = Object.entries(value);
  if (entry !== undefined && more.length === 0) {
    const [name, argument] = entry;
    const intrinsic = INTRINSICS[name];
    if (intrinsic !== undefined) return intrinsic(argument, { template, references, resolve });
  }
  const members: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    const resolved = resolve(inner);
    if (resolved !== undefined) members[key] = resolved;
  }
  return members;
}

interface Context {
  readonly template: Template;
  readonly references: References;
  readonly resolve: (value: Json) => Json | undefined;
}
type Intrinsic = (argument: Json, context: Context) => Json | undefined;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, context) => ref(text(argument), context),
  'Fn::GetAtt': (argument, context) => {
    const [id = '', ...attribute] = isJsonArray(argument) ? argument.map(text) : text(argument).split('.');
    return attributeOf(id, attribute.join('.'), context);
  },
  'Fn::Join': (argument, { resolve }) => {
    const [separator, parts] = pair(argument);
    return list(resolve(parts)).map(text).join(text(separator));
  },
  'Fn::Sub': (argument, context) => {
    const [pattern, variables] = isJsonArray(argument) ? pair(argument) : [argument, {}];
    return substitute(text(pattern), isJsonObject(variables) ? variables : {}, context);
  },
  'Fn::Select': (argument, { resolve }) => {
    const [index, values] = pair(argument);
    return list(resolve(values))[Number(text(index))];
  },
  'Fn::Split': (argument, { resolve }) => {
    const [separator, value] = pair(argument);
    return text(resolve(value)).split(text(separator));
  },
  'Fn::If': (argument, context) => {
    const [condition = '', whenTrue = null, whenFalse = null] = list(argument);
    return context.resolve(holds(condition, context) ? whenTrue : whenFalse);
  },
  'Fn::ImportValue': (argument, { references, resolve }) => {
    const name = text(resolve(argument));
    const value = references.importedValue(name);
    if (value === undefined) references.unresolved(`ImportValue ${name}`);
    return value ?? name;
  },
  'Fn::FindInMap': (argument, { template, resolve }) => {
    const [map = '', first = '', second = ''] = list(argument).map((part) => text(resolve(part)));
    return template.body.Mappings[map]?.[first]?.[second];
  },
  'Fn::Base64': (argument, { resolve }) => Buffer.from(text(resolve(argument))).toString('base64'),
  'Fn::GetAZs': () => [`${LOCAL_REGION}a`, `${LOCAL_REGION}b`],
};

function ref(id: string, { template, references }: Context): Json | undefined {
  switch (id) {
    case 'AWS::Region':
      return LOCAL_REGION;
    case 'AWS::AccountId':
      return template.account;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return template.stack;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${LOCAL_REGION}:${template.account}:stack/${template.stack}/local`;
    case 'AWS::NoValue':
      return undefined;
  }
  const answer = references.ref(template.stack, id) ?? template.body.Parameters[id]?.Default;
  if (answer === undefined) references.unresolved(`Ref ${template.stack}/${id}`);
  return answer ?? id;
}

function attributeOf(id: string, attribute: string, { template, references }: Context): string {
  const answer = references.attribute(template.stack, id, attribute);
  if (answer === undefined) references.unresolved(`GetAtt ${template.stack}/${id}.${attribute}`);
  return answer ?? `${id}.${attribute}`;
}

/** `${Name}`, `${Name.Attribute}`, and `${!literal}`, which stays as written. */
function substitute(pattern: string, variables: JsonObject, context: Context): string {
  return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const given = variables[name];
    if (given !== undefined) return text(context.resolve(given));
    const [id = '', ...attribute] = name.split('.');
    return attribute.length > 0 ? attributeOf(id, attribute.join('.'), context) : text(ref(name, context));
  });
}

function holds(condition: Json, context: Context): boolean {
  if (typeof condition === 'string') {
    const named = context.template.body.Conditions[condition];
    return named !== undefined && holds(named, context);
  }
  const [operator = '', argument = null] = isJsonObject(condition) ? (Object.entries(condition)[0] ?? []) : [];
  const operands = list(argument);
  switch (operator) {
    case 'Fn::Equals':
      return text(context.resolve(operands[0] ?? null)) === text(context.resolve(operands[1] ?? null));
    case 'Fn::Not':
      return !holds(operands[0] ?? null, context);
    case 'Fn::And':
      return operands.every((operand) => holds(operand, context));
    case 'Fn::Or':
      return operands.some((operand) => holds(operand, context));
    case 'Condition':
      return holds(argument, context);
    default:
      return false;
  }
}

function text(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function list(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

function pair(value: Json): [Json, Json] {
  const [first = null, second = null] = list(value);
  return [first, second];
}

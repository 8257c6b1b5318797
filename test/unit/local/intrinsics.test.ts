import { describe, expect, it } from 'vitest';
import { resolveIntrinsics } from '../../../infra/local/assembly/intrinsics.ts';
import type { Json } from '../../../infra/local/assembly/json.ts';
import type { Template } from '../../../infra/local/assembly/template.ts';

const template: Template = {
  stack: 'Stack',
  account: '123456789012',
  body: {
    Resources: {},
    Outputs: {},
    Parameters: { Size: { Type: 'String', Default: 'small' } },
    Conditions: {
      IsSmall: { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] },
      IsLarge: { 'Fn::Not': [{ Condition: 'IsSmall' }] },
    },
    Mappings: { Regions: { 'us-east-1': { name: 'Virginia' } } },
  },
};

function resolve(value: Json): { value: Json | undefined; unresolved: string[] } {
  const unresolved: string[] = [];
  const resolved = resolveIntrinsics(value, template, {
    ref: (_stack, id) => (id === 'Table' ? 'things' : undefined),
    attribute: (_stack, id, attribute) => (id === 'Table' && attribute === 'Arn' ? 'arn:things' : undefined),
    importedValue: (name) => (name === 'Other:Export' ? { Nested: 'shared' } : undefined),
    unresolved: (what) => unresolved.push(what),
  });
  return { value: resolved, unresolved };
}

describe('intrinsic functions', () => {
  it.each<[string, Json, Json]>([
    ['Ref of a resource', { Ref: 'Table' }, 'things'],
    ['Ref of a parameter', { Ref: 'Size' }, 'small'],
    [
      'pseudo parameters',
      { 'Fn::Join': [':', [{ Ref: 'AWS::Partition' }, { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }]] },
      'aws:us-east-1:123456789012',
    ],
    [
      'GetAtt as a list and as text',
      [{ 'Fn::GetAtt': ['Table', 'Arn'] }, { 'Fn::GetAtt': 'Table.Arn' }],
      ['arn:things', 'arn:things'],
    ],
    [
      'Sub with variables and literals',
      { 'Fn::Sub': [`$\{Table}/$\{Table.Arn}/$\{x}/$\{!kept}`, { x: { Ref: 'Size' } }] },
      `things/arn:things/small/$\{kept}`,
    ],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['If, by a named condition', { 'Fn::If': ['IsLarge', 'yes', 'no'] }, 'no'],
    ['ImportValue', { 'Fn::ImportValue': 'Other:Export' }, { Nested: 'shared' }],
    ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'name'] }, 'Virginia'],
    ['Base64', { 'Fn::Base64': 'ñ' }, 'w7E='],
    [
      'NoValue, which leaves its object and its list',
      { a: 1, b: { Ref: 'AWS::NoValue' }, c: [{ Ref: 'AWS::NoValue' }, 2] },
      { a: 1, c: [2] },
    ],
    ['objects that only look like one', { Ref: 'Table', more: true }, { Ref: 'Table', more: true }],
  ])('%s', (_name, value, expected) => {
    expect(resolve(value)).toEqual({ value: expected, unresolved: [] });
  });

  it('tells what it cannot answer, and puts its name', () => {
    const { value, unresolved } = resolve([
      { Ref: 'Nobody' },
      { 'Fn::GetAtt': ['Table', 'Colour'] },
      { 'Fn::ImportValue': 'Nothing' },
    ]);
    expect(value).toEqual(['Nobody', 'Table.Colour', 'Nothing']);
    expect(unresolved).toEqual(['Ref Stack/Nobody', 'GetAtt Stack/Table.Colour', 'ImportValue Nothing']);
  });
});

import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { BusinessSchedule } from '../constructs/business-schedule.ts';
import { followStreams, type Tables } from '../constructs/follow-stream.ts';
import { addAssetsLayer, addFunction, type Deployment } from '../deployment.ts';
import { FUNCTIONS } from '../functions.ts';
import { resourceName } from '../names.ts';

export interface SchedulesStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly tables: Tables;
}

/** What runs because of the time of day in Hermosillo; the report also leaves again when a person asks (stream). */
export class SchedulesStack extends Stack {
  constructor(scope: Construct, id: string, props: SchedulesStackProps) {
    super(scope, id, props);
    const { deployment, tables } = props;
    const assets = addAssetsLayer(this, deployment);
    const groupName = resourceName(deployment.stage, 'schedules');
    const group = new CfnScheduleGroup(this, 'Group', { name: groupName });
    for (const definition of FUNCTIONS) {
      const schedules = definition.triggers.filter((trigger) => trigger.type === 'schedule');
      if (schedules.length === 0) continue;
      const target = addFunction(this, deployment, definition.name, assets);
      followStreams(deployment.stage, tables, target);
      const { failed } = target;
      if (failed === undefined) throw new Error(`${definition.name} runs by schedule and needs a queue for failures`);
      for (const trigger of schedules) {
        const id = trigger.name
          .split('-')
          .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
          .join('');
        const schedule = new BusinessSchedule(this, `${id}Schedule`, {
          stage: deployment.stage,
          groupName,
          trigger,
          target,
          failed,
        });
        schedule.node.addDependency(group);
      }
    }
  }
}

export interface AlarmMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'Average';
  readonly periodMinutes: number;
}

export interface AlarmDefinition {
  /** kebab-case, unique: end of the alarm's name. */
  readonly name: string;
  readonly metric: AlarmMetric;
  /** The alarm sounds at this value or above, in the metric's own unit; `silence`: below it, or when nothing comes. */
  readonly threshold: number;
  readonly sounds?: 'silence';
  readonly periods: number;
  /** Spanish: what the institute cannot do meanwhile, or what may be wrong. */
  readonly impact: string;
  /** Heading of docs/runbook.md as GitHub makes it into an anchor. */
  readonly runbookSection: string;
}

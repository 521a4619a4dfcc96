import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from '../../../checks/readers/read';
import type { Cluster as ClusterLiteral } from '../../../environments/environment';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import type { Session } from '../session/session';
import { type Chart, chartSite, definitionsChart } from './chart-site';
import { gitSite } from './git-site';
import { makeRepository, type Repository, repositoryAt } from './repository';
import { type ServedSites, type Site, serveSites } from './server';

/** API groups of the definitions that each chart brings. */
const CHARTS: Readonly<Record<string, readonly string[]>> = {
  'argo-cd': ['argoproj.io'],
};

/** Where Argo CD reads from, answered for on loopback. */
export interface Sources extends ServedSites {
  readonly repository: Repository;
  /** Hosts that are answered for. */
  readonly hosts: readonly string[];
  /** What is answered for charts. */
  readonly charts: readonly Chart[];
}

/** The repository of this session's `dist/`. */
export function repositoryOf(
  { folder }: Session,
  { repository }: Pick<ClusterLiteral, 'repository'>,
): Repository {
  return repositoryAt(join(folder, 'git'), repository.url, repository.revision);
}

/**
 * Answers for the git repository of `dist/` and for every Helm repository that an Application of it names.
 *
 * @param chartOf makes the charts that they name
 */
export async function serveSources(
  session: Session,
  literal: ClusterLiteral,
  dist: string,
  objects: readonly KubernetesObject[],
  chartOf: ChartMaker,
): Promise<Sources> {
  const folder = join(session.folder, 'sources');
  mkdirSync(folder);
  const repository = repositoryOf(session, literal);
  await makeRepository(repository, dist);
  const git = gitSite(join(session.folder, 'git', 'served'));
  const sites = new Map<string, Site>([[new URL(literal.repository.url).hostname, git]]);
  const used = chartSourcesIn(objects);
  const charts: Chart[] = [];
  for (const url of new Set(used.map(({ repoURL }) => repoURL))) {
    const { hostname, pathname } = new URL(url);
    const own = used.filter(({ repoURL }) => repoURL === url).map((source) => chartOf(source));
    sites.set(hostname, await chartSite(pathname.replace(/\/$/, ''), own, folder));
    charts.push(...own);
  }
  return { repository, hosts: [...sites.keys()], charts, ...(await serveSites(folder, sites)) };
}

/** A chart as an Application names it. */
export interface ChartSource {
  readonly repoURL: string;
  readonly chart: string;
  readonly version: string;
}

/** Makes what is answered for a chart. @throws Error for one that nothing stands in for. */
export type ChartMaker = (source: ChartSource) => Chart;

/** The charts that Applications among these objects name. */
export function chartSourcesIn(objects: readonly KubernetesObject[]): readonly ChartSource[] {
  const found = new Map<string, ChartSource>();
  for (const object of objects) {
    if (object.kind !== 'Application' || groupOf(object) !== 'argoproj.io') continue;
    const chart = text(object, 'spec.source.chart');
    const repoURL = text(object, 'spec.source.repoURL') ?? '';
    const version = text(object, 'spec.source.targetRevision') ?? '';
    if (chart !== undefined) found.set(`${repoURL} ${chart} ${version}`, { chart, repoURL, version });
  }
  return [...found.values()];
}

/** Charts of nothing but the definitions that each brings. @param definitions all that can be had */
export function definitionsCharts(definitions: readonly KubernetesObject[]): ChartMaker {
  return ({ chart, version }) => {
    const groups = CHARTS[chart];
    if (groups === undefined)
      throw new Error(`sources.ts must say which API groups the chart ${chart} brings`);
    const own = definitions.filter((definition) => groups.includes(text(definition, 'spec.group') ?? ''));
    return definitionsChart(chart, version, own);
  };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from '../../../checks/readers/read';
import type { Cluster as ClusterLiteral } from '../../../environments/environment';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import type { Session } from '../session/session';
import { type Chart, chartSite } from './chart-site';
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
  /** Charts that are stood in for by their definitions alone. */
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
 * @param definitions custom resource definitions that the charts may bring
 * @throws Error for a chart that nothing stands in for.
 */
export async function serveSources(
  session: Session,
  literal: ClusterLiteral,
  dist: string,
  objects: readonly KubernetesObject[],
  definitions: readonly KubernetesObject[],
): Promise<Sources> {
  const folder = join(session.folder, 'sources');
  mkdirSync(folder);
  const repository = repositoryOf(session, literal);
  await makeRepository(repository, dist);
  const git = gitSite(join(session.folder, 'git', 'served'));
  const sites = new Map<string, Site>([[new URL(literal.repository.url).hostname, git]]);
  const used = chartSourcesIn(objects);
  for (const url of new Set(used.map(({ repoURL }) => repoURL))) {
    const { hostname, pathname } = new URL(url);
    const charts = used
      .filter(({ repoURL }) => repoURL === url)
      .map((source) => chartOf(source, definitions));
    sites.set(hostname, await chartSite(pathname.replace(/\/$/, ''), charts, folder));
  }
  const charts = used.map((source) => chartOf(source, definitions));
  return { repository, hosts: [...sites.keys()], charts, ...(await serveSites(folder, sites)) };
}

interface ChartSource {
  readonly repoURL: string;
  readonly chart: string;
  readonly version: string;
}

function chartSourcesIn(objects: readonly KubernetesObject[]): readonly ChartSource[] {
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

function chartOf({ chart, version }: ChartSource, definitions: readonly KubernetesObject[]): Chart {
  const groups = CHARTS[chart];
  if (groups === undefined) throw new Error(`sources.ts must say which API groups the chart ${chart} brings`);
  const own = definitions.filter((definition) => groups.includes(text(definition, 'spec.group') ?? ''));
  return { name: chart, version, definitions: own };
}

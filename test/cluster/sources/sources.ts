import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { text } from '../../../checks/readers/read';
import type { Cluster as ClusterLiteral } from '../../../environments/environment';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import type { Session } from '../session/session';
import { type Chart, chartSite, definitionsChart } from './chart-site';
import { gitSite } from './git-site';
import { registrySite } from './registry-site';
import { makeRepository, type Repository, repositoryAt } from './repository';
import { type ServedSites, type Site, serveSites } from './server';

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
 * Answers for the git repository of `dist/`, and for every Helm repository, registry and repository of others that an
 * Application of it names.
 *
 * @param definitions custom resource definitions that folders of others may bring
 * @param chartOf makes the charts that they name
 */
export async function serveSources(
  session: Session,
  literal: ClusterLiteral,
  dist: string,
  objects: readonly KubernetesObject[],
  definitions: readonly KubernetesObject[],
  chartOf: ChartMaker,
): Promise<Sources> {
  const folder = join(session.folder, 'sources');
  mkdirSync(folder);
  const repository = repositoryOf(session, literal);
  await makeRepository(repository, dist);
  const git = gitSite(join(session.folder, 'git', 'served'));
  const sites = new Map<string, Site>([[new URL(literal.repository.url).hostname, git]]);
  const used = sourcesIn(objects, literal.repository.url);
  const charts: Chart[] = [];
  for (const url of new Set(used.charts.map(({ repoURL }) => repoURL))) {
    const own = used.charts.filter(({ repoURL }) => repoURL === url).map((source) => chartOf(source));
    const { site, hostname } = await siteOf(url, own, folder);
    sites.set(hostname, site);
    charts.push(...own);
  }
  for (const source of used.folders) {
    await serveFolder(source, definitionsIn(source.repoURL, broughtBy(literal), definitions), folder);
    sites.set(new URL(source.repoURL).hostname, gitSite(join(folder, 'served')));
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

interface FolderSource {
  readonly repoURL: string;
  readonly tag: string;
  readonly path: string;
}

/** API groups of the definitions that each chart, by name, or repository, by URL, brings. */
type Brought = ReadonlyMap<string, readonly string[]>;

function broughtBy({ operators }: Pick<ClusterLiteral, 'operators'>): Brought {
  return new Map(
    operators.map(({ source, brings }) => [source.kind === 'chart' ? source.chart : source.repoURL, brings]),
  );
}

/** What the Applications of `dist` read besides the repository that it stands in, each once. */
function sourcesIn(objects: readonly KubernetesObject[], own: string) {
  const charts = new Map<string, ChartSource>();
  const folders = new Map<string, FolderSource>();
  for (const object of objects) {
    if (object.kind !== 'Application' || groupOf(object) !== 'argoproj.io') continue;
    const chart = text(object, 'spec.source.chart');
    const repoURL = text(object, 'spec.source.repoURL') ?? '';
    const version = text(object, 'spec.source.targetRevision') ?? '';
    const path = text(object, 'spec.source.path') ?? '';
    if (chart !== undefined) charts.set(`${repoURL} ${chart} ${version}`, { chart, repoURL, version });
    else if (repoURL !== own) folders.set(`${repoURL} ${version}`, { repoURL, tag: version, path });
  }
  return { charts: [...charts.values()], folders: [...folders.values()] };
}

/** Charts of nothing but the definitions that each brings. @param definitions all that can be had */
export function definitionsCharts(
  literal: Pick<ClusterLiteral, 'operators'>,
  definitions: readonly KubernetesObject[],
): ChartMaker {
  return ({ chart, version }) =>
    definitionsChart(chart, version, definitionsIn(chart, broughtBy(literal), definitions));
}

function definitionsIn(
  source: string,
  brought: Brought,
  definitions: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const groups = brought.get(source);
  if (groups === undefined)
    throw new Error(`environments/operators must say which API groups ${source} brings`);
  return definitions.filter((definition) => groups.includes(text(definition, 'spec.group') ?? ''));
}

/** A Helm repository by its URL, or a registry by its host and folder. */
async function siteOf(url: string, charts: readonly Chart[], folder: string) {
  const isRegistry = !url.includes('://');
  const { hostname, pathname } = new URL(isRegistry ? `https://${url}` : url);
  const path = pathname.replace(/\/$/, '');
  const site = await (isRegistry ? registrySite : chartSite)(path, charts, folder);
  return { site, hostname };
}

/** Makes a repository of somebody else's, with definitions in the folder that is read of it; a branch stands for the tag. */
async function serveFolder(
  { repoURL, tag, path }: FolderSource,
  definitions: readonly KubernetesObject[],
  folder: string,
): Promise<void> {
  const files = join(folder, 'definitions', new URL(repoURL).pathname, tag);
  mkdirSync(files, { recursive: true });
  for (const definition of definitions)
    writeFileSync(join(files, `${definition.metadata.name}.yaml`), stringify(definition));
  await makeRepository(repositoryAt(folder, repoURL, tag), files, path);
}

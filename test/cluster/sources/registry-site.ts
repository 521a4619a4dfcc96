import { createHash } from 'node:crypto';
import { type Chart, metadataOf, packChart } from './chart-site';
import type { Site } from './server';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/**
 * A registry of charts that hold custom resource definitions and nothing else, for reading.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 *
 * @param path folder of the charts in the registry: `/sergelogvinov/charts`
 * @param folder where its files are made
 */
export async function registrySite(path: string, charts: readonly Chart[], folder: string): Promise<Site> {
  const answers = new Map<string, Answer>([
    ['/v2/', { type: 'application/json', content: Buffer.from('{}') }],
  ]);
  for (const chart of charts) {
    const root = `/v2${path}/${chart.name}`;
    const add = (type: string, content: Buffer) => {
      const digest = digestOf(content);
      answers.set(`${root}/blobs/${digest}`, { type, content });
      return { mediaType: type, digest, size: content.length };
    };
    const config = add(
      'application/vnd.cncf.helm.config.v1+json',
      Buffer.from(JSON.stringify(metadataOf(chart))),
    );
    const layers = [
      add('application/vnd.cncf.helm.chart.content.v1.tar+gzip', await packChart(chart, folder)),
    ];
    const manifest = { schemaVersion: 2, mediaType: MANIFEST, config, layers };
    const content = Buffer.from(JSON.stringify(manifest));
    for (const reference of [chart.version, digestOf(content)])
      answers.set(`${root}/manifests/${reference}`, { type: MANIFEST, content });
    const tags = JSON.stringify({ name: root.slice(4), tags: [chart.version] });
    answers.set(`${root}/tags/list`, { type: 'application/json', content: Buffer.from(tags) });
  }
  return (request, response) => {
    const answer = answers.get(new URL(request.url ?? '/', 'https://localhost').pathname);
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { type, content } = answer;
    response.writeHead(200, {
      'content-type': type,
      'content-length': content.length,
      'docker-content-digest': digestOf(content),
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  };
}

interface Answer {
  readonly type: string;
  readonly content: Buffer;
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

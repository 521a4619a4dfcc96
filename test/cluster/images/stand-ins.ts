import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fields, isMapping, list, mappings, text } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import { type Programs, program } from '../build/programs';
import type { Image } from './layout';
import { COREDNS_IMAGE, PAUSE_IMAGE, repositoryOf, runtimeReference } from './references';

/** What each stand-in answers and runs, with its source. */
export const ANSWERS = join('images', 'stand-in', 'answers.json');

/** Every image that a pod of these objects asks for, sorted. */
export function imagesIn(objects: readonly KubernetesObject[]): readonly string[] {
  return [...new Set(objects.flatMap((object) => containerImages(object)))].sort();
}

/**
 * Stand-ins for these images, one for each repository, under the digests that manifests name.
 *
 * @throws Error for an image that the table does not know.
 */
export function standIns(references: readonly string[], programs: Programs): readonly Image[] {
  const answers = table();
  const known = Object.keys(answers);
  const unknown = references.filter((reference) => !known.some((row) => isOf(reference, row)));
  if (unknown.length > 0) throw new Error(`${ANSWERS} must have a row for ${unknown.join(', ')}`);
  return known.map((row) => ({
    references: references.filter((reference) => isOf(reference, row)).map(runtimeReference),
    files: { 'stand-in': program(programs, 'standIn', 'stand-in') },
    // Each command of the image leads to the one binary, which acts by its name.
    links: Object.fromEntries(commandsOf(answers[row]).map((command) => [`usr/bin/${command}`, '/stand-in'])),
    texts: { 'answers.json': JSON.stringify(answers[row]) },
    entrypoint: ['/stand-in'],
  }));
}

/** The references among these that the table knows; an image that nothing uses any more has no row. */
export function knownOf(references: readonly string[]): readonly string[] {
  const rows = Object.keys(table());
  return references.filter((reference) => rows.some((row) => isOf(reference, row)));
}

/** An image that a stand-in is registered for, among those that pods of these objects ask for. @throws Error without one */
export function standInImage(objects: readonly KubernetesObject[]): string {
  const [image] = knownOf(imagesIn(objects));
  if (image === undefined) throw new Error('dist/ must have an image that a stand-in is registered for');
  return image;
}

function table(): Fields {
  const answers: unknown = JSON.parse(readFileSync(ANSWERS, 'utf8'));
  if (!isMapping(answers)) throw new Error(`${ANSWERS} must hold a row an image`);
  return answers;
}

/** What a cluster needs beside what it hosts: the real ones. */
export function clusterImages(programs: Programs): readonly Image[] {
  const coredns = { coredns: program(programs, 'coredns', 'coredns') };
  const pause = { pause: program(programs, 'pause', 'pause') };
  return [
    { references: [PAUSE_IMAGE], files: pause, entrypoint: ['/pause'] },
    { references: [COREDNS_IMAGE], files: coredns, entrypoint: ['/coredns'] },
  ];
}

/** A row of the table is the path of a repository, in whatever registry. */
function isOf(reference: string, row: string): boolean {
  return repositoryOf(reference).endsWith(`/${row}`);
}

function commandsOf(row: unknown): readonly string[] {
  const commands = mappings(row, 'runs').flatMap(
    (run) => text({ command: list(run, 'command')[0] }, 'command') ?? [],
  );
  return [...new Set(commands)];
}

/** Containers stand at another depth in each kind, always under one of these names. */
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

function containerImages(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => containerImages(entry));
  if (!isMapping(value)) return [];
  const own = CONTAINERS.flatMap((key) => mappings(value, key)).flatMap(
    (container) => text(container, 'image') ?? [],
  );
  return [...own, ...Object.values(value).flatMap((entry) => containerImages(entry))];
}

import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapping, text } from '../../../checks/readers/read';
import type { Cluster } from '../cluster';
import type { Session } from '../session/session';
import { APPLICATIONS_PATH, type ApplicationState, stateOf } from './applications';

/** Milliseconds until a watch that ended begins anew. */
const AGAIN = 1000;

const CHANGES = ['ADDED', 'MODIFIED', 'DELETED'];

/** A state that an Application was in, and since when. */
export interface Sighting extends Pick<ApplicationState, 'name' | 'sync' | 'health' | 'operation'> {
  /** When the API server told of it, in milliseconds since 1970. */
  readonly at: number;
  /** `ADDED`, `MODIFIED` or `DELETED`; `ADDED` comes again when the watch had to begin anew. */
  readonly type: string;
}

/**
 * Writes down every change of every Application, in the order of the API server, from now until this process ends.
 *
 * @returns when it has begun
 */
export async function recordTimeline({
  client,
  session,
}: Pick<Cluster, 'client' | 'session'>): Promise<void> {
  const file = timelineFile(session);
  appendFileSync(file, '');
  const again = () => setTimeout(() => recordTimeline({ client, session }).catch(again), AGAIN).unref();
  await client.watch(APPLICATIONS_PATH, (event) => write(file, event), again);
}

/** What Applications went through in this session, in the order of the API server. */
export function timelineOf(session: Session): readonly Sighting[] {
  return readFileSync(timelineFile(session), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Sighting => JSON.parse(line));
}

function write(file: string, event: unknown): void {
  const type = text(event, 'type') ?? '';
  if (!CHANGES.includes(type)) return;
  const { name, sync, health, operation } = stateOf(mapping(event, 'object'));
  const sighting: Sighting = { at: Date.now(), type, name, sync, health, operation };
  appendFileSync(file, `${JSON.stringify(sighting)}\n`);
}

function timelineFile({ folder }: Session): string {
  return join(folder, 'applications.jsonl');
}

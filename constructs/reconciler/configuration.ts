import type { KubeConfigMapProps } from 'cdk8s-plus-27/lib/imports/k8s';
import { contentHash, type ProgramName, programText } from '../../reconcilers/bundle';
import { PROGRAM_FILE, STATE_FILE } from './pod';

/** Names of the two ConfigMaps, which change with their content: a pod then never sees half of a new one. */
export interface ConfigNames {
  readonly program: string;
  readonly state: string;
}

/** A program of reconcilers/ and what it is fed with. */
export interface ProgramSettings {
  /** First part of the ConfigMaps' names. */
  readonly name: string;
  readonly program: ProgramName;
  readonly state: object;
}

/** The program and the desired state, and what their ConfigMaps are called. */
export function configMapsOf(
  namespace: string,
  { name, program: programName, state: content }: ProgramSettings,
): { readonly names: ConfigNames; readonly program: KubeConfigMapProps; readonly state: KubeConfigMapProps } {
  const program = programText(programName);
  const state = `${JSON.stringify(content, null, 2)}\n`;
  const names = {
    program: `${name}-program-${contentHash(program)}`,
    state: `${name}-state-${contentHash(state)}`,
  };
  const map = (mapName: string, file: string, text: string): KubeConfigMapProps => ({
    metadata: { name: mapName, namespace },
    immutable: true,
    data: { [file]: text },
  });
  return {
    names,
    program: map(names.program, PROGRAM_FILE, program),
    state: map(names.state, STATE_FILE, state),
  };
}

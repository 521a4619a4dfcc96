import { isDeepStrictEqual } from 'node:util';
import type ProtocolMapperRepresentation from '@keycloak/keycloak-admin-client/lib/defs/protocolMapperRepresentation.js';
import { objectIn, textIn } from '../engine/read';
import type { Fields } from '../engine/resource';
import type { MapperState } from './state-parts';

const PROTOCOL = 'openid-connect';

/** How mappers of one client or scope are written. */
export interface MapperApi {
  add(mapper: ProtocolMapperRepresentation): Promise<unknown>;
  update(id: string, mapper: ProtocolMapperRepresentation): Promise<unknown>;
  remove(id: string): Promise<unknown>;
}

/** Mappers as a field: type and settings by name. */
export function mapperFields(mappers: readonly MapperState[]): Fields {
  return Object.fromEntries(mappers.map((mapper) => mapperField(mapper)));
}

function mapperField(mapper: MapperState): readonly [name: string, Fields] {
  if (mapper.kind === 'groups') {
    const config = {
      'access.token.claim': 'true',
      'claim.name': mapper.claim,
      'full.path': 'false',
      'id.token.claim': 'true',
      'introspection.token.claim': 'true',
      'userinfo.token.claim': 'true',
    };
    return [mapper.claim, { type: 'oidc-group-membership-mapper', config }];
  }
  const config = {
    'access.token.claim': 'true',
    'id.token.claim': 'false',
    'included.custom.audience': mapper.audience,
    'introspection.token.claim': 'true',
    'userinfo.token.claim': 'false',
  };
  return [`audience-${mapper.audience}`, { type: 'oidc-audience-mapper', config }];
}

/** What the server has, in the same shape. A mapper that was added by hand is there too. */
export function understoodMappers(mappers: readonly ProtocolMapperRepresentation[] = []): Fields {
  return Object.fromEntries(
    mappers.map(({ name = '', protocolMapper, config = {} }) => [name, { type: protocolMapper, config }]),
  );
}

/** Mappers as they are written with a client or scope that is new. */
export function mapperRepresentations(fields: Fields): ProtocolMapperRepresentation[] {
  return Object.keys(fields).map((name) => representation(fields, name));
}

/** Writes those that differ, and removes those that nobody states. */
export async function bringMappers(
  stated: Fields,
  found: readonly ProtocolMapperRepresentation[] = [],
  api: MapperApi,
): Promise<void> {
  const actual = understoodMappers(found);
  const idOf = (name: string) => found.find((one) => one.name === name)?.id ?? '';
  for (const name of Object.keys(actual)) {
    if (!(name in stated)) await api.remove(idOf(name));
  }
  for (const name of Object.keys(stated)) {
    if (!(name in actual)) await api.add(representation(stated, name));
    else if (!isDeepStrictEqual(stated[name], actual[name])) {
      await api.update(idOf(name), { ...representation(stated, name), id: idOf(name) });
    }
  }
}

function representation(fields: Fields, name: string): ProtocolMapperRepresentation {
  const mapper = objectIn(fields, name);
  const config = objectIn(mapper, 'config');
  return { name, protocol: PROTOCOL, protocolMapper: textIn(mapper, 'type'), config: { ...config } };
}

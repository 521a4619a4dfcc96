import type { PinnedImage } from '../values/image';

/** The vault. @see https://github.com/openbao/openbao/releases */
export const OPENBAO: PinnedImage =
  'quay.io/openbao/openbao:2.7.1@sha256:6d2b93856e3fcf7b18ad855a0b51eaba474dc8b79cf554379ea32034797d2acf';

/** Copies files to object storage. @see https://rclone.org/changelog/ */
export const RCLONE: PinnedImage =
  'docker.io/rclone/rclone:1.75.1@sha256:45401ad7410db1d67ffdb58e19059ad20b0d8e0285a60e38bbec55cc1019c7a5';

/** Runs the programs of reconcilers/: Node.js alone, without a shell. @see https://github.com/GoogleContainerTools/distroless */
export const NODE: PinnedImage =
  'gcr.io/distroless/nodejs24-debian13:nonroot@sha256:bb6b03d81066993293a10feda7250e8e1cc034035fe9b61cfceededa7c8bf04d';

/** Signs people in before they reach a model. @see https://github.com/oauth2-proxy/oauth2-proxy/releases */
export const OAUTH2_PROXY: PinnedImage =
  'quay.io/oauth2-proxy/oauth2-proxy:v7.15.5@sha256:8498b0d0ef0a7b29686414000a08aee467f02d0299c9ed1e006a8f33fc017916';

/** The identity provider, built for no database. @see https://www.keycloak.org/server/containers */
export const KEYCLOAK_IMAGE: PinnedImage =
  'quay.io/keycloak/keycloak:26.8.0@sha256:b0f60d489d51c5d113390bdf5461d4c06e6051be026c05549f2e1e10ec352bcc';

/** PostgreSQL 17 as CloudNativePG builds it, without extensions. @see https://github.com/cloudnative-pg/postgres-containers */
export const POSTGRESQL: PinnedImage =
  'ghcr.io/cloudnative-pg/postgresql:17.11-202608170816-minimal-trixie@sha256:445ead3fd811466950a002b682a97c2a4907078b46fae8796b6637a763266a07';

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

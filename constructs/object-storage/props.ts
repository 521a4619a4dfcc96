import { dnsLabel, text } from '../../values/schema';

/** Keys of the Secret with the credentials. */
export const ACCESS_KEY_ID = 'access-key-id';
export const SECRET_ACCESS_KEY = 'secret-access-key';

/** Where copies of data go that must outlive the cluster: an S3 interface outside of it. */
export const objectStoreShape = {
  /** URL of the S3 interface, without a path. */
  endpoint: text(
    (value) => /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(value),
    'an HTTP URL without a path',
    "'https://s3.example.com'",
  ),
  /** Region, as the interface calls it. */
  region: text((value) => /^[\w-]{1,63}$/.test(value), 'the name of a region', "'eu-central-1'"),
  /** Bucket; each application writes into a folder of its own. */
  bucket: text(
    (value) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value),
    'the name of a bucket',
    "'backups'",
  ),
  /**
   * Secret with the credentials, keys `access-key-id` and `secret-access-key`, made by hand before the first sync in each
   * namespace that writes there.
   */
  secret: dnsLabel(),
} as const;

/** TCP port of the interface. */
export function portOf(endpoint: string): number {
  const { port, protocol } = new URL(endpoint);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** A mark by which a secret is known again and from which it cannot be had: `<salt>:<scrypt>`. */
export function fingerprintOf(secret: string, salt = randomBytes(SALT_BYTES)): string {
  return `${salt.toString('hex')}:${scryptSync(secret, salt, KEY_BYTES).toString('hex')}`;
}

/** Whether the mark is that of the secret; without a mark it is not. */
export function isFingerprintOf(mark: string | undefined, secret: string): mark is string {
  const salt = mark?.split(':')[0];
  if (mark === undefined || salt === undefined || salt === '') return false;
  const again = Buffer.from(fingerprintOf(secret, Buffer.from(salt, 'hex')));
  const known = Buffer.from(mark);
  return again.length === known.length && timingSafeEqual(again, known);
}

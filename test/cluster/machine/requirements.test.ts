import { demandInotify, demandMachine } from './requirements';

const elsewhere = 'KUBECONFIG=… npm run test:cluster';

test.each([
  ['darwin', 0, 'the cluster must run on Linux, this is darwin'],
  ['win32', undefined, 'the cluster must run on Linux, this is win32'],
  ['linux', 1000, 'the cluster must be started by root'],
])('%s as user %s is told at once, and what to do instead', (platform, user, message) => {
  expect(() => demandMachine(platform, user)).toThrow(message);
  expect(() => demandMachine(platform, user)).toThrow(elsewhere);
});

test('root on Linux may go on', () => {
  expect(() => demandMachine('linux', 0)).not.toThrow();
});

test('a machine whose limit of inotify is nearly reached is told the setting', () => {
  expect(() => demandInotify(2, 128, 38)).not.toThrow();
  expect(() => demandInotify(2, 128, 100)).toThrow(
    '90 instances of inotify must be free, 28 of 128 are; sysctl -w fs.inotify.max_user_instances=612',
  );
});

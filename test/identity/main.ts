import { main } from '../cluster/commands';
import { identitySubject } from './subject';

main(identitySubject, process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

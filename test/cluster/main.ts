import { main } from './commands';
import { inventorySubject } from './inventory-subject';

main(inventorySubject, process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

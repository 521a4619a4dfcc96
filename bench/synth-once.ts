import { synthesize } from '../app';
import { inventoryOf } from './large-inventory';

/** One synth in a process of its own, without writing: prints the number of objects. */
const { manifests } = synthesize(inventoryOf(Number(process.argv[2])));
console.log(manifests.length);

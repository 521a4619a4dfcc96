import { startPlane } from './plane';

export = startPlane;

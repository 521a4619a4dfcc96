import { stopPlane } from './plane';

export = stopPlane;

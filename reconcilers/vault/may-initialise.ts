import { runProgram } from '../engine/program';
import { Settings } from '../engine/settings';
import { guard } from './guard';

void runProgram((report) => guard(new Settings(process.env), report));

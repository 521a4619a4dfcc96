/**
 * A cron expression as Kubernetes reads it. The libraries on npm read some expressions otherwise (`5/15` as `5`,
 * `FRI-SUN` as three days), and a job whose interval is misread is judged by the wrong bounds.
 * @see https://github.com/robfig/cron/blob/v3.0.1/parser.go
 */
export interface Cron {
  /** Minutes of the hour, in order. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Days of the month. */
  readonly days: readonly number[];
  /** January is 1. */
  readonly months: readonly number[];
  /** Sunday is 0. */
  readonly weekdays: readonly number[];
  /** Whether it runs on a day that either `days` or `weekdays` names, rather than on one that both do. */
  readonly either: boolean;
}

interface Field {
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  /** Names of the numbers from `least` on. */
  readonly names: readonly string[];
}

const MINUTE: Field = { unit: 'minutes', least: 0, most: 59, names: [] };
const HOUR: Field = { unit: 'hours', least: 0, most: 23, names: [] };
const DAY: Field = { unit: 'days', least: 1, most: 31, names: [] };
const MONTH: Field = {
  unit: 'months',
  least: 1,
  most: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const WEEKDAY: Field = {
  unit: 'weekdays',
  least: 0,
  most: 6,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

const ITEM = /^(?:\*|([0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?)(?:\/([1-9][0-9]?))?$/;

/** @throws RangeError whose message begins with "must" when Kubernetes would refuse the expression */
export function parseCron(expression: string): Cron {
  if (expression.includes('TZ=')) {
    throw new RangeError('must not name a time zone, which has a key of its own');
  }
  const [minute, hour, day, month, weekday, ...rest] = expression.toLowerCase().split(' ');
  if (!minute || !hour || !day || !month || !weekday || rest.length > 0) {
    throw new RangeError('must have five fields separated by single spaces (minute hour day month weekday)');
  }
  return {
    minutes: numbersOf(minute, MINUTE),
    hours: numbersOf(hour, HOUR),
    days: numbersOf(day, DAY),
    months: numbersOf(month, MONTH),
    weekdays: numbersOf(weekday, WEEKDAY),
    either: !isOpen(day) && !isOpen(weekday),
  };
}

/** Whether a field leaves the choice of the day to the other one; a star with a step names days like any other. */
function isOpen(field: string): boolean {
  return field.split(',').some((item) => item === '*' || item === '*/1');
}

function numbersOf(text: string, field: Field): readonly number[] {
  const numbers = text.split(',').flatMap((item) => rangeOf(item, field));
  return [...new Set(numbers)].sort((one, other) => one - other);
}

function rangeOf(item: string, field: Field): readonly number[] {
  const { unit, least, most } = field;
  const match = ITEM.exec(item);
  if (match === null) {
    throw new RangeError(`must have ${unit} such as ${least}, ${least}-${most}, * or */2 (not '${item}')`);
  }
  const [, start, end, step] = match;
  const from = start === undefined ? least : numberOf(start, field);
  const openEnd = start === undefined || (end === undefined && step !== undefined);
  const to = openEnd ? most : numberOf(end ?? start, field);
  if (from > to) throw new RangeError(`must have a range of ${unit} that rises (not '${item}')`);
  const every = Number(step ?? 1);
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) => from + index * every);
}

function numberOf(text: string, { unit, least, most, names }: Field): number {
  const name = names.indexOf(text);
  const number = name < 0 ? Number(text) : least + name;
  if (number >= least && number <= most) return number;
  const first = unit === 'weekdays' ? '0 (Sunday)' : `${least}`;
  throw new RangeError(`must have ${unit} from ${first} to ${most} (not '${text}')`);
}

import { lostWorkersAreLeft } from '../../../checks/laws/lost-workers-are-left';
import { judge } from '../judge';
import { deployment, object } from '../objects';
import { spoilt } from '../spoil';

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const toleration = (key: string, fields: object = {}) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 30,
  ...fields,
});
const judged = (tolerations: unknown) =>
  judge(lostWorkersAreLeft, [deployment('iris', { tolerations })]).map((message) =>
    message
      .replace(/^Deployment\/iris: `tolerations` must hold node.kubernetes.io\//, '')
      .replace(/ with .* got (.*); set both$/, ': $1'),
  );

describe('lost-workers-are-left', () => {
  test('both for a short time pass', () => {
    expect(judged([toleration(NOT_READY), toleration(UNREACHABLE, { tolerationSeconds: 120 })])).toEqual([]);
    expect(judged([{ operator: 'Exists', tolerationSeconds: 0 }])).toEqual([]);
    expect(judged([NOT_READY, UNREACHABLE].map((key) => ({ key, tolerationSeconds: 1 })))).toEqual([]);
  });

  test('the message names the taint, the bound, what is there and what to do', () => {
    expect(judge(lostWorkersAreLeft, [deployment('iris', { tolerations: [toleration(NOT_READY)] })])).toEqual(
      [
        'Deployment/iris: `tolerations` must hold node.kubernetes.io/unreachable with effect NoExecute and `tolerationSeconds` of at most 120, got nothing, which is 300 s; set both',
      ],
    );
  });

  test.each([
    ['nothing', undefined, 'nothing, which is 300 s'],
    ['another effect', { effect: 'NoSchedule' }, 'nothing, which is 300 s'],
    ['another value', { operator: 'Equal', value: 'yes' }, 'nothing, which is 300 s'],
    ['two minutes and a second', { tolerationSeconds: 121 }, '121 s'],
    ['no time', { tolerationSeconds: undefined }, 'no end'],
  ])('%s fails', (_, fields, got) => {
    const own = fields === undefined ? [] : [toleration(UNREACHABLE, fields)];
    expect(judged([toleration(NOT_READY), ...own])).toEqual([`unreachable: ${got}`]);
  });

  test('the longest of several counts', () => {
    const other = toleration(NOT_READY, { tolerationSeconds: 600 });
    expect(judged([toleration(NOT_READY), other, toleration(UNREACHABLE)])).toEqual(['not-ready: 600 s']);
  });

  test('a StatefulSet waits for somebody who knows, and a job for its worker', () => {
    const template = { spec: { containers: [] } };
    const others = [
      object('apps/v1', 'StatefulSet', 'a', { spec: { template } }),
      object('batch/v1', 'Job', 'b', { spec: { template } }),
    ];
    expect(judge(lostWorkersAreLeft, others)).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([deployment('iris', { tolerations: [toleration(NOT_READY)] })]))
      expect(judge(lostWorkersAreLeft, objects)).toBeInstanceOf(Array);
  });
});

import { once, onceForText } from '../../../checks/readers/once';

describe('once', () => {
  test('asks once of each object and gives the same answer again', () => {
    const asked: object[] = [];
    const ask = once((of: { name: string }) => {
      asked.push(of);
      return [of.name];
    });
    const iris = { name: 'iris' };
    expect(ask(iris)).toBe(ask(iris));
    expect(ask({ name: 'iris' })).not.toBe(ask(iris));
    expect(asked).toHaveLength(2);
  });
});

describe('onceForText', () => {
  test('asks once of each text, also where the answer is nothing', () => {
    const asked: string[] = [];
    const ask = onceForText((text) => {
      asked.push(text);
      return text === '' ? undefined : text.length;
    });
    expect([ask('iris'), ask(''), ask('iris'), ask('')]).toEqual([4, undefined, 4, undefined]);
    expect(asked).toEqual(['iris', '']);
  });
});

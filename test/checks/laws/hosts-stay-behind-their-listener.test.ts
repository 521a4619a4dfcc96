import { hostsStayBehindTheirListener } from '../../../checks/laws/hosts-stay-behind-their-listener';
import { judge } from '../judge';
import { gateway, httpRoute } from '../objects';
import { spoilt } from '../spoil';

const listener = (name: string, port: number, hostname?: string) => ({
  name,
  port,
  protocol: 'HTTPS',
  hostname,
});
const PUBLIC = listener('public', 8443, '*.example.com');
const PRIVATE = listener('private', 8444, '*.internal.example.com');

/** What is said of a route with this host name at these listeners. */
const judged = (
  hostname: string,
  sections: readonly (string | undefined)[],
  listeners: readonly object[],
) => {
  const parent = {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name: 'public',
    namespace: 'gateway',
  };
  const parentRefs = sections.map((sectionName) => ({ ...parent, ...(sectionName && { sectionName }) }));
  return judge(hostsStayBehindTheirListener, [
    gateway({}, { listeners }),
    httpRoute('id', { hostnames: [hostname], parentRefs }),
  ]);
};

describe('hosts-stay-behind-their-listener', () => {
  const both = [PUBLIC, PRIVATE];

  test('a host name with a listener of its own is led there alone', () => {
    expect(judged('id.internal.example.com', ['private'], both)).toEqual([]);
    expect(judged('id.internal.example.com', ['public'], both)).toEqual([
      "HTTPRoute/id: `parentRefs[0]` must lead host name 'id.internal.example.com' to listener 'private' alone (port 8444), got 'public' (port 8443), which others reach; name that listener as its `sectionName`",
    ]);
    expect(judged('id.internal.example.com', ['private', 'public'], both)).toHaveLength(1);
    expect(judged('id.internal.example.com', [undefined], both)).toHaveLength(1);
  });

  test('whatever the order of the listeners', () => {
    expect(judged('id.internal.example.com', ['public'], [PRIVATE, PUBLIC])).toHaveLength(1);
    expect(judged('id.internal.example.com', ['private'], [PRIVATE, PUBLIC])).toEqual([]);
  });

  test('other host names are led to the wider listener', () => {
    expect(judged('id.example.com', ['public'], both)).toEqual([]);
    expect(judged('internal.example.com', ['public'], both)).toEqual([]);
  });

  test('an exact name is narrower than any pattern', () => {
    const exact = listener('exact', 8445, 'id.internal.example.com');
    expect(judged('id.internal.example.com', ['private'], [...both, exact])).toHaveLength(1);
    expect(judged('id.internal.example.com', ['exact'], [...both, exact])).toEqual([]);
  });

  test('a listener for any name is the widest', () => {
    const any = listener('any', 8000);
    expect(judged('id.internal.example.com', ['any'], [any, PRIVATE])).toHaveLength(1);
    expect(judged('id.other.com', ['any'], [any, PRIVATE])).toEqual([]);
  });

  test('at one port the narrower one is chosen anyway', () => {
    const beside = listener('beside', 8443, '*.internal.example.com');
    expect(judged('id.internal.example.com', ['public'], [PUBLIC, beside])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [gateway({}, { listeners: both }), httpRoute('id')];
    for (const worse of spoilt(objects))
      expect(() => judge(hostsStayBehindTheirListener, worse)).not.toThrow();
  });
});

import { httpsUrl } from '../../values/url';

test.each([
  [undefined, 'https://id.example.com'],
  [443, 'https://id.example.com'],
  [30_444, 'https://id.example.com:30444'],
])('with port %s it is what a browser makes of it', (port, url) => {
  expect(httpsUrl('id.example.com', port)).toBe(url);
  expect(new URL(url).origin).toBe(url);
});

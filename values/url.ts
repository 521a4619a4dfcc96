/** Port that an https URL names by naming none. */
const DEFAULT_PORT = 443;

/** URL of a host, as browsers write it: they leave the default port out, and whoever compares text must, too. */
export function httpsUrl(hostname: string, port = DEFAULT_PORT): string {
  return port === DEFAULT_PORT ? `https://${hostname}` : `https://${hostname}:${port}`;
}

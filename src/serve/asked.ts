/** The headers of a request that an answer depends on; the same names as in `IncomingHttpHeaders`. */
export interface AskedHeaders {
  readonly 'accept-encoding'?: string;
  readonly 'a-im'?: string;
  readonly 'if-modified-since'?: string;
  readonly 'if-none-match'?: string;
  readonly 'user-agent'?: string;
}

type Name = keyof AskedHeaders;

/** By their length, so that most headers are told apart without a look at their letters. */
const names = new Map<number, Name>(
  (['accept-encoding', 'a-im', 'if-modified-since', 'if-none-match', 'user-agent'] as const).map((name) => [
    name.length,
    name,
  ]),
);

/**
 * Out of names and values in turn. node:http's own `headers` makes an object of all headers, which is a twentieth of what an
 * answer from memory costs. What is sent in several lines is one list (RFC 9110, 5.3).
 */
export function askedHeaders(raw: readonly string[]): AskedHeaders {
  const asked: { -readonly [Key in Name]?: string } = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const written = raw[at] ?? '';
    const name = names.get(written.length);
    if (name === undefined || written.toLowerCase() !== name) continue;
    const value = raw[at + 1] ?? '';
    const before = asked[name];
    asked[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return asked;
}

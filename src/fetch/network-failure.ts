import { Failure, type FailureCode } from '../model/failure.ts';

interface Kind {
  readonly matches: RegExp;
  readonly code: FailureCode;
  readonly says: string;
  readonly advice?: string;
}

/** By the error codes of Node, OpenSSL, llhttp and undici; the first match counts. */
const kinds: readonly Kind[] = [
  {
    matches: /^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL|EBADNAME)$/,
    code: 'dns',
    says: 'the name has no address',
    advice:
      'Check the spelling of the address. If the site has moved, enter its new address; if it is gone, remove it.',
  },
  {
    matches: /^(UND_ERR_PRX\w*)$/,
    code: 'proxy',
    says: 'the proxy does not let the request through',
    advice: 'Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.',
  },
  {
    matches:
      /^(CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|INVALID_\w+|HOSTNAME_MISMATCH|ERR_TLS_\w+|ERR_SSL_\w+|ERR_OSSL_\w+|EPROTO)$/,
    code: 'tls',
    says: 'no secure connection',
    advice: 'Tell the owner of the site. For a server of your own, give its authority as caFile.',
  },
  {
    matches:
      /^(ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|ETIMEDOUT|EACCES|EPERM|EINVAL|UND_ERR_CONNECT_TIMEOUT)$/,
    code: 'connect',
    says: 'no connection to the server',
  },
  {
    matches: /^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW)$/,
    code: 'too-large',
    says: 'the head of the answer is too large',
  },
  { matches: /^(HPE_\w+|HTTPParserError)$/, code: 'not-http', says: 'what answers does not speak HTTP' },
  { matches: /^(UND_ERR_RES_\w+)$/, code: 'truncated', says: 'the answer broke off' },
  {
    matches:
      /^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_INFO|UND_ERR_ABORTED|UND_ERR_DESTROYED|UND_ERR_CLOSED|ERR_HTTP2_\w+|ERR_STREAM_\w+)$/,
    code: 'reset',
    says: 'the server closed the connection without an answer',
  },
];

/**
 * The Failure for an error of the network, in words. Null for an error that no network makes: that is a bug.
 * Codes: `dns`, `proxy`, `tls`, `connect`, `too-large`, `not-http`, `truncated`, `reset`.
 */
export function networkFailure(error: unknown, host: string): Failure | null {
  if (!(error instanceof Error)) return null;
  // undici's parser errors have a name but no code.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  // undici gives a refused tunnel no code of its own.
  const kind = /^Proxy (response|Authentication)/.test(error.message)
    ? kinds.find((known) => known.code === 'proxy')
    : kinds.find(({ matches }) => matches.test(code));
  if (kind === undefined) return null;
  const { says, advice } = kind;
  return new Failure(kind.code, `${host}: ${says} (${code})`, {
    ...(advice === undefined ? {} : { advice }),
    facts: { reason: code },
    cause: error,
  });
}

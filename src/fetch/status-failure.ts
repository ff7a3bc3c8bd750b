import { Failure } from '../model/failure.ts';

/**
 * The Failure for an answer that is no document, in words. `own`: the source's own address (or where it says that it went for
 * good) answered; only then does 410 speak for the source.
 * Codes: `gone`, `rate-limited`, `http-status`; the fact `status` is the number.
 */
export function statusFailure(status: number, host: string, own: boolean): Failure {
  const facts = { status };
  if (status === 410 && own) {
    return new Failure('gone', `${host} says that the feed is gone for good (410)`, {
      advice: 'It is not asked again. Remove the source, or enter its new address.',
      facts,
    });
  }
  if (status === 429) {
    return new Failure('rate-limited', `${host} says that it is asked too often (429)`, {
      advice: 'It is asked more rarely from now on. If it shares a host with many others, raise its every.',
      facts,
    });
  }
  const [meaning, advice] = meaningOf(status);
  const message = `${host} ${meaning} (${status})`;
  return new Failure('http-status', message, advice === null ? { facts } : { advice, facts });
}

function meaningOf(status: number): readonly [string, string | null] {
  switch (status) {
    case 401:
      return ['wants a password', 'Give the source auth, or headers.'];
    case 403:
      return [
        'refuses us',
        'The owner may block feed readers; ask, or look for another address of the feed.',
      ];
    case 404:
    case 410:
      return [
        'does not know the feed',
        'Look for its new address on the site; if there is none, remove the source.',
      ];
    case 407:
      return ['is behind a proxy that wants a password', 'Check HTTP_PROXY and HTTPS_PROXY.'];
    case 451:
      return ['may not show the feed for legal reasons', 'Remove the source, or fetch it from elsewhere.'];
    case 304:
      return ['answered "not modified" to a request without conditions', null];
    case 204:
    case 205:
      return ['answered without a document', null];
    case 206:
      return ['sent only a part, which was not asked for', null];
    default:
      return [status >= 500 ? 'has trouble of its own' : 'refuses the request', null];
  }
}

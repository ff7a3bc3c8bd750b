import { Failure } from '../model/failure.ts';
import type { Posted } from '../model/ports.ts';
import { parseAddress } from './address.ts';
import { readAnswer } from './answer.ts';
import { exchangeInTurn, pause, type Road } from './exchange.ts';
import { goOn, type Route } from './redirect.ts';

/** Who is told something answers at once; what takes longer is trouble. ms. */
const patience = 10_000;

/** Redirects that keep the method (RFC 9110, 15.4.8 and 15.4.9); after another one a form would become a question. */
const keepsMethod = new Set([307, 308]);

/**
 * POSTs a form. Any 2xx is taken for a yes; what the server says besides is not read. No credentials are sent. Codes:
 * `address-invalid`, `address-refused`, `http-status`, `rate-limited`, `timeout`, `cancelled`, `redirect-…`, and those of
 * `networkFailure`.
 */
export async function postForm(
  location: string,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
  road: Road,
): Promise<Posted> {
  try {
    const { url } = parseAddress(location);
    const route: Route = { visited: new Set([url.href]), url, permanent: true };
    const headers = {
      'user-agent': road.settings.userAgent,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const body = new URLSearchParams(form).toString();
    for (let budget = Math.min(patience, road.settings.timeout); ; ) {
      const exchange = { url: route.url, headers, form: body, insecure: false, signal, budget };
      const { reply, spent } = await exchangeInTurn(exchange, road);
      if (keepsMethod.has(reply.status)) {
        goOn(route, reply);
        budget -= spent;
        continue;
      }
      const { status } = reply;
      const at = road.clock.now();
      if (status >= 200 && status < 300) return { kind: 'accepted', at };
      const answer = readAnswer({
        ...reply,
        url: route.url.href,
        at,
        sent: null,
        movedTo: null,
        bodyHash: null,
      });
      if (status === 429) pause(route.url.host, answer, road);
      return { kind: 'failed', at, failure: refused(route.url.host, status), retryAt: answer.retryAt };
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const until = error.facts.until;
    return {
      kind: 'failed',
      at: road.clock.now(),
      failure: error,
      retryAt: typeof until === 'number' ? until : null,
    };
  }
}

function refused(host: string, status: number): Failure {
  const facts = { status };
  if (status === 429)
    return new Failure('rate-limited', `${host} says that it is told too often (429)`, { facts });
  if (status >= 500)
    return new Failure('http-status', `${host} has trouble of its own (${status})`, { facts });
  return new Failure('http-status', `${host} does not take the message (${status})`, {
    advice: 'Check the address, and whether this server accepts messages from everybody.',
    facts,
  });
}

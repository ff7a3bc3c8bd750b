/** Addresses in the one spelling that every format and every reader takes. */

/**
 * The address of RFC 3986's characters, everything else percent-encoded; null where there is none, and for one whose
 * host is an IPv6 literal: feeds from the public web have none, and checkers do not know its brackets.
 */
export function shownAddress(address: string | null): string | null {
  if (address === null || PLAIN.test(address)) return address;
  if (!/^https?:\/\/[^[\]]/i.test(address)) return null;
  return address
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w.~!$&'()*+,;=:@/?#%-]/gu, (character) =>
      character.isWellFormed() ? encodeURIComponent(character) : '%EF%BF%BD',
    );
}

const PLAIN = /^https?:\/\/(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9a-f]{2})+$/i;

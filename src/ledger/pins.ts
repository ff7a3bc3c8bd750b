/** Pins as the judge asks for them: by the hashes of addresses, and by ids. */

import { ADDRESS, HASHES, hashLink } from '../dedup/fingerprint.ts';
import type { Candidate } from '../dedup/judge.ts';
import { shares } from '../dedup/judge.ts';
import type { Pin, Sameness } from '../model/sameness.ts';

/** One side of a pin: an id, or the hashes that its address may go by. */
export interface Side {
  readonly id: string | null;
  /** Each HASHES long, nothing but the address in it. */
  readonly addresses: readonly Int32Array[];
}

export interface ReadPin {
  readonly pin: Pin;
  readonly sides: readonly [Side, Side];
}

export function readPins({ pins, keepParams }: Sameness): readonly ReadPin[] {
  return pins.map((pin) => ({
    pin,
    sides: [sideOf(pin.items[0], keepParams), sideOf(pin.items[1], keepParams)],
  }));
}

export const isId = (name: string): boolean => name.startsWith('urn:uuid:');

function sideOf(name: string, keepParams: Sameness['keepParams']): Side {
  return isId(name) ? { id: name, addresses: [] } : { id: null, addresses: addressesOf(name, keepParams) };
}

/** The hashes that an address may be remembered by. */
export function addressesOf(address: string, keepParams: Sameness['keepParams']): readonly Int32Array[] {
  return [undefined, ...keepParams].flatMap((names) => {
    const hashes = new Int32Array(HASHES);
    hashLink(hashes, address, names);
    return hashes[ADDRESS] === 0 ? [] : [hashes];
  });
}

/** Is the item this side of a pin? `faces` as of a candidate, or the hashes of one print. */
export function isSide(side: Side, id: string | null, faces: Int32Array): boolean {
  return side.id === null ? side.addresses.some((hashes) => shares(faces, hashes, ADDRESS)) : side.id === id;
}

/** The other sides of the pins that say `same` of a print. */
export function partnersOf(pins: readonly ReadPin[], hashes: Int32Array): readonly Side[] {
  return pins
    .filter(({ pin }) => pin.same)
    .flatMap(({ sides: [one, other] }) => [
      ...(isSide(one, null, hashes) ? [other] : []),
      ...(isSide(other, null, hashes) ? [one] : []),
    ]);
}

/** Does a pin say that the print is another item than the candidate? */
export function isBarred(
  pins: readonly ReadPin[],
  candidate: Pick<Candidate, 'faces'> & { readonly id: string },
  hashes: Int32Array,
): boolean {
  return pins.some(
    ({ pin, sides: [one, other] }) =>
      !pin.same &&
      ((isSide(one, null, hashes) && isSide(other, candidate.id, candidate.faces)) ||
        (isSide(other, null, hashes) && isSide(one, candidate.id, candidate.faces))),
  );
}

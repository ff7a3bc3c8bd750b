/**
 * What a source listed last time: for each entry its raw hash and the item that it is, in the source's order. An entry
 * that comes again to the letter is known by this row alone.
 */
import { REF_LENGTH } from './ids.ts';

export interface Listed {
  readonly rawHash: string;
  readonly ref: string;
}

const RAW_LENGTH = 14;
const ENTRY_LENGTH = RAW_LENGTH + REF_LENGTH;

export function listingKey(source: string): string {
  return `l:${source}`;
}

export function encodeListing(listed: readonly Listed[]): string {
  let value = '';
  for (const { rawHash, ref } of listed) value += rawHash + ref;
  return value;
}

export function decodeListing(value: string | undefined): readonly Listed[] {
  const listed: Listed[] = [];
  if (value === undefined) return listed;
  for (let at = 0; at + ENTRY_LENGTH <= value.length; at += ENTRY_LENGTH) {
    listed.push({
      rawHash: value.slice(at, at + RAW_LENGTH),
      ref: value.slice(at + RAW_LENGTH, at + ENTRY_LENGTH),
    });
  }
  return listed;
}

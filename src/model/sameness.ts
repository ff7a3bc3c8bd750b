/** Two items, each by its address or its id (`urn:uuid:…`), about which the user knows better than the judge. */
export interface Pin {
  readonly same: boolean;
  readonly items: readonly [string, string];
}

/** What the config says about which items are the same. */
export interface Sameness {
  /** Ids of sources whose items are nobody else's. */
  readonly apart: readonly string[];
  readonly pins: readonly Pin[];
  /** The parameters by which some sources tell addresses apart: an address may be known by any of these readings. */
  readonly keepParams: readonly (readonly string[])[];
}

/** Nothing: the judge alone decides. */
export const noSameness: Sameness = { apart: [], pins: [], keepParams: [] };

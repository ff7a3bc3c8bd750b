import { readFileSync } from 'node:fs';
import type { Product } from './model/output.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
  readonly homepage: string;
};

export const product: Product = { name: 'feedriver', version: manifest.version, url: manifest.homepage };

/** What upstream is told about who asks. */
export const userAgent = `${product.name}/${product.version} (+${product.url})`;

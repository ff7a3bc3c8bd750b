import type { Output, OutputFormat } from '../model/output.ts';

/** Where a document is placed. */
export const documentFile = (output: Output, format: OutputFormat): string => `${output.path}.${format}`;

/** The path of a placed file on the site. */
export function webPath(file: string, webRoot: string): string {
  return file
    .slice(webRoot.length)
    .split(/[\\/]/)
    .map(encodeURIComponent)
    .join('/')
    .replace(/^(?!\/)/, '/');
}

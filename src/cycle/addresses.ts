import type { Output, OutputFormat } from '../model/output.ts';

/** Where a document is placed. */
export const documentFile = (output: Output, format: OutputFormat): string => `${output.path}.${format}`;

/** Where its tombstones are placed. */
export const withdrawnFile = (output: Output): string => `${output.path}.withdrawn.atom`;

/** Where a page of its archive is placed; pages are numbered from 1, the oldest first. */
export const archiveFile = (output: Output, number: number, format: OutputFormat): string =>
  `${archiveFolder(output)}/${number}.${format}`;

export const archiveFolder = (output: Output): string => `${output.path}/archive`;

/** The path of a placed file on the site. */
export function webPath(file: string, webRoot: string): string {
  return file
    .slice(webRoot.length)
    .split(/[\\/]/)
    .map(encodeURIComponent)
    .join('/')
    .replace(/^(?!\/)/, '/');
}

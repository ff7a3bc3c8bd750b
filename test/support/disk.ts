import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface Disk extends Disposable {
  /** Options of `mount -o remount`: `size=20m`, `ro`, `rw`. */
  change(options: string): void;
}

export const NO_DISK = 'only where a tmpfs may be mounted (root)';

/** A disk of its own for a folder; null where we may not mount one. */
export function mountDisk(folder: string, size: string): Disk | null {
  mkdirSync(folder, { recursive: true });
  const mount = (options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  try {
    mount(`size=${size}`);
  } catch {
    return null;
  }
  return {
    change: (options) => void mount(`remount,${options}`),
    [Symbol.dispose]: () => void execFileSync('umount', [folder]),
  };
}

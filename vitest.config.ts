import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // vitest leaves a core to itself, which of two is half of them
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['test/support/property-seed.ts'],
  },
});

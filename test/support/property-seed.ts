import fc from 'fast-check';

// A test run is the same each time. `FUZZ_SEED=7 npx vitest run test/property` looks elsewhere.
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_261_124) });

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { main, scratch } from '../support/feedriver.ts';

it('a Node that is too old is told so in one sentence, before anything is imported', async () => {
  const program = stripTypeScriptTypes(readFileSync(main, 'utf8'));
  expect(program).not.toMatch(/^\s*import\s/m); // a static import is linked before the first line runs
  using place = scratch();
  const file = place.write('main.mjs', program.replace(/^.*\n/, ''));
  const pretend = place.write(
    'pretend.mjs',
    "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });",
  );
  const ran = await promisify(execFile)(process.execPath, ['--import', pretend, file]).catch(
    (error) => error,
  );
  expect(ran).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'feedriver needs Node 22.19 or newer; this is Node 20.20.2.\n',
  });
});

import { describe, expect, it } from 'vitest';
import { createPatientSanitiser } from '../../../src/sanitise/patient.ts';
import { createSanitiser } from '../../../src/sanitise/sanitise.ts';

const options = { stripTracking: true, embeds: [] };
/** Of a length that no portion is a multiple of: whatever there is, is cut somewhere. */
const LONG = [
  '<p>One &amp; two 🌊 <a href="https://a.example/?q=ü&amp;b=1" title="x &gt; y">three</a></p>',
  '<![CDATA[four]]><!-- five --><b>six<p>&#x1F30A;&nbsp;seven</b>',
]
  .join('\n')
  .repeat(1_500);

describe('a patient sanitiser', () => {
  it('does long markup in turns, and the same as at once', async () => {
    let breaths = 0;
    const patient = createPatientSanitiser(options, async () => void breaths++);
    for (const start of ['', 'x', 'xyz']) {
      const markup = { html: start + LONG, base: 'https://b.example/' };
      await patient.ahead(markup);
      expect(patient.html(markup)).toBe(createSanitiser(options).html(markup));
    }
    expect(breaths).toBeGreaterThan(15);
  });

  it('takes nothing for what was done ahead that has another base', async () => {
    const patient = createPatientSanitiser(options, async () => {});
    const html = `<a href="/x">y</a>${LONG}`;
    await patient.ahead({ html, base: 'https://b.example/' });
    expect(patient.html({ html, base: 'https://c.example/' })).toContain('https://c.example/x');
  });
});

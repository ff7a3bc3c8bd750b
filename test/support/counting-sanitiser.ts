import type { SafeHtml } from '../../src/model/markup.ts';
import type { PatientSanitiser } from '../../src/sanitise/patient.ts';

/** A sanitiser that lets everything pass, and tells what it was asked for. */
export function countingSanitiser(): PatientSanitiser & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async ahead(markup) {
      asked.push(`ahead ${markup?.html}`);
    },
    html({ html, base }) {
      asked.push(`html ${html}`);
      return html === '' ? null : (`${base}:${html}` as SafeHtml);
    },
    text({ html }, limit) {
      asked.push(`text ${html}`);
      return html.slice(0, limit);
    },
  };
}

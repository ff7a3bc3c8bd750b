import type { Source } from '../model/source.ts';
import type { Surroundings } from '../select/view.ts';

/** What rules need to know besides items. The sanitiser is loaded with the first items that are looked at: most runs look at none. */
export async function surroundingsOf(sources: readonly Source[]): Promise<Surroundings> {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const { createSanitiser } = await import('../sanitise/sanitise.ts');
  const sanitiser = createSanitiser({ stripTracking: false, embeds: [] });
  return {
    tagsOf: (source) => byId.get(source)?.tags ?? [],
    rulesOf: (source) => byId.get(source)?.rules ?? [],
    plainText: (markup) => sanitiser.text(markup, Number.MAX_SAFE_INTEGER),
  };
}

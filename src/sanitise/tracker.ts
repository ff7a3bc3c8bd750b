/** Images and frames that nobody is meant to see: they only tell a server that the item was read. */
import type { Attributes } from './visible-tokens.ts';

/** Services whose images are counters whatever their size says. */
const COUNTERS =
  /^(?:https?:)?\/\/(?:feeds\.feedburner\.com\/~r\/|feedads\.g\.doubleclick\.net\/|(?:pixel|stats)\.wordpress\.com\/|pixel\.wp\.com\/|[\w.-]*feedsportal\.com\/c\/|rss\.buysellads\.com\/|(?:www\.)?google-analytics\.com\/|[\w.-]*\.doubleclick\.net\/|pixel\.quantserve\.com\/|sb\.scorecardresearch\.com\/|www\.facebook\.com\/tr\b|count\.rin\.ru\/)/i;

const NOTHING = /^\s*0*[01](?:px)?\s*$/i;
/** Hidden, or at most a pixel in a direction. */
const HIDDEN =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$))/i;

/** Whether the attributes are those of a tracker: 1×1, hidden, or of a counting service. */
export function isTracker(attributes: Attributes): boolean {
  let width = '';
  let height = '';
  for (let index = 0; index < attributes.length; index += 2) {
    const value = attributes[index + 1] ?? '';
    switch (attributes[index]) {
      case 'width':
        width = value;
        break;
      case 'height':
        height = value;
        break;
      case 'src':
        if (COUNTERS.test(value)) return true;
        break;
      case 'style':
        if (HIDDEN.test(value)) return true;
    }
  }
  return NOTHING.test(width) && NOTHING.test(height);
}

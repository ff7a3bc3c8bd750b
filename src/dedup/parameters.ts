/** What a query parameter says about the page: nothing (tracking, sessions), perhaps something, or that it is an AMP copy. */

export const KEEP = 0;
export const DROP = 1;
/** May be a page's own or a tracker's: only the loose address goes without it. */
export const DOUBTFUL = 2;
/** Dropped if its value only says yes. */
export const SWITCH = 3;

const TRACKING_START =
  /^(?:utm_|mtm_|ga_|pk_|piwik_|hsa_|itm_|otm_|vn_|at_(?:medium|campaign|custom|link|format|ptr)|__hs|_hs|fb_|ns_(?:mchannel|source|campaign|linkname|fee)|oly_|vero_|wt_?z?mc|sc_(?:cid|campaign|channel|content|medium)|ml_subscriber|stm_|trk_?|matomo_|aff_|action_(?:object|type|ref)_map|guce_referrer)/;
const TRACKING = new Set(
  (
    'fbclid gclid gclsrc dclid gbraid wbraid yclid ysclid msclkid twclid ttclid li_fat_id igshid igsh mkt_tok _openstat _ga _gl ' +
    'cmpid cmp ocid ito smid smtyp partner xtor ftag spm srsltid wickedid rb_clickid s_cid hsctatracking echobox s_kwcid ' +
    '__twitter_impression __s _bhlid campaign_id tracking_source gs_l guccounter feature si taid ncid icid intcid cid_source ' +
    'mc_cid mc_eid mc_tc rss feed from_rss sharetoken share sh share_btn epik scid'
  ).split(' '),
);
const SESSION =
  /^(?:sid|phpsessid|jsessionid|sessionid|session_id|aspsessionid\w*|rnd|rand|ts|timestamp|nocache|cb|_)$/;
const DOUBTFUL_NAMES = new Set('ref referrer source src s cid via from origin'.split(' '));
const SWITCHES = new Set('amp outputtype output mobile print'.split(' '));
const YES = new Set(['', '1', 'true', 'amp', 'yes']);

/** KEEP, DROP, DOUBTFUL or SWITCH, by the parameter's name. */
export function roleOf(name: string): number {
  const lower = name.toLowerCase();
  if (TRACKING.has(lower) || TRACKING_START.test(lower) || SESSION.test(lower)) return DROP;
  if (DOUBTFUL_NAMES.has(lower)) return DOUBTFUL;
  return SWITCHES.has(lower) ? SWITCH : KEEP;
}

export function saysYes(value: string): boolean {
  return YES.has(value.toLowerCase());
}

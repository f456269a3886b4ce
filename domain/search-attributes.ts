/**
 * What workflows can be searched by. A Temporal server takes at most ten Keyword and three KeywordList attributes, so a
 * new one is a decision; lot and item are set by processes about a single lot only, and nothing personal goes into any.
 */
export const searchAttributes = {
  HoldfastProcess: 'Keyword',
  HoldfastEntity: 'Keyword',
  HoldfastSite: 'Keyword',
  HoldfastCase: 'Keyword',
  HoldfastState: 'Keyword',
  HoldfastLot: 'Keyword',
  HoldfastItem: 'Keyword',
  HoldfastSites: 'KeywordList',
  HoldfastEntities: 'KeywordList',
} as const satisfies Record<string, 'Keyword' | 'KeywordList'>;

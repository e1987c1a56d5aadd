import * as generated from './catalog.generated.ts'

/** How the catalogue is written down: see `format.ts`. */
export interface CatalogText {
  readonly globalKeysText: string
  readonly servicesText: string
  readonly detailsText: string
}

/** The texts of the catalogue, asked for when they are needed: the published package does not load them before (see `scripts/bundle.ts`). */
export function catalogText(): CatalogText {
  return generated
}

import type { SiteParts } from '../view/site-view.ts'
import { mapTexts } from '../view/safe-text.ts'
import { pastData } from '../view/past-data.ts'
import { accountLevels } from '../view/matrix-view.ts'
import { downloads } from './downloads.ts'
import { historyIndex } from './history-index.ts'
import { peopleData } from './people-data.ts'
import { patternNumbers, serviceActions } from './service-actions.ts'
import { whoCanData } from './who-can-data.ts'

/** One file of the site that is no page. */
export interface SiteFile {
  /** Relative to the site's folder, of safe characters alone. */
  readonly path: string
  readonly text: string
}

/** What pages fetch when somebody asks for it, and what can be downloaded. Nothing in them is hidden on the pages. */
export function siteFiles(parts: SiteParts): readonly SiteFile[] {
  const { context, view, past, texts } = parts
  const json = (path: string, value: unknown): SiteFile => ({
    path,
    text: `${JSON.stringify(mapTexts(value, texts.shown))}\n`,
  })
  const services = serviceActions(context)
  const { model, states } = context.input
  return [
    json('data/matrix.json', view.matrix),
    json('data/levels.json', accountLevels(context, view.matrix)),
    json('data/people.json', peopleData(view)),
    json('data/as-of.json', pastData(past, context)),
    json('data/history.json', historyIndex(context, view.history)),
    json('data/patterns.json', patternNumbers(services, { roles: model.roles.length, accounts: states.length })),
    ...services.map((service) => json(`data/actions/${service.service}.json`, service)),
    ...whoCanData(context).map(({ slug, data }) => json(`data/who-can/${slug}.json`, data)),
    ...downloads(view),
  ]
}

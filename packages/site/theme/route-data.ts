import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data'

const API = 'API reference'

/** Outside of the API reference its two hundred pages are one link: in every page's sidebar they would outweigh the page. */
export const onRequest: ReturnType<typeof defineRouteMiddleware> = defineRouteMiddleware((context) => {
  const route = context.locals.starlightRoute
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/')
  if (context.url.pathname.startsWith(`${base}api/`)) return
  route.sidebar = route.sidebar.map((entry): StarlightRouteData['sidebar'][number] =>
    entry.type === 'group' && entry.label === API
      ? { type: 'link', label: API, href: `${base}api/`, isCurrent: false, badge: undefined, attrs: {} }
      : entry,
  )
})

/// <reference types="astro/client" />

declare module 'virtual:rolewright/site' {
  export const site: import('../src/view/site-view.ts').SiteView
}

declare namespace App {
  interface Locals {
    /** What Starlight knows of the page; its own declaration is out of reach of the compiler here. */
    starlightRoute: import('@astrojs/starlight/route-data').StarlightRouteData
    /** What the page's heading says above and below the title. */
    heading?: { kind: string; title: string; lead: string }
  }
}

import { definePlugin, type ExpressiveCodePlugin } from '@astrojs/starlight/expressive-code'
import { select } from '@astrojs/starlight/expressive-code/hast'

/**
 * Lets the keyboard come to every block of code in the guides, so that one that is too wide can be scrolled. Expressive Code's own
 * script does so for those that need it, but only when the browser is idle.
 */
export function focusableCode(): ExpressiveCodePlugin {
  return definePlugin({
    name: 'focusable code',
    hooks: {
      postprocessRenderedBlock: ({ renderData }) => {
        const block = select('pre', renderData.blockAst)
        if (block !== undefined) block.properties['tabIndex'] = 0
      },
    },
  })
}

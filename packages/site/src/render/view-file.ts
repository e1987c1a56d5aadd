/** File with the view, beside the generated root's sources. */
export const VIEW_FILE = 'view.json'

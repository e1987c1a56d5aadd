import Handlebars from 'handlebars'

/**
 * A text as the template that gives it: `{{` with a backslash before it, which makes Handlebars take it as it stands. Undefined where that does not
 * give the text back, as behind a backslash of its own.
 */
export function asTemplate(text: string): string | undefined {
  if (!text.includes('{{')) return text
  const template = text.replaceAll('{{', String.raw`\{{`)
  try {
    const { body } = Handlebars.parse(template)
    const filled = body.map((part) => ('value' in part && part.type === 'ContentStatement' ? part.value : undefined))
    return filled.every((part) => typeof part === 'string') && filled.join('') === text ? template : undefined
  } catch {
    return undefined
  }
}

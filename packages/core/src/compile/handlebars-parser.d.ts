/// <reference types="handlebars" />

/** The parser of Handlebars alone: the whole package brings a compiler and source maps, most of what importing core would cost. */
declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  export function parse(input: string): hbs.AST.Program
}

import { z } from 'zod'
import { AwsError } from '../aws-error.ts'
import { page } from '../page.ts'

/** The members of a request that pages, with its largest page. */
export const pageInput = (
  most: number,
): { NextToken: z.ZodExactOptional<z.ZodString>; MaxResults: z.ZodExactOptional<z.ZodNumber> } => ({
  NextToken: z.string().max(256).exactOptional(),
  MaxResults: z.number().int().min(1).max(most).exactOptional(),
})

/** One page of things that have an id. */
export function cloudHsmPage<T extends { readonly id: string }>(
  all: readonly T[],
  request: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
  scope: readonly unknown[],
): { readonly items: readonly T[]; readonly rest: { readonly NextToken?: string } } {
  try {
    const { items, rest } = page(all, {
      request: { Marker: request.NextToken, MaxItems: request.MaxResults },
      scope,
      keyOf: ({ id }) => id,
      defaultSize: 25,
    })
    return { items, rest: rest.Marker === undefined ? {} : { NextToken: rest.Marker } }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    throw new AwsError('CloudHsmInvalidRequestException', 'The NextToken is not valid.')
  }
}

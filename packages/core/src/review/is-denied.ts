import type { TrailEvent } from './trail-event.ts'

/** How services say that a permission is missing. */
const DENIED =
  /^(?:AccessDenied(?:Exception)?|Client\.UnauthorizedOperation|(?:Client\.)?UnauthorizedAccess|UnauthorizedOperation|UnauthorizedException|NotAuthorized|AuthorizationError(?:Exception)?)$/

/** Whether an event is an attempt that was refused for want of a permission. */
export function isDenied({ error }: Pick<TrailEvent, 'error'>): boolean {
  return error !== undefined && DENIED.test(error.code)
}

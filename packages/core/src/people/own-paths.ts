/** Where the groups and policies of temporary access lie, under the owned path; a grant adds folders for its role and its person. */
export function grantPath(ownedPath: string): string {
  return `${ownedPath}grant/`
}

/** Where the group of those lies who have not signed in yet. */
export function enrolmentPath(ownedPath: string): string {
  return `${ownedPath}enrolment/`
}

/** Whether something under the owned path is there for a time only: temporary access, or enrolment. */
export function isPassing(path: string, ownedPath: string): boolean {
  return path.startsWith(grantPath(ownedPath)) || path.startsWith(enrolmentPath(ownedPath))
}

/** Whether something is a model's for good: under its path, and not there for a time only. */
export function isLasting(path: string, ownedPath: string): boolean {
  return path.startsWith(ownedPath) && !isPassing(path, ownedPath)
}

/** Where one person's grants of one role lie. */
export function grantPlace(ownedPath: string, role: string, person: string): string {
  return `${grantPath(ownedPath)}${role}/${person}/`
}

/** The role and the person of what lies under the path of grants, by their ids; undefined elsewhere. */
export function grantOf(
  path: string,
  ownedPath: string,
): { readonly role: string; readonly person: string } | undefined {
  const start = grantPath(ownedPath)
  if (!path.startsWith(start)) return undefined
  const [role, person, end, ...more] = path.slice(start.length).split('/')
  return role && person && end === '' && more.length === 0 ? { role, person } : undefined
}

/** A model's id out of a folder's name, since a path in IAM and a package's name are made of it: lower-case words with hyphens. */
export function repositoryName(folder: string): string {
  const name = folder
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 40)
    .replace(/-$/, '')
  return name === '' ? 'company' : name
}

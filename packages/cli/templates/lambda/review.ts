// The code of the function in template.yaml. Bundle it into one file with any bundler, such as
//   npx rolldown review.ts --platform node --format esm --minify --no-code-splitting --file dist/review.mjs
import { reviewHandler } from '@rolewright/aws-sync/lambda'
import config from './rolewright.config.ts'

export const handler = reviewHandler({ model: config.model })
